/// A number as prose writes it: `-0.861`, `60,000`, `1.5e-3`, `1.5 × 10⁻³`, with TeX's `\cdot 10^{-3}`, `0.86 million`, `12k`,
/// `86 per cent`, `minus 12`, `12 万`, `百分之 86`.
struct ProseNumber {
    /// The number from its sign to its digits and their power of ten, which change with its value.
    let text: String
    /// The number with what stands behind it for its scale.
    let wording: String
    /// The number as Swift writes it, but for its scale.
    let plain: String
    /// Its value and the value of one in its last digit.
    private(set) var written: WrittenNumber
    /// The power of ten that the words or the sign behind it stand for.
    private(set) var scale: Int
    /// The powers of ten that they may stand for: `k` may be a unit, and a percentage may be computed as such or as a share
    /// of one.
    private let scales: [Int]
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
            let scales = match.share.isEmpty ? Self.scales(match.scale ?? "") : [0, -2]
            return ProseNumber(
                sign: String(match.sign), beforeDigits: String(match.share), digits: String(match.digits),
                power: String(match.power), suffix: String(match.scale ?? ""), scales: scales)
        }
    }

    // `\d` would take 万 and 亿 for digits.
    nonisolated(unsafe) private static let pattern =
        #/(?:^|[^\p{L}0-9_.]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?<sign>(?:[Mm]inus\s+|负\s*|[-+−–])?)(?<share>(?:百分之\s*)?)(?<digits>[0-9]{1,3}(?:[,\u{202F}\u{2009}\u{A0}][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|nan|inf)(?<power>(?:[eE][-+]?[0-9]+|\s*[×·]\s*10[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s*\\(?:cdot|times)\s*10\^\{?-?[0-9]+\}?)?)(?<scale>[-\s]?(?i:thousand|million|billion|trillion|percent|per\s?cent)(?!\p{L})|[kKMB](?![\p{L}0-9])|\s?(?:万亿|[十百千]?[万亿]|千)|\s?\\?[%％‰])?(?![0-9_])/#

    /// The powers of ten that words or a sign behind a number may stand for.
    private static func scales(_ suffix: Substring) -> [Int] {
        let places: [Character: Int] = ["十": 1, "百": 2, "千": 3, "万": 4, "亿": 8]
        let suffix = suffix.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "\\" }
        return switch suffix {
        case "": [0]
        case "thousand": [3]
        case "million": [6]
        case "billion": [9]
        case "trillion": [12]
        case "k": [3, 0]
        case "m": [6, 0]
        case "b": [9, 0]
        case "%", "％", "percent": [0, -2]
        case "‰": [0, -3]
        // 千 begins units as well, such as 千米.
        case "千": [3, 0]
        default: [suffix.reduce(0) { $0 + (places[$1] ?? 0) }]
        }
    }

    private init?(
        sign: String, beforeDigits: String, digits: String, power: String, suffix: String, scales: [Int]
    ) {
        guard let exponent = Self.exponent(of: power) else { return nil }
        text = sign + beforeDigits + digits + power
        wording = text + suffix
        self.sign = sign
        self.beforeDigits = beforeDigits
        self.digits = digits
        self.power = (power, exponent)
        self.scales = scales
        scale = scales[0]
        let plainDigits = digits.filter { !Self.separators.contains($0) }
        decimals = plainDigits.firstIndex(of: ".").map { plainDigits[$0...].count - 1 } ?? 0
        plain = (sign.isEmpty || sign == "+" ? sign : "-") + plainDigits + (power.isEmpty ? "" : "e\(exponent)")
        written = WrittenNumber(range: 0..<text.unicodeScalars.count, value: .nan, unit: nil)
        go(by: scale)
        guard !written.value.isNaN || digits == "nan" else { return nil }
    }

    private static let separators = ",\u{202F}\u{2009}\u{A0}"

    /// Takes its value by a scale.
    private mutating func go(by scale: Int) {
        self.scale = scale
        let exponent = power.exponent + scale
        let mantissa = plain.prefix { $0 != "e" }
        // So that it is the nearest to the decimal number that is meant.
        let isPlain = exponent == 0 || !mantissa.contains(where: \.isNumber)
        written.value = Double(isPlain ? String(mantissa) : "\(mantissa)e\(exponent)") ?? .nan
        written.unit = written.value.isFinite ? Double("1e\(exponent - decimals)") : nil
    }

    /// The number by the scale that makes it nearest to a computed value.
    func reading(nearestTo computed: Double) -> ProseNumber {
        let readings = scales.map { scale in
            var number = self
            number.go(by: scale)
            return number
        }
        // In units of the number itself.
        func distance(_ number: ProseNumber) -> Double {
            ((computed - number.written.value) / (Double("1e\(number.scale)") ?? 1)).magnitude
        }
        return readings.min { distance($0) < distance($1) } ?? self
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
            return Int(power[caret...].filter { $0 == "-" || $0.isNumber })
        }
        return Int(String(power.compactMap { superscripts[$0] }))
    }

    /// Whether the number is so exact that it hardly stands for two things: two significant digits of a fraction or a percentage,
    /// or four.
    var isTelling: Bool {
        let digits = plain.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
        let isShare = scales.contains { $0 < 0 }
        return written.value.isFinite && digits.count >= (decimals > 0 || isShare ? 2 : 4)
    }

    /// Another value written in the same way; nil where its digits do not fit into it.
    /// - Parameters:
    ///   - value: The value.
    ///   - isExact: Whether it gets as many decimals as it needs, rather than those that there are.
    /// - Returns: What stands in the place of `text`.
    func written(_ value: Double, isExact: Bool) -> String? {
        let exponent = power.exponent + scale
        for decimals in isExact ? decimals...max(decimals, 15) : decimals...decimals {
            let scaled = (value.magnitude * (Double("1e\(decimals - exponent)") ?? 1)).rounded()
            guard scaled < 1e15 else { return nil }
            if isExact, Double("\(Int(scaled))e\(exponent - decimals)") != value.magnitude { continue }
            return written(Int(scaled), decimals: decimals, isNegative: value < 0)
        }
        return nil
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
        let newSign = isNegative && number > 0 ? (sign.isEmpty || sign == "+" ? "-" : sign) : ""
        return newSign + beforeDigits + whole + (decimals > 0 ? ".\(padded.suffix(decimals))" : "") + power.text
    }
}
