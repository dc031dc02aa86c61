/// Numbers as readers see them, the same on every system and in every locale.
package enum DecimalText {
    /// `value` with `digits` digits after the point.
    package static func fixed(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return word(for: value) }
        return DecimalDigits(value).rounded(toFractionDigits: digits).plain(fractionDigits: digits)
    }

    /// `value` rounded to `digits` digits in all, without trailing zeros.
    package static func significant(_ value: Double, digits: Int = 4) -> String {
        significant(value, digits: digits, plainBelow: 7)
    }

    /// The same, where numbers from 10 to the power of `exponent` on are written with a power of ten.
    static func significant(_ value: Double, digits: Int, plainBelow exponent: Int) -> String {
        guard value.isFinite else { return word(for: value) }
        let rounded = DecimalDigits(value).rounded(toDigits: digits)
        // The digits before the point all stay: 1234 is not 1230.
        guard (-4..<exponent).contains(rounded.exponent) else { return rounded.scientific }
        return DecimalDigits(value).rounded(toFractionDigits: max(0, digits - 1 - rounded.exponent)).plain()
    }

    /// A coordinate of a drawing, to a tenth, with an ASCII minus sign.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let size = abs(tenths)
        return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
    }

    /// A power of ten in superscript characters.
    package static func powerOfTen(_ exponent: Int) -> String {
        let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        let digits = String(abs(exponent)).compactMap { $0.wholeNumberValue.map { superscripts[$0] } }
        return "10\(exponent < 0 ? "⁻" : "")\(String(digits))"
    }

    private static func word(for value: Double) -> String {
        value.isNaN ? "nan" : value < 0 ? "−∞" : "∞"
    }
}
