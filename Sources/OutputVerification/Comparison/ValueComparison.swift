import ChapterDocument

/// Compares words of the prose with a value that was computed.
///
/// Where the value is one number, the words may say more, such as `about 86 %`: their one number counts. Any other value is the
/// words themselves, compared as a line of output is.
struct ValueComparison {
    private let words: String
    private let rule: NumberRule
    /// The words with the prose around them, and where they stand in it.
    private let sentence: String
    private let place: Range<String.Index>
    /// Whether the expression computes hundredths, so that a percentage is the number that is written.
    private let isInParts: Bool

    init(_ value: DocumentedValue) {
        words = value.text.oneLine
        rule = NumberRule(value.comparison)
        let before = String(value.textBefore.map { $0.isNewline ? " " : $0 })
        let after = String(value.textAfter.map { $0.isNewline ? " " : $0 })
        sentence = before + words + after
        let start = sentence.utf8.index(sentence.startIndex, offsetBy: before.utf8.count)
        place = start..<sentence.utf8.index(start, offsetBy: words.utf8.count)
        isInParts = Self.isInParts(value.expression)
    }

    /// Whether an expression says that it computes hundredths or thousandths: it multiplies by 100 or 1000, or names percent.
    private static func isInParts(_ expression: String) -> Bool {
        if expression.lowercased().contains("percent") { return true }
        let factors = expression.matches(
            of:
                /(?:^|[^\p{L}0-9_.$])(?:1_?0_?00?|1[eE][23])(?:\.0)?\s*\*|\*\s*(?:1_?0_?00?|1[eE][23])(?:\.0)?(?![0-9._])/
        )
        return factors.contains { !isDivisor(expression[..<$0.range.lowerBound], isSign: $0.output.hasPrefix("/")) }
    }

    /// Whether an expression divides by what stands behind `text`, or by a part of it in parentheses that are open there.
    private static func isDivisor(_ text: Substring, isSign: Bool) -> Bool {
        if isSign || text.last(where: { !$0.isWhitespace }) == "/" { return true }
        var depth = 0
        for index in text.indices.reversed() {
            switch text[index] {
            case ")": depth += 1
            case "(" where depth > 0: depth -= 1
            case "(":
                let before = text[..<index]
                let name = before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                return isDivisor(before.dropLast(name.count), isSign: false)
            default: break
            }
        }
        return false
    }

    /// What the words are beside a computed value, as `print` shows it.
    func verdict(on computed: String) -> ValueVerdict {
        let computed = computed.oneLine
        if computed.isEmpty || computed == "()" { return .unclear("its expression computes nothing") }
        if words.contains("[..]") { return .unclear("`[..]` stands for anything: write what it is") }
        if let (documented, printed) = numbers(computed) {
            if let reason = unclear(documented) { return .unclear(reason) }
            let isSame =
                rule.isNumeric
                ? rule.allows(printed, for: documented.written)
                : documented.isPlain
                    ? documented.plain == computed : documented.written.value == printed.value
            if isSame { return .matched(computed: computed) }
            let distance = (printed.value - documented.written.value).magnitude
            return .differs(
                computed: computed,
                number: NumberDifference(
                    documented: documented.wording, printed: computed, range: 0..<computed.unicodeScalars.count,
                    distance: distance.isFinite ? distance : nil, allowed: rule.allowance(for: documented.written)))
        }
        let pattern = LinePattern(Array(words.unicodeScalars), separatesNumbers: rule.isNumeric)
        let line = ScannedLine(Array(computed.unicodeScalars))
        let isSame = pattern.matches(line) { rule.allows($0.printed, for: $0.documented) }
        return isSame ? .matched(computed: computed) : .differs(computed: computed, number: nil)
    }

    /// Why the number of the words is not what it seems to be; nil where it is.
    private func unclear(_ number: ProseNumber) -> String? {
        guard let whole = ProseNumber.all(in: sentence).first(where: { $0.range.overlaps(place) }) else {
            return "with what stands around the link it is no number: leave a space"
        }
        guard whole.wording == number.wording else {
            return "with what stands around the link the number is “\(whole.wording)”: put all of it into the link"
        }
        return whole.obstacle(in: sentence, words: place).map {
            "`\($0)` beside the number is not understood: write the number in digits"
        }
    }

    /// The number of the words, and what is to stand in its place, as precise as that is; nil where the words as a whole are
    /// the value.
    func correctedNumber(for computed: String) -> (old: String, new: String)? {
        let computed = computed.oneLine
        guard let (documented, printed) = numbers(computed) else { return nil }
        // What is to be written just as it is printed.
        guard rule.isNumeric || documented.scale != 0 else { return (documented.text, computed) }
        let new = documented.written(printed.value) { number in
            rule.isNumeric ? rule.allows(printed, for: number) : number.value == printed.value
        }
        return new.map { (documented.text, $0) } ?? (documented.wording, computed)
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
        guard documented.count == 1 else { return nil }
        return (isInParts ? documented[0].inParts : documented[0], line.numbers[0])
    }
}

extension ValueComparison {
    /// A number of the words of a claim that its expression does not hold, or that is not what it seems to be with what stands
    /// around the link; nil where there is none.
    func unprovenNumber(in expression: String) -> String? {
        let literals = Self.literals(in: expression)
        let areParts = words.contains(/hundred|[%％百]|per\s?cent/)
        let numbers = ProseNumber.all(in: sentence).filter { number in
            // An exponent or an index is part of a name.
            number.range.overlaps(place)
                && !sentence[..<number.range.lowerBound].suffix(2).contains { "^_".contains($0) }
        }
        return numbers.first { number in
            guard place.contains(number.range.lowerBound), number.range.upperBound <= place.upperBound,
                number.obstacle(in: sentence, words: place).map({ $0.contains(/[<>=≤≥≈~^]/) }) ?? true
            else { return true }
            let values = [number.written.value, number.inParts.written.value]
            let readings = values + (areParts ? values.map { $0 / 100 } : [])
            return !readings.contains { reading in
                literals.contains { literal in
                    // A fall by 0.8 may be a difference of less than −0.8.
                    let wanted = reading < 0 ? -literal : literal.magnitude
                    return (wanted - reading.magnitude).magnitude <= 1e-12 * reading.magnitude
                }
            }
        }?.wording
    }

    /// The numbers of an expression; one behind a minus sign may be subtracted or negative.
    private static func literals(in expression: String) -> [Double] {
        let matches = expression.matches(
            of: /(?:^|\.\.[.<]|[^\p{L}0-9_.$])([0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][-+]?[0-9]+)?)/)
        let numbers = matches.flatMap { match -> [Double] in
            guard let number = Double(match.1.replacing("_", with: "")) else { return [] }
            let before = expression[..<match.1.startIndex].last { !$0.isWhitespace }
            return before == "-" ? [number, -number] : [number]
        }
        return numbers + (expression.contains("zeros") ? [0] : []) + (expression.contains("ones") ? [1] : [])
    }
}

extension String {
    /// The text with every stretch of white space as one space, and none at its ends.
    fileprivate var oneLine: String {
        split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
}
