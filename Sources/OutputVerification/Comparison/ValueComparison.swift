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
                rule.isNumeric
                ? rule.allows(printed, for: documented.written)
                : documented.scale == 0
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

    /// The number of the words, and what is to stand in its place, as precise as that is; nil where the words as a whole are
    /// the value.
    func correctedNumber(for computed: String) -> (old: String, new: String)? {
        let computed = computed.oneLine
        guard let (documented, printed) = numbers(computed) else { return nil }
        // What is to be written just as it is printed.
        guard rule.isNumeric || documented.scale != 0 else { return (documented.text, computed) }
        return documented.written(printed.value, isExact: !rule.isNumeric).map { (documented.text, $0) }
            ?? (documented.wording, computed)
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
        return (documented[0].reading(nearestTo: line.numbers[0].value), line.numbers[0])
    }
}

extension String {
    /// The text with every stretch of white space as one space, and none at its ends.
    fileprivate var oneLine: String {
        split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
}
