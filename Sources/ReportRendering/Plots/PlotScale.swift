import CellMessages
import Glibc

/// How the values of an axis lie on the drawing.
struct PlotScale {
    /// The values at the two ends.
    let domain: ClosedRange<Double>
    /// Whether equal steps are equal ratios.
    let isLogarithmic: Bool
    /// Where the ends lie on the drawing; the first may be the larger.
    private(set) var start = 0.0
    private(set) var end = 1.0
    /// The marked values.
    let ticks: AxisTicks

    /// A scale for an axis.
    ///
    /// - Parameters:
    ///   - axis: What the lesson says about the axis.
    ///   - values: What is drawn along it.
    ///   - tickCount: About how many values are marked.
    ///   - padding: The part of the values' span that is left free at each end.
    ///   - includesZero: Whether the axis begins at zero, as lengths of bars ask for.
    ///   - isWhole: Whether only whole numbers are marked; nil where `values` tell.
    init(
        _ axis: Axis, values: [Double], tickCount: Int, padding: Double, includesZero: Bool, isWhole: Bool? = nil
    ) {
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

    /// The same scale with its ends at two places of the drawing.
    func placed(from start: Double, to end: Double) -> PlotScale {
        var scale = self
        (scale.start, scale.end) = (start, end)
        return scale
    }

    /// Where a value lies on the drawing; nil where the axis cannot show it.
    func position(of value: Double) -> Double? {
        let (low, high) = (domain.lowerBound, domain.upperBound)
        guard Self.canShow(value, on: isLogarithmic ? .logarithmic : .linear), high > low else { return nil }
        let share =
            isLogarithmic
            ? (log10(value) - log10(low)) / (log10(high) - log10(low))
            // Of quarters, since the difference of two large numbers can be too large for a number.
            : high - low < .infinity ? (value - low) / (high - low) : (value / 4 - low / 4) / (high / 4 - low / 4)
        return start + share * (end - start)
    }

    /// Whether a value has a place on an axis of this kind.
    static func canShow(_ value: Double, on scale: Axis.Scale) -> Bool {
        value.isFinite && (scale == .linear || value > 0)
    }

    private static func logarithmicDomain(_ axis: Axis, _ values: [Double]) -> ClosedRange<Double> {
        func usable(_ bound: Double?) -> Double? { bound.flatMap { canShow($0, on: .logarithmic) ? $0 : nil } }
        let lowerBound = usable(axis.lowerBound)
        let low = lowerBound ?? values.min() ?? usable(axis.upperBound).map { $0 / 10 } ?? 1
        let upperBound = usable(axis.upperBound).flatMap { $0 > low ? $0 : nil }
        let high = upperBound ?? values.max() ?? low * 10
        guard high > low else { return positive(low / 2, low * 2) }
        // A sixteenth of the axis at each end.
        func root(_ value: Double) -> Double { value.squareRoot().squareRoot().squareRoot().squareRoot() }
        let margin = root(high) / root(low)
        return positive(lowerBound ?? low / margin, upperBound ?? high * margin)
    }

    private static func positive(_ low: Double, _ high: Double) -> ClosedRange<Double> {
        // What doubles cannot tell apart has no marks either.
        let room = 8 * high.ulp
        let isTooNarrow = high - low < 2 * room
        let ends = isTooNarrow ? (low - room, high + room) : (low, high)
        return max(.leastNonzeroMagnitude, ends.0)...min(.greatestFiniteMagnitude, ends.1)
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
        if low == high { (low, high) = around(low) }
        // Not of the difference, which can be too large for a number.
        let margin = high * padding - low * padding
        var (first, last) = (isZeroBased ? 0 : low - margin, includesZero && high == 0 ? 0 : high + margin)
        // A quantity that is nowhere negative does not get an axis that is.
        if low >= 0, first < 0 { first = 0 }
        if let bound = axis.lowerBound, canShow(bound, on: .linear) { first = bound }
        if let bound = axis.upperBound, canShow(bound, on: .linear) { last = bound }
        if first >= last { (first, last) = around(last) }
        // What doubles cannot tell apart has no marks either.
        let room = 8 * max(first.magnitude, last.magnitude).ulp
        if last - first < 2 * room { (first, last) = (first - room, last + room) }
        let largest = Double.greatestFiniteMagnitude
        return max(-largest, first)...min(largest, last)
    }

    /// The ends of an axis that shows one value: half of it to each side, but one where counted things need that.
    private static func around(_ value: Double) -> (Double, Double) {
        let room = value == value.rounded() && value.magnitude < 2 ? 1 : value.magnitude / 2
        return (value - room, value + room)
    }
}
