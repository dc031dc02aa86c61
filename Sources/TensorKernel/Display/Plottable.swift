/// A row of numbers that can be drawn: an array, a range, or a tensor.
public protocol Plottable {
    /// The numbers in order; a tensor's in row-major order.
    var plottedValues: [Double] { get }
}

/// A number that arrays of may be drawn.
public protocol PlottableNumber {
    /// The number as a coordinate.
    var plottedValue: Double { get }
}

extension Double: PlottableNumber {
    /// The number itself.
    public var plottedValue: Double { self }
}

extension Float: PlottableNumber {
    /// The number in double precision.
    public var plottedValue: Double { Double(self) }
}

extension Int: PlottableNumber {
    /// The number in double precision.
    public var plottedValue: Double { Double(self) }
}

extension Array: Plottable where Element: PlottableNumber {
    /// The numbers in order.
    public var plottedValues: [Double] { map(\.plottedValue) }
}

extension Range: Plottable where Bound == Int {
    /// The numbers in order.
    public var plottedValues: [Double] { map(Double.init) }
}

extension ClosedRange: Plottable where Bound == Int {
    /// The numbers in order.
    public var plottedValues: [Double] { map(Double.init) }
}

extension StrideTo: Plottable where Element: PlottableNumber {
    /// The numbers in order.
    public var plottedValues: [Double] { map(\.plottedValue) }
}

extension StrideThrough: Plottable where Element: PlottableNumber {
    /// The numbers in order.
    public var plottedValues: [Double] { map(\.plottedValue) }
}
