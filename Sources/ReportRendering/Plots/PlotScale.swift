import CellMessages

/// How the values of an axis lie on the drawing.
struct PlotScale {
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
        let usable = values.filter { $0.isFinite && (axis.scale == .linear || $0 > 0) }
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
        guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
        let (low, high) = (domain.lowerBound, domain.upperBound)
        let share =
            isLogarithmic ? commonLogarithm(value / low) / commonLogarithm(high / low) : (value - low) / (high - low)
        return start + share * (end - start)
    }

    private static func logarithmicDomain(_ axis: Axis, _ values: [Double]) -> ClosedRange<Double> {
        let low = axis.lowerBound.flatMap { $0 > 0 ? $0 : nil } ?? values.min() ?? 1
        let high = axis.upperBound.flatMap { $0 > low ? $0 : nil } ?? values.max() ?? 10
        guard high > low else { return low / 2...low * 2 }
        let margin = (high / low).squareRoot().squareRoot().squareRoot().squareRoot()
        return (axis.lowerBound == nil ? low / margin : low)...(axis.upperBound == nil ? high * margin : high)
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
        if let bound = axis.lowerBound, bound.isFinite { first = bound }
        if let bound = axis.upperBound, bound.isFinite { last = bound }
        return first < last ? first...last : last - 1...last + 1
    }
}
