import Glibc

/// The values that an axis marks, and how it writes them.
package struct AxisTicks {
    /// One marked value.
    package struct Tick: Equatable {
        package var value: Double
        /// Empty for a mark without a number.
        package var label: String
        /// Whether the label goes before those of other marks where there is no room for all.
        var isMajor = true
    }

    package var ticks: [Tick]

    /// Marks at multiples of 1, 2 or 5 times a power of ten: about `count` of them, and two or more where doubles lie
    /// close enough for that.
    package static func linear(from low: Double, to high: Double, count: Int) -> AxisTicks {
        guard low.isFinite, high.isFinite, low < high else { return AxisTicks(ticks: []) }
        var ticks: [Tick] = []
        for refinement in [1, 2, 4, 8] where ticks.count < 2 {
            ticks = multiples(from: low, to: high, count: max(1, count) * refinement)
        }
        return AxisTicks(ticks: ticks)
    }

    private static func multiples(from low: Double, to high: Double, count: Int) -> [Tick] {
        let spacing = high / Double(count) - low / Double(count)
        // Doubles are this far apart here; what lies between them cannot be marked.
        let resolution = 2 * max(low.magnitude, high.magnitude).ulp
        let step = NiceStep(nearest: max(spacing, resolution))
        let slack = spacing * 1e-9
        let first = (low / step.value - 1e-9).rounded(.up)
        let last = (high / step.value + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000 else { return [] }
        let multiples = (Int(first)...Int(last)).filter {
            (low - slack...high + slack).contains(step.value(times: $0))
        }
        let labels = labels(multiples.map { DecimalDigits($0 * step.factor, timesTenTo: step.exponent) }, step)
        return zip(multiples, labels).map { Tick(value: step.value(times: $0), label: $1) }
    }

    /// Plain numbers where these are short, else the shorter of plain numbers and powers of ten.
    private static func labels(_ numbers: [DecimalDigits], _ step: NiceStep) -> [String] {
        let plain = numbers.map { $0.plain(fractionDigits: max(0, -step.exponent)) }
        let scientific = numbers.map(\.scientific)
        func widest(_ labels: [String]) -> Int { labels.map { $0.count - ($0.hasPrefix("−") ? 1 : 0) }.max() ?? 0 }
        return widest(plain) <= 6 || widest(plain) <= widest(scientific) ? plain : scientific
    }

    /// Marks at powers of ten; where the axis spans few of them at multiples of these too, and at the marks of a linear
    /// axis where it spans less than that.
    package static func logarithmic(from low: Double, to high: Double) -> AxisTicks {
        guard low > 0, high > low, high.isFinite else { return AxisTicks(ticks: []) }
        let decades = log10(high) - log10(low)
        if decades >= 2.5 { return AxisTicks(ticks: multiplesOfPowers([1], from: low, to: high)) }
        for factors in [[1, 2, 5], Array(1...9)] {
            let ticks = multiplesOfPowers(factors, from: low, to: high)
            if ticks.count >= 3 { return AxisTicks(ticks: ticks) }
        }
        return linear(from: low, to: high, count: 5)
    }

    private static func multiplesOfPowers(_ factors: [Int], from low: Double, to high: Double) -> [Tick] {
        let first = Int((log10(low) + 1e-9).rounded(.down))
        let last = Int((log10(high) - 1e-9).rounded(.up))
        let every = max(1, (last - first + 6) / 7)
        let isPlain = first >= -3 && last <= 4
        var ticks: [Tick] = []
        for exponent in first...max(first, last) {
            for factor in factors {
                let value = Double("\(factor)e\(exponent)") ?? 0
                guard value >= low * (1 - 1e-9), value / (1 + 1e-9) <= high else { continue }
                let isLabelled = (exponent - first).isMultiple(of: every)
                let power = DecimalText.powerOfTen(exponent)
                let label =
                    isPlain
                    ? DecimalText.significant(value, digits: 2) : factor == 1 ? power : "\(factor)·\(power)"
                ticks.append(Tick(value: value, label: isLabelled ? label : "", isMajor: factor == 1))
            }
        }
        return ticks
    }

    /// Marks at whole numbers with names.
    package static func categories(_ names: [String], from low: Double, to high: Double) -> AxisTicks {
        AxisTicks(
            ticks: names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
                .filter { (low...high).contains($0.value) })
    }
}

/// A distance between marks: 1, 2 or 5 times a power of ten.
private struct NiceStep {
    let factor: Int
    let exponent: Int
    let value: Double

    /// The one that is nearest to `distance` by ratio.
    init(nearest distance: Double) {
        let number = DecimalDigits(distance)
        // Between two factors the border is the square root of their product.
        let border = [(2.0, 1), (10, 2), (50, 5)].first { number.mantissa < $0.0.squareRoot() }
        factor = border?.1 ?? 1
        exponent = number.exponent + (border == nil ? 1 : 0)
        value = Double("\(factor)e\(exponent)") ?? distance
    }

    /// The double that is nearest to the multiple.
    func value(times index: Int) -> Double {
        Double("\(index * factor)e\(exponent)") ?? 0
    }
}
