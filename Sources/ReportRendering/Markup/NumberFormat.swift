/// How the numbers of one column or one axis are written: with enough digits to tell neighbours apart.
package struct NumberFormat {
    /// Significant digits.
    private let digits: Int

    /// Up to this many values are all told apart, not only those beside each other.
    private static let fewValues = 60
    /// Digits that tell any two doubles apart.
    private static let mostDigits = 17

    /// A format with at least `digits` digits in which neighbours among `values` that differ are written differently.
    package init(for values: [Double], digits: Int = 4) {
        let finite = values.filter(\.isFinite)
        var needed = Self.digits(tellingApart: finite, atLeast: digits)
        if finite.count <= Self.fewValues { needed = Self.digits(tellingApart: finite.sorted(), atLeast: needed) }
        self.digits = min(needed, Self.mostDigits)
    }

    /// `value` in this format.
    package func text(_ value: Double) -> String {
        // Where the format shows the digit of the ones, as for times in seconds, no power of ten hides it.
        DecimalText.significant(value, digits: digits, plainBelow: max(7, digits))
    }

    private static func digits(tellingApart values: [Double], atLeast least: Int) -> Int {
        // Rounding keeps values apart that differ by the last digit's unit or more.
        let enough = (1..<least).reduce(1.0) { unit, _ in unit / 10 }
        return zip(values, values.dropFirst()).reduce(least) { needed, pair in
            let size = max(abs(pair.0), abs(pair.1))
            let gap = abs(pair.0 - pair.1)
            guard gap > 0, gap < size * enough else { return needed }
            return max(needed, DecimalDigits(size).exponent - DecimalDigits(gap).exponent + 1)
        }
    }
}
