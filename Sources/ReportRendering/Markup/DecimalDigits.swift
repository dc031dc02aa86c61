/// The decimal digits of a finite number: the fewest that give it back, or fewer after rounding.
struct DecimalDigits {
    private(set) var isNegative: Bool
    /// Without zeros at either end; empty for zero.
    private(set) var digits: [UInt8]
    /// The power of ten that the first digit stands for; 0 for zero.
    private(set) var exponent: Int

    init(_ value: Double) {
        self.init(parsing: value.description)
    }

    /// An integer times a power of ten, exactly.
    init(_ integer: Int, timesTenTo power: Int) {
        self.init(parsing: integer.description)
        if !digits.isEmpty { exponent += power }
    }

    /// The digits of what Swift prints for a number, such as `-12.5` or `5e-324`.
    private init(parsing text: String) {
        isNegative = text.hasPrefix("-")
        digits = []
        let parts = text.split(separator: "e", maxSplits: 1)
        var places = 0
        var isFraction = false
        for character in parts[0].utf8 {
            if character == UInt8(ascii: ".") { isFraction = true }
            guard let digit = character.wholeNumber else { continue }
            digits.append(digit)
            if !isFraction { places += 1 }
        }
        exponent = places - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        trim()
    }

    /// The number between 1 and 10 that the digits spell after the first one.
    var mantissa: Double {
        digits.reversed().reduce(0) { $0 / 10 + Double($1) }
    }

    /// The number that `count` digits, or fewer, spell most nearly; halves go away from zero.
    func rounded(toDigits count: Int) -> DecimalDigits {
        guard count < digits.count else { return self }
        var result = self
        guard count >= 0 else {
            result.digits = []
            result.trim()
            return result
        }
        result.digits = Array(digits.prefix(count))
        if digits[count] >= 5 { result.addOneToLastDigit() }
        result.trim()
        return result
    }

    /// The nearest number with at most `count` digits after the point.
    func rounded(toFractionDigits count: Int) -> DecimalDigits {
        rounded(toDigits: exponent + 1 + count)
    }

    /// The number with a point and no power of ten; with zeros up to `fractionDigits` digits after the point.
    func plain(fractionDigits: Int = 0) -> String {
        let fraction = max(fractionDigits, digits.count - 1 - exponent, 0)
        let places = (-fraction...max(exponent, 0)).reversed().map { place in
            let index = exponent - place
            let digit = digits.indices.contains(index) ? "\(digits[index])" : "0"
            return place == -1 ? ".\(digit)" : digit
        }
        return sign + places.joined()
    }

    /// The number as a mantissa and a power of ten, such as `1.5e-9`; zero without the power.
    var scientific: String {
        guard let first = digits.first else { return "0" }
        let rest = digits.dropFirst().map { "\($0)" }.joined()
        return "\(sign)\(first)\(rest.isEmpty ? "" : ".\(rest)")e\(exponent)"
    }

    private var sign: String { isNegative && !digits.isEmpty ? "−" : "" }

    private mutating func addOneToLastDigit() {
        while let last = digits.popLast() {
            if last < 9 { return digits.append(last + 1) }
        }
        digits = [1]
        exponent += 1
    }

    private mutating func trim() {
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        while digits.last == 0 { digits.removeLast() }
        exponent = digits.isEmpty ? 0 : exponent - zeros
    }
}

extension UInt8 {
    /// The value of an ASCII digit.
    fileprivate var wholeNumber: UInt8? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? self - UInt8(ascii: "0") : nil
    }
}
