/// What the values of a tensor are.
public enum DType: Int, Comparable, Sendable {
    /// Truth values, one byte each.
    case bool
    /// 64-bit integers.
    case int64
    /// Single-precision floating-point numbers.
    case float32

    /// The order of promotion: an op on two tensors computes in the greater of their types, as PyTorch's does.
    public static func < (left: DType, right: DType) -> Bool { left.rawValue < right.rawValue }

    /// How many bytes one value takes.
    var byteCount: Int {
        switch self {
        case .bool: 1
        case .int64: 8
        case .float32: 4
        }
    }
}

/// What a tensor can be made of: a number or truth value, or arrays of them, nested to any depth.
///
/// One protocol for all depths, and so one initialiser, keeps the compiler fast on `Tensor((0..<n).map { … })`.
public protocol TensorValues {
    /// The type of a tensor made of such values.
    static var dtype: DType { get }
    /// The sizes of the nested arrays; empty for a number. Arrays of different sizes side by side stop the program.
    var nestedShape: [Int] { get }
    /// Calls `body` for each number in order.
    func forEachValue(_ body: (any TensorScalar) -> Void)
}

extension Array: TensorValues where Element: TensorValues {
    /// The type of a tensor made of the elements.
    public static var dtype: DType { Element.dtype }

    /// How many elements there are, and the sizes of the arrays inside.
    public var nestedShape: [Int] {
        guard let first = first?.nestedShape else { return [0] }
        if !first.isEmpty, let other = self.first(where: { $0.nestedShape != first }) {
            stopForShapes("Tensor", first, other.nestedShape, "arrays side by side must have equal sizes")
        }
        return [count] + first
    }

    /// Calls `body` for each number inside, in order.
    public func forEachValue(_ body: (any TensorScalar) -> Void) { for element in self { element.forEachValue(body) } }
}

/// A Swift number or truth value that can stand beside a tensor in an expression: `Float`, `Double`, `Int` or `Bool`.
public protocol TensorScalar: TensorValues, Sendable {
    /// The value as a double; true is 1.
    var doubleValue: Double { get }
    /// The value of this type nearest to `value`, rounding towards zero where this type is an integer.
    init(converting value: Double)
}

extension TensorScalar {
    /// Empty: a number has no dimensions.
    public var nestedShape: [Int] { [] }
    /// Calls `body` for the number itself.
    public func forEachValue(_ body: (any TensorScalar) -> Void) { body(self) }
}

/// A scalar that tensors store as it is.
package protocol Element: TensorScalar {
    /// Zero, or false.
    static var zero: Self { get }
    /// One, or true.
    static var one: Self { get }
}

extension Float: Element {
    /// Tensors store it as float32.
    public static var dtype: DType { .float32 }
    /// The value as a double.
    public var doubleValue: Double { Double(self) }
    /// The nearest single-precision number.
    public init(converting value: Double) { self = Float(value) }
    package static var one: Float { 1 }
}

extension Double: TensorScalar {
    /// Tensors store it as float32.
    public static var dtype: DType { .float32 }
    /// The value itself.
    public var doubleValue: Double { self }
    /// The value itself.
    public init(converting value: Double) { self = value }
}

extension Int: Element {
    /// Tensors store it as int64.
    public static var dtype: DType { .int64 }
    /// The value as a double.
    public var doubleValue: Double { Double(self) }
    /// Values beyond the range, and those that are not numbers, become `Int.min`, as x86-64 converts them.
    public init(converting value: Double) { self = abs(value) < 0x1p63 ? Int(value) : .min }
    package static var one: Int { 1 }
}

extension Bool: Element {
    /// Tensors store it as bool.
    public static var dtype: DType { .bool }
    /// 1 if true, else 0.
    public var doubleValue: Double { self ? 1 : 0 }
    /// Whether the value differs from zero.
    public init(converting value: Double) { self = value != 0 }
    package static var zero: Bool { false }
    package static var one: Bool { true }
}
