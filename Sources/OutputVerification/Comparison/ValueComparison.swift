import ChapterDocument

/// Compares words of the prose with a value that was computed.
///
/// Where the value is one number, the words may say more, such as `about 86 %`: their one number counts. Any other value is the
/// words themselves, compared as a line of output is.
struct ValueComparison {
    private let words: String
    private let rule: NumberRule

    init(_ value: DocumentedValue) {
        words = value.text.oneLine
        rule = NumberRule(value.comparison)
    }

    /// What the words are beside a computed value, as `print` shows it.
    func verdict(on computed: String) -> ValueVerdict {
        let computed = computed.oneLine
        if let (documented, printed) = numbers(computed) {
            let isSame =
                rule.isNumeric ? rule.allows(printed, for: documented.written) : documented.plain == computed
            if isSame { return .matched(computed: computed) }
            let distance = (printed.value - documented.written.value).magnitude
            return .differs(
                computed: computed,
                number: NumberDifference(
                    documented: documented.text, printed: computed, range: 0..<computed.unicodeScalars.count,
                    distance: distance.isFinite ? distance : nil, allowed: rule.allowance(for: documented.written)))
        }
        let pattern = LinePattern(Array(words.unicodeScalars), separatesNumbers: rule.isNumeric)
        let line = ScannedLine(Array(computed.unicodeScalars))
        let isSame = pattern.matches(line) { rule.allows($0.printed, for: $0.documented) }
        return isSame ? .matched(computed: computed) : .differs(computed: computed, number: nil)
    }

    /// The number of the words, and what is to stand in its place, as precise as that is; nil where the words as a whole are
    /// the value.
    func correctedNumber(for computed: String) -> (old: String, new: String)? {
        let computed = computed.oneLine
        guard let (documented, printed) = numbers(computed) else { return nil }
        var number = computed
        if rule.isNumeric, let rounded = documented.written(printed.value) { number = rounded }
        return (documented.text, number)
    }

    /// The words with the computed value in place of the documented one.
    func words(for computed: String) -> String {
        guard let (old, new) = correctedNumber(for: computed) else { return computed.oneLine }
        return words.replacing(old, with: new, maxReplacements: 1)
    }

    /// The number that the words say, and the one that was computed; nil where either is not one number.
    private func numbers(_ computed: String) -> (documented: ProseNumber, printed: WrittenNumber)? {
        let line = ScannedLine(Array(computed.unicodeScalars))
        guard line.numbers.count == 1, line.numbers[0].range.count == line.scalars.count else { return nil }
        let documented = ProseNumber.all(in: words)
        return documented.count == 1 ? (documented[0], line.numbers[0]) : nil
    }
}

/// A number as prose writes it: `-0.861`, `60,000`, `1.5e-3`, `1.5 × 10⁻³`, or with TeX's `\cdot 10^{-3}`.
struct ProseNumber {
    /// The number as it is written.
    let text: String
    /// The number as Swift writes it.
    let plain: String
    /// Its value and the value of one in its last digit.
    let written: WrittenNumber
    private let decimals: Int
    private let isGrouped: Bool
    private let power: (text: String, exponent: Int)?

    /// The numbers in a text, from left to right; digits in names are none.
    static func all(in text: String) -> [ProseNumber] {
        text.matches(of: pattern).compactMap { match in
            ProseNumber("\(match.1)\(match.2 ?? "")", mantissa: match.1, power: match.2.map(String.init))
        }
    }

    nonisolated(unsafe) private static let pattern =
        #/(?:^|[^\p{L}\d_.])([-+−–]?(?:\d{1,3}(?:[,\u{202F}\u{2009}\u{A0}]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)|nan|-?inf)(?:([eE][-+]?\d+|\s*[×·]\s*10[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s*\\(?:cdot|times)\s*10\^\{?-?\d+\}?))?(?![\d_])/#

    private init?(_ text: String, mantissa: Substring, power: String?) {
        self.text = text
        var digits = mantissa.replacing("\u{2212}", with: "-").replacing("\u{2013}", with: "-")
        let grouping = digits.filter { ",\u{202F}\u{2009}\u{A0}".contains($0) }
        digits.removeAll { grouping.contains($0) }
        isGrouped = !grouping.isEmpty
        decimals = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
        var exponent = 0
        if let power {
            guard let found = Self.exponent(of: power) else { return nil }
            exponent = found
            self.power = (power, found)
        } else {
            self.power = nil
        }
        plain = power == nil ? String(digits) : "\(digits)e\(exponent)"
        guard let value = Double(plain) else { return nil }
        let unit = value.isFinite ? Double("1e\(exponent - decimals)") : nil
        written = WrittenNumber(range: 0..<text.unicodeScalars.count, value: value, unit: unit)
    }

    /// The exponent in `e-3`, `× 10⁻³` or `\cdot 10^{-3}`.
    private static func exponent(of power: String) -> Int? {
        let superscripts: [Character: Character] = [
            "⁻": "-", "⁺": "+", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7",
            "⁸": "8",
            "⁹": "9",
        ]
        if power.first == "e" || power.first == "E" { return Int(power.dropFirst()) }
        if let caret = power.firstIndex(of: "^") {
            return Int(power[caret...].filter { $0 == "-" || $0.isNumber })
        }
        return Int(String(power.compactMap { superscripts[$0] }))
    }

    /// Whether the number is so exact that it hardly stands for two things: two significant digits of a fraction, or four.
    /// - Parameter isShare: Whether it is a percentage.
    /// - Returns: Whether it is.
    func isTelling(isShare: Bool) -> Bool {
        let digits = plain.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
        return written.value.isFinite && digits.count >= (decimals > 0 || isShare ? 2 : 4)
    }

    /// Another value written in the same way; nil where its digits do not fit into it.
    func written(_ value: Double) -> String? {
        let scale = Double("1e\(decimals - (power?.exponent ?? 0))") ?? 1
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 1e15 else { return nil }
        var digits = String(Int(scaled))
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        var whole = String(digits.dropLast(decimals))
        if isGrouped {
            var groups: [Substring] = []
            var rest = whole[...]
            while !rest.isEmpty {
                groups.insert(rest.suffix(3), at: 0)
                rest = rest.dropLast(3)
            }
            let separator = text.first { ",\u{202F}\u{2009}\u{A0}".contains($0) } ?? ","
            whole = groups.joined(separator: String(separator))
        }
        let sign = value < 0 && scaled > 0 ? (["\u{2212}", "\u{2013}"].first(where: text.hasPrefix) ?? "-") : ""
        return sign + whole + (decimals > 0 ? ".\(digits.suffix(decimals))" : "") + (power?.text ?? "")
    }
}

extension String {
    /// The text with every stretch of white space as one space, and none at its ends.
    fileprivate var oneLine: String {
        split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
}
