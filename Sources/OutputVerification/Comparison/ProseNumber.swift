/// A number as prose writes it: `-0.861`, `60,000`, `1.5e-3`, `1.5 × 10⁻³`, with TeX's `\cdot 10^{-3}`, `2¹⁰`, `0.86 million`,
/// `12k`, `86 per cent`, `minus 12`, `12 万`, `百分之 86`.
struct ProseNumber {
    /// The number from its sign to its digits and their power of ten, which change with its value.
    let text: String
    /// The number with what stands behind it for its scale.
    let wording: String
    /// Where the wording stands.
    let range: Range<String.Index>
    /// The number as Swift writes it, but for its scale.
    let plain: String
    /// Its value and the value of one in its last digit.
    private(set) var written: WrittenNumber
    /// The power of ten that the words or the sign behind it stand for.
    private(set) var scale: Int
    /// Whether it is a share of a hundred or a thousand.
    let isShare: Bool
    /// The exponent that it is raised to, as in `2¹⁰`; nil for a number that is not.
    private let raised: Int?
    private let sign: String
    /// What stands between the sign and the digits.
    private let beforeDigits: String
    private let digits: String
    private let decimals: Int
    private let power: (text: String, exponent: Int)

    /// The numbers in a text, from left to right; digits in names are none.
    static func all(in text: String) -> [ProseNumber] {
        guard text.contains(where: \.isNumber) || text.contains("nan") || text.contains("inf") else { return [] }
        return text.matches(of: pattern).compactMap { match in
            ProseNumber(
                sign: String(match.sign), beforeDigits: String(match.share), digits: String(match.digits),
                power: String(match.power), raised: String(match.raised), suffix: String(match.scale ?? ""),
                range: match.sign.startIndex..<match.range.upperBound)
        }
    }

    // `\d` would take 万 and 亿 for digits.
    nonisolated(unsafe) private static let pattern =
        #/(?:^|[^\p{L}0-9_.]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?<sign>(?:[Mm]inus\s+|[Nn]egative\s+|负\s*|[-+−–])?)(?<share>(?:百分之\s*)?)(?<digits>[0-9]{1,3}(?:[,\u{202F}\u{2009}\u{A0}][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|nan|inf)(?<power>(?:[eE][-+]?[0-9]+|\s*[×·*x]\s*10(?:[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{?[-−]?[0-9]+\}?)|\s*\\(?:cdot|times)\s*10\^\{?-?[0-9]+\}?)?)(?<raised>(?:[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{?[-−]?[0-9]+\}?)?)(?<scale>(?:[-\s]?(?i:hundred|thousand|million|billion|trillion)(?i:s)?(?!\p{L}))+|[-\s]?(?i:percent|per\s?cent)(?i:age\s+points?)?(?!\p{L})|\s?[kKMB](?![-\p{L}0-9])|\s?(?:万亿|[十百千]?[万亿]|[十百千](?![米克瓦卡赫帕伏焦牛安字]))|\s?\\?[%％‰])?(?![0-9_])/#

    /// The power of ten that words or a sign behind a number stand for, and whether they make it a share.
    private static func scale(_ suffix: String) -> (exponent: Int, isShare: Bool) {
        let words = suffix.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "\\" }
        if words == "‰" { return (-3, true) }
        if words == "%" || words == "％" || words.hasPrefix("percent") { return (-2, true) }
        let names = [
            "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "b": 9, "十": 1,
            "百": 2,
            "千": 3, "万": 4, "亿": 8,
        ].sorted { $0.key.count > $1.key.count }
        var (exponent, rest) = (0, words[...])
        while !rest.isEmpty {
            guard let name = names.first(where: { rest.hasPrefix($0.key) }) else { break }
            exponent += name.value
            rest = rest.dropFirst(name.key.count).drop { $0 == "s" }
        }
        return (exponent, false)
    }

    private init?(
        sign: String, beforeDigits: String, digits: String, power: String, raised: String, suffix: String,
        range: Range<String.Index>
    ) {
        guard let exponent = Self.exponent(of: power) else { return nil }
        text = sign + beforeDigits + digits + power + raised
        wording = text + suffix
        self.range = range
        self.sign = sign
        self.beforeDigits = beforeDigits
        self.digits = digits
        self.power = (power, exponent)
        self.raised = raised.isEmpty ? nil : Self.exponent(of: "10" + raised)
        let (scale, isShare) = Self.scale(suffix)
        self.isShare = isShare || !beforeDigits.isEmpty
        self.scale = scale + (beforeDigits.isEmpty ? 0 : -2)
        let plainDigits = digits.filter { !Self.separators.contains($0) }
        decimals = plainDigits.firstIndex(of: ".").map { plainDigits[$0...].count - 1 } ?? 0
        let newSign = sign.isEmpty || sign == "+" ? sign : "-"
        plain = newSign + plainDigits + (power.isEmpty ? "" : "e\(exponent)") + raised
        written = WrittenNumber(range: 0..<text.unicodeScalars.count, value: .nan, unit: nil)
        evaluate()
        guard !written.value.isNaN || digits == "nan" else { return nil }
    }

    private static let separators = ",\u{202F}\u{2009}\u{A0}"

    /// Takes its value by its scale.
    private mutating func evaluate() {
        let exponent = power.exponent + scale
        let mantissa = plain.prefix { !"e^⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) }
        if let raised {
            let base = mantissa.filter { !"+-".contains($0) }
            guard raised.magnitude <= 400, let value = Double(base) else { return }
            let power = Double(base == "10" ? "1e\(raised)" : "") ?? Self.power(value, raised)
            written.value = (plain.hasPrefix("-") ? -power : power) * (Double("1e\(exponent)") ?? 1)
            // Such a number is exact.
            written.unit = 0
            return
        }
        // So that it is the nearest to the decimal number that is meant.
        let isPlain = exponent == 0 || !mantissa.contains(where: \.isNumber)
        written.value = Double(isPlain ? String(mantissa) : "\(mantissa)e\(exponent)") ?? .nan
        written.unit = written.value.isFinite ? Double("1e\(exponent - decimals)") : nil
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        let product = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * base }
        return exponent < 0 ? 1 / product : product
    }

    /// Whether it is written as Swift writes numbers, but for separators.
    var isPlain: Bool { scale == 0 && raised == nil }

    /// A share as the number that is written, for a value that is computed in hundredths or thousandths.
    var inParts: ProseNumber {
        guard isShare else { return self }
        var number = self
        number.scale = 0
        number.evaluate()
        return number
    }

    /// The exponent in `e-3`, `× 10⁻³` or `\cdot 10^{-3}`; 0 where there is none.
    private static func exponent(of power: String) -> Int? {
        let superscripts: [Character: Character] = [
            "⁻": "-", "⁺": "+", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7",
            "⁸": "8", "⁹": "9",
        ]
        if power.isEmpty { return 0 }
        if power.first == "e" || power.first == "E" { return Int(power.dropFirst()) }
        if let caret = power.firstIndex(of: "^") {
            return Int(power[caret...].replacing("−", with: "-").filter { $0 == "-" || $0.isNumber })
        }
        return Int(String(power.compactMap { superscripts[$0] }))
    }

    /// Whether the number is so exact that it hardly stands for two things: two significant digits of a fraction or a percentage,
    /// or four.
    var isTelling: Bool {
        let digits = plain.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
        return written.value.isFinite && digits.count >= (decimals > 0 || isShare ? 2 : 4)
    }

    /// Another value written in the same way, with more decimals where they are needed; nil where it cannot be.
    /// - Parameters:
    ///   - value: The value.
    ///   - isNear: Whether a number may stand for the value.
    /// - Returns: What stands in the place of `text`.
    func written(_ value: Double, where isNear: (WrittenNumber) -> Bool) -> String? {
        guard raised == nil else { return nil }
        let exponent = power.exponent + scale
        for decimals in decimals...max(decimals, 15) {
            let scaled = (value.magnitude * (Double("1e\(decimals - exponent)") ?? 1)).rounded()
            guard scaled < 1e15 else { return nil }
            let magnitude = Double("\(Int(scaled))e\(exponent - decimals)") ?? .nan
            let number = WrittenNumber(
                range: 0..<0, value: value < 0 ? -magnitude : magnitude, unit: Double("1e\(exponent - decimals)"))
            guard isNear(number), isFaithful(number, to: value, exponent: exponent) else { continue }
            return written(Int(scaled), decimals: decimals, isNegative: value < 0)
        }
        return nil
    }

    /// Whether a number in thousands or millions says enough of a value: nothing but zero is zero millions, and 5 is no tenth of
    /// a hundred.
    private func isFaithful(_ number: WrittenNumber, to value: Double, exponent: Int) -> Bool {
        if exponent == 0 || value == 0 { return true }
        return isShare ? number.value != 0 : (number.value - value).magnitude <= 0.05 * value.magnitude
    }

    private func written(_ number: Int, decimals: Int, isNegative: Bool) -> String {
        let newDigits = "\(number)"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - newDigits.count)) + newDigits
        var whole = String(padded.dropLast(decimals))
        if let separator = digits.first(where: { Self.separators.contains($0) }) {
            var groups: [Substring] = []
            var rest = whole[...]
            while !rest.isEmpty {
                groups.insert(rest.suffix(3), at: 0)
                rest = rest.dropLast(3)
            }
            whole = groups.joined(separator: String(separator))
        }
        let newSign =
            isNegative && number > 0
            ? (sign.isEmpty || sign == "+" ? "-" : sign) : sign == "+" && number > 0 ? sign : ""
        return newSign + beforeDigits + whole + (decimals > 0 ? ".\(padded.suffix(decimals))" : "") + power.text
    }
}
