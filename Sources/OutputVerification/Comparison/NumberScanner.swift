/// A number as it is written in an output.
struct WrittenNumber: Equatable {
    /// Where it stands in its line.
    var range: Range<Int>
    /// Its value; may be infinite or not a number.
    var value: Double
    /// The value of one in the last digit written, such as 0.01 for `0.86`; nil where the value is not finite.
    var unit: Double?
}

/// Finds the numbers in a line of output.
///
/// A number is what Swift, C and Python print as one: `12`, `-0.5`, `1.`, `.5`, `1e-3`, `+2.5E6`, `nan`, `inf`.
/// Digits that belong to a word (`cell3`, `float32`, `v1.2`, `0x1F`) or to a name with several points (`6.3.1`) are
/// text. A unit may follow directly (`12ms`, `85%`). A minus directly after a digit or a closing bracket is
/// an operator. A comma separates numbers: `60,000` is two of them.
struct NumberScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var numbers: [WrittenNumber] = []

    /// The numbers in `scalars`, from left to right.
    static func numbers(in scalars: [Unicode.Scalar]) -> [WrittenNumber] {
        var scanner = NumberScanner(scalars: scalars)
        while scanner.index < scalars.count { scanner.step() }
        return scanner.numbers
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private func scalar(at index: Int) -> Unicode.Scalar {
        scalars.indices.contains(index) ? scalars[index] : " "
    }

    private mutating func step() {
        let start = index
        let first = scalar(at: index)
        let previous = scalar(at: index - 1)
        if first.isSign, !previous.isPartOfWord, !")]".unicodeScalars.contains(previous) { index += 1 }
        let body = scalar(at: index)
        if body.isDigit || body == "." && scalar(at: index + 1).isDigit && previous != "." {
            number(from: start)
        } else if body.isPartOfWord {
            word(from: start)
        } else {
            index = start + 1
        }
    }

    private mutating func number(from start: Int) {
        if scalar(at: index) == "0", "xX".unicodeScalars.contains(scalar(at: index + 1)) { return skipName() }
        let whole = skipDigits()
        var decimals = 0
        if scalar(at: index) == ".", isDecimalPoint(at: index) {
            index += 1
            decimals = skipDigits()
        }
        var exponent = ""
        if "eE".unicodeScalars.contains(scalar(at: index)) {
            let sign = scalar(at: index + 1)
            let digits = index + (sign.isSign ? 2 : 1)
            if scalar(at: digits).isDigit {
                index = digits
                skipDigits()
                exponent = (sign == "\u{2212}" || sign == "-" ? "-" : "") + Array(scalars[digits..<index]).text
            }
        }
        if scalar(at: index) == ".", scalar(at: index + 1).isDigit { return skipName() }
        guard whole + decimals > 0, let value = Self.value(of: scalars[start..<index]) else { return }
        let unit = Int(exponent.isEmpty ? "0" : exponent).flatMap { Double("1e\($0 - decimals)") }
        numbers.append(WrittenNumber(range: start..<index, value: value, unit: value.isFinite ? unit : nil))
    }

    /// Whether the point belongs to the number before it rather than to a sentence or a range (`0..9`).
    private func isDecimalPoint(at index: Int) -> Bool {
        let next = scalar(at: index + 1)
        if next.isDigit { return true }
        if next == "e" || next == "E" {
            let after = scalar(at: index + 2)
            return after.isDigit || after.isSign && scalar(at: index + 3).isDigit
        }
        return next != "." && !next.isPartOfWord
    }

    private mutating func word(from start: Int) {
        let letters = index
        while scalar(at: index).isPartOfWord { index += 1 }
        let word = Array(scalars[letters..<index]).text
        let isNegative = start < letters && scalar(at: start) != "+"
        switch word {
        case "nan", "NaN": numbers.append(WrittenNumber(range: start..<index, value: .nan, unit: nil))
        case "inf", "Inf", "infinity", "Infinity":
            let value = isNegative ? -Double.infinity : .infinity
            numbers.append(WrittenNumber(range: start..<index, value: value, unit: nil))
        default: skipName()
        }
    }

    /// Passes over the rest of a word, and the digits that points tie to it.
    private mutating func skipName() {
        while scalar(at: index).isPartOfWord { index += 1 }
        while scalar(at: index) == ".", scalar(at: index + 1).isDigit {
            index += 1
            while scalar(at: index).isPartOfWord { index += 1 }
        }
    }

    /// Passes over digits and returns how many there were.
    @discardableResult
    private mutating func skipDigits() -> Int {
        let start = index
        while scalar(at: index).isDigit { index += 1 }
        return index - start
    }

    private static func value(of scalars: ArraySlice<Unicode.Scalar>) -> Double? {
        Double(scalars.map { $0 == "\u{2212}" ? "-" : $0 }.text)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a digit from 0 to 9.
    var isDigit: Bool { ("0"..."9").contains(self) }

    /// Whether the scalar is a plus, a hyphen-minus or a minus sign.
    fileprivate var isSign: Bool { self == "-" || self == "+" || self == "\u{2212}" }

    /// Whether digits next to the scalar belong to one word with it: a digit, an underscore or a letter of a script
    /// that has upper and lower case. Chinese and Japanese text stands next to numbers without a space.
    var isPartOfWord: Bool { isDigit || self == "_" || properties.isCased }
}
