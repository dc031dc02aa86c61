/// The values that an axis marks, and how it writes them.
package struct AxisTicks {
    /// One marked value.
    package struct Tick: Equatable {
        package var value: Double
        /// Empty for a mark without a number.
        package var label: String
    }

    package var ticks: [Tick]

    /// Marks at multiples of 1, 2 or 5 times a power of ten, about `count` of them.
    package static func linear(from low: Double, to high: Double, count: Int) -> AxisTicks {
        let spacing = (high - low) / Double(max(1, count))
        // Numbers below this are written as zero.
        guard high > low, spacing.isFinite, spacing > 1e-300 else { return AxisTicks(ticks: []) }
        let step = niceStep(spacing)
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard first <= last else { return AxisTicks(ticks: []) }
        let digits = max(0, -DecimalText.exponent(of: step * 1.000001))
        let isLarge = max(abs(low), abs(high)) >= 1e6 || digits > 6
        let ticks = stride(from: first, through: last, by: 1).map { index in
            let value = index * step
            return Tick(
                value: value,
                label: isLarge ? DecimalText.significant(value, digits: 3) : DecimalText.fixed(value, digits: digits))
        }
        return AxisTicks(ticks: ticks)
    }

    /// Marks at powers of ten; at 2 and 5 times each too where the axis spans few of them.
    package static func logarithmic(from low: Double, to high: Double) -> AxisTicks {
        guard low > 0, high > low, high.isFinite else { return AxisTicks(ticks: []) }
        let first = Int((commonLogarithm(low) + 1e-9).rounded(.down))
        let last = Int((commonLogarithm(high) - 1e-9).rounded(.up))
        let decades = last - first
        let every = max(1, (decades + 6) / 7)
        let factors: [Double] = commonLogarithm(high) - commonLogarithm(low) < 2.5 ? [1, 2, 5] : [1]
        let isPlain = first >= -3 && last <= 4
        var ticks: [Tick] = []
        for exponent in first...max(first, last) {
            for factor in factors {
                let value = factor * DecimalText.power(10, exponent)
                guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { continue }
                guard (exponent - first).isMultiple(of: every) else {
                    ticks.append(Tick(value: value, label: ""))
                    continue
                }
                let power = DecimalText.powerOfTen(exponent)
                ticks.append(
                    Tick(
                        value: value,
                        label: isPlain
                            ? DecimalText.significant(value, digits: 2)
                            : factor == 1 ? power : "\(Int(factor))·\(power)"))
            }
        }
        return AxisTicks(ticks: ticks)
    }

    /// Marks at whole numbers with names.
    package static func categories(_ names: [String], from low: Double, to high: Double) -> AxisTicks {
        AxisTicks(
            ticks: names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
                .filter { (low...high).contains($0.value) })
    }

    /// The one of 1, 2 and 5 times a power of ten that is nearest to `step` by ratio.
    static func niceStep(_ step: Double) -> Double {
        let power = DecimalText.power(10, DecimalText.exponent(of: step))
        // Between two factors the border is the square root of their product.
        let border = [(2.0, 1.0), (10, 2), (50, 5)].first { step / power < $0.0.squareRoot() }
        return (border?.1 ?? 10) * power
    }
}
