/// The decimal digits of a number, exact: a double is an integer times a power of two, and so has finitely many.
///
/// Rounding is that of C's `printf`, to the nearest, and to the even digit where two are equally near, but independent of
/// the system's C library.
struct DecimalDigits {
    /// The digits, from the first that is not 0; empty for zero.
    private(set) var digits: [UInt8]
    /// How many of them stand before the point; negative where zeros follow the point first.
    private(set) var pointPosition: Int

    /// The digits of a finite number's magnitude.
    init(_ value: Double) {
        let value = value.magnitude
        guard value > 0 else {
            (digits, pointPosition) = ([], 0)
            return
        }
        // value = integer · 2^exponent.
        let isNormal = value.isNormal
        let fraction = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let zeros = fraction.trailingZeroBitCount
        let exponent = (isNormal ? Int(value.exponent) : -1022) - 52 + zeros
        var integer = LargeInteger(fraction >> UInt64(zeros))
        // integer / 2ⁿ = integer · 5ⁿ / 10ⁿ.
        integer.multiply(by: exponent < 0 ? 5 : 2, times: abs(exponent))
        digits = integer.decimalDigits()
        pointPosition = digits.count - max(0, -exponent)
    }

    /// The number rounded to `count` digits after the point.
    func rounded(afterPoint count: Int) -> DecimalDigits { rounded(to: pointPosition + count) }

    /// The number rounded to its first `count` digits.
    func rounded(to count: Int) -> DecimalDigits {
        var result = self
        guard count < digits.count else { return result }
        result.digits = Array(digits.prefix(max(0, count)))
        guard count >= 0 else {
            result.digits = []
            return result
        }
        let rest = digits[count...]
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let isUp = isHalf ? (result.digits.last ?? 0) % 2 == 1 : rest[count] >= 5
        guard isUp else { return result }
        var index = count - 1
        while index >= 0, result.digits[index] == 9 {
            result.digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            result.digits[index] += 1
        } else {
            result.digits.insert(1, at: 0)
            result.pointPosition += 1
        }
        return result
    }

    /// The digit `place` places before the point (0 is the last before it, −1 the first behind it).
    private func digit(_ place: Int) -> UInt8 {
        let index = pointPosition - 1 - place
        return digits.indices.contains(index) ? digits[index] : 0
    }

    /// As `123.456`, with `count` digits after the point.
    func fixed(_ count: Int) -> String {
        let rounded = rounded(afterPoint: count)
        let before = stride(from: max(0, rounded.pointPosition - 1), through: 0, by: -1)
        var text = before.map { Character(rounded.digit($0)) }
        if count > 0 {
            text.append(".")
            text += (1...count).map { Character(rounded.digit(-$0)) }
        }
        return String(text)
    }

    /// As `1.23456e+02`, with `count` digits after the point.
    func scientific(_ count: Int) -> String {
        let rounded = rounded(to: count + 1)
        let exponent = digits.isEmpty ? 0 : rounded.pointPosition - 1
        var text = [Character(rounded.digit(exponent))]
        if count > 0 {
            text.append(".")
            text += (1...count).map { Character(rounded.digit(exponent - $0)) }
        }
        let size = String(abs(exponent))
        return String(text) + (exponent < 0 ? "e-" : "e+") + (size.utf8.count < 2 ? "0" : "") + size
    }

    /// With at most `count` significant digits, in whichever notation is shorter, without zeros at the end (C's `%g`).
    func general(_ count: Int) -> String {
        let exponent = digits.isEmpty ? 0 : rounded(to: count).pointPosition - 1
        let isScientific = exponent < -4 || exponent >= count
        let text = isScientific ? scientific(count - 1) : fixed(count - 1 - exponent)
        let number = text.prefix { $0 != "e" }
        guard number.contains(".") else { return text }
        let end = number.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(end.reversed()) + text.dropFirst(number.count)
    }
}

extension Character {
    /// The decimal digit of this value.
    fileprivate init(_ digit: UInt8) { self.init(UnicodeScalar(UInt8(ascii: "0") + digit)) }
}

/// A natural number of any size, for as much arithmetic as decimal digits ask for.
private struct LargeInteger {
    /// From the lowest; the last is not 0.
    private var words: [UInt32]

    init(_ value: UInt64) {
        words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        while words.last == 0 { words.removeLast() }
    }

    mutating func multiply(by factor: UInt32, times: Int) {
        // As many factors at once as a word holds.
        let (atOnce, power): (Int, UInt32) = factor == 2 ? (31, 1 << 31) : (13, 1_220_703_125)
        for _ in 0..<times / atOnce { multiply(by: power) }
        for _ in 0..<times % atOnce { multiply(by: factor) }
    }

    private mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in words.indices {
            let product = UInt64(words[index]) * UInt64(factor) + carry
            words[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { words.append(UInt32(carry)) }
    }

    /// The decimal digits, from the highest.
    func decimalDigits() -> [UInt8] {
        var (rest, reversed): ([UInt32], [UInt8]) = (words, [])
        while !rest.isEmpty {
            // Nine digits at a time.
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let value = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            while rest.last == 0 { rest.removeLast() }
            for _ in 0..<9 {
                reversed.append(UInt8(remainder % 10))
                remainder /= 10
            }
        }
        while reversed.last == 0 { reversed.removeLast() }
        return reversed.reversed()
    }
}
