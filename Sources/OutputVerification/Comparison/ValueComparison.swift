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
        expression.lowercased().contains("percent")
            || expression.contains(/(?:^|[^\p{L}0-9_.$])10{2,3}(?:\.0)?\s*\*|\*\s*10{2,3}(?:\.0)?(?![0-9._])/)
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

extension DocumentedValue {
    /// A number in the words of a claim that its expression does not hold; nil where there is none.
    var unprovenNumber: String? {
        let literals =
            expression.matches(
                of: /(?:^|\.\.[.<]|[^\p{L}0-9_.$])([0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][-+]?[0-9]+)?)/
            )
            .compactMap { Double($0.1.replacing("_", with: "")) }
            + (expression.contains("zeros") ? [0] : []) + (expression.contains("ones") ? [1] : [])
        let words = text.oneLine
        let areParts = words.contains(/hundred|[%％百]|per\s?cent/)
        let numbers = ProseNumber.all(in: words).filter { number in
            // An exponent or an index is part of a name.
            !words[..<number.range.lowerBound].suffix(2).contains { "^_".contains($0) }
        }
        return numbers.first { number in
            let values = [number.written.value, number.inParts.written.value].map(\.magnitude)
            let readings = values + (areParts ? values.map { $0 / 100 } : [])
            return !readings.contains { reading in literals.contains { ($0 - reading).magnitude <= 1e-12 * reading } }
        }?.wording
    }
}

extension String {
    /// The text with every stretch of white space as one space, and none at its ends.
    fileprivate var oneLine: String {
        split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
}
