/// Numbers as readers see them, the same on every system and in every locale.
package enum DecimalText {
    /// `value` with `digits` digits after the point.
    package static func fixed(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "−∞" : "∞" }
        let scale = power(10, digits)
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 1e15 else { return "\(value)" }
        let whole = Int(scaled)
        let sign = value < 0 && whole > 0 ? "−" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let unit = Int(scale)
        let fraction = String(whole % unit)
        return "\(sign)\(whole / unit).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    /// `value` with as many digits as tell it from its neighbours: `digits` in all, without trailing zeros.
    package static func significant(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return fixed(value, digits: 0) }
        guard abs(value) > 1e-300 else { return "0" }
        // Rounding can reach the next power of ten, as 9.9999 does.
        let unit = power(10, exponent(of: value) - digits + 1)
        let rounded = max((abs(value) / unit).rounded() * unit, abs(value)) * (1 + 1e-12)
        let exponent = exponent(of: min(rounded, .greatestFiniteMagnitude))
        guard (-4..<7).contains(exponent) else {
            let mantissa = value / power(10, exponent)
            return "\(withoutTrailingZeros(fixed(mantissa, digits: digits - 1)))e\(exponent)"
        }
        return withoutTrailingZeros(fixed(value, digits: max(0, digits - 1 - exponent)))
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

    /// The power of ten that the first digit of `value` stands for.
    static func exponent(of value: Double) -> Int {
        Int(commonLogarithm(abs(value)).rounded(.down))
    }

    /// `base` multiplied with itself `exponent` times.
    static func power(_ base: Double, _ exponent: Int) -> Double {
        let size = (0..<abs(exponent)).reduce(1.0) { product, _ in product * base }
        return exponent < 0 ? 1 / size : size
    }

    private static func withoutTrailingZeros(_ text: String) -> String {
        guard text.contains(".") else { return text }
        let kept = text.reversed().drop { $0 == "0" }
        return String(kept.drop { $0 == "." }.reversed())
    }
}
