import CellMessages

/// How the values of an axis lie on the drawing.
struct PlotScale {
    /// Beyond these, in either direction, differences and ratios of two values are no numbers any more.
    private static let largest = 1e300
    private static let smallest = 1e-300

    /// The values at the two ends.
    let domain: ClosedRange<Double>
    /// Whether equal steps are equal ratios.
    let isLogarithmic: Bool
    /// Where the ends lie on the drawing; the first may be the larger.
    let start: Double
    let end: Double
    /// The marked values.
    let ticks: AxisTicks

    /// A scale for an axis.
    ///
    /// - Parameters:
    ///   - axis: What the lesson says about the axis.
    ///   - values: What is drawn along it.
    ///   - span: Where the ends lie on the drawing.
    ///   - tickCount: About how many values are marked.
    ///   - padding: The part of the values' span that is left free at each end.
    ///   - includesZero: Whether the axis begins at zero, as lengths of bars ask for.
    ///   - isWhole: Whether only whole numbers are marked; nil where `values` tell.
    init(
        _ axis: Axis, values: [Double], span: (Double, Double), tickCount: Int, padding: Double, includesZero: Bool,
        isWhole: Bool? = nil
    ) {
        (start, end) = span
        isLogarithmic = axis.scale == .logarithmic
        let usable = values.filter { Self.canShow($0, on: axis.scale) }
        let fitted =
            isLogarithmic
            ? Self.logarithmicDomain(axis, usable)
            : Self.linearDomain(axis, usable, padding: padding, includesZero: includesZero)
        domain = fitted
        if !axis.categories.isEmpty {
            ticks = .categories(axis.categories, from: fitted.lowerBound, to: fitted.upperBound)
        } else if isLogarithmic {
            ticks = .logarithmic(from: fitted.lowerBound, to: fitted.upperBound)
        } else {
            // Counted things, such as epochs, have no halves.
            let isWhole = isWhole ?? usable.allSatisfy { $0 == $0.rounded() }
            let span = fitted.upperBound - fitted.lowerBound
            let count = isWhole ? max(1, Int(min(Double(tickCount), span))) : tickCount
            ticks = .linear(from: fitted.lowerBound, to: fitted.upperBound, count: count)
        }
    }

    /// Where a value lies on the drawing; nil where the axis cannot show it.
    func position(of value: Double) -> Double? {
        let (low, high) = (domain.lowerBound, domain.upperBound)
        guard Self.canShow(value, on: isLogarithmic ? .logarithmic : .linear), high > low else { return nil }
        let share =
            isLogarithmic
            ? (commonLogarithm(value) - commonLogarithm(low)) / (commonLogarithm(high) - commonLogarithm(low))
            : (value - low) / (high - low)
        return start + share * (end - start)
    }

    private static func canShow(_ value: Double, on scale: Axis.Scale) -> Bool {
        scale == .logarithmic ? (smallest...largest).contains(value) : abs(value) <= largest
    }

    private static func logarithmicDomain(_ axis: Axis, _ values: [Double]) -> ClosedRange<Double> {
        let lowerBound = axis.lowerBound.flatMap { canShow($0, on: .logarithmic) ? $0 : nil }
        let low = lowerBound ?? values.min() ?? 1
        let upperBound = axis.upperBound.flatMap { canShow($0, on: .logarithmic) && $0 > low ? $0 : nil }
        let high = upperBound ?? values.max() ?? 10
        guard high > low else { return low / 2...low * 2 }
        // A sixteenth of the axis at each end.
        func root(_ value: Double) -> Double { value.squareRoot().squareRoot().squareRoot().squareRoot() }
        let margin = root(high) / root(low)
        return (lowerBound ?? max(smallest, low / margin))...(upperBound ?? min(largest, high * margin))
    }

    private static func linearDomain(
        _ axis: Axis, _ values: [Double], padding: Double, includesZero: Bool
    ) -> ClosedRange<Double> {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if !axis.categories.isEmpty {
            low = min(low, 0)
            high = max(high, Double(axis.categories.count - 1))
        }
        if includesZero { (low, high) = (min(low, 0), max(high, 0)) }
        let isZeroBased = includesZero && low == 0
        if low == high { (low, high) = (low - 0.5, high + 0.5) }
        let margin = (high - low) * padding
        var (first, last) = (isZeroBased ? 0 : low - margin, includesZero && high == 0 ? 0 : high + margin)
        // A quantity that is nowhere negative does not get an axis that is.
        if low >= 0, first < 0 { first = 0 }
        if let bound = axis.lowerBound, canShow(bound, on: .linear) { first = bound }
        if let bound = axis.upperBound, canShow(bound, on: .linear) { last = bound }
        return first < last ? first...last : last - 1...last + 1
    }
}
