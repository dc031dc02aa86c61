extension ProseNumber {
    /// What stands beside the number and makes another one of it, in a way that is not understood; nil where nothing does.
    /// - Parameters:
    ///   - text: The text that the number was found in.
    ///   - words: The part of it that says the number. What links two numbers of a sentence, such as `±` or `<`, makes another one
    ///     only in there.
    /// - Returns: The piece.
    func obstacle(in text: String, words: Range<String.Index>) -> String? {
        let before = text[..<range.lowerBound].suffix(16)
        let after = text[range.upperBound...].prefix(24)
        let inside = (
            before: before[max(before.startIndex, min(words.lowerBound, before.endIndex))...],
            after: after[..<max(after.startIndex, min(words.upperBound, after.endIndex))]
        )
        let found =
            before.firstMatch(of: Self.before)?.0 ?? after.prefixMatch(of: Self.after)?.0
            ?? inside.before.firstMatch(of: Self.linkBefore)?.0 ?? inside.after.prefixMatch(of: Self.linkAfter)?.0
        return found.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    private static var before: Regex<Substring> {
        /(?:[√∛∜]\s*|\p{N}|[\^_]\{?|\\(?:sqrt|[dt]?frac|log|ln|lg|exp|sin|cos|tan)\s*\{?\s*)$/
    }

    private static var after: Regex<Substring> {
        #/\p{N}|\^|\s?[πℯ]|\s*\\(?:pi|sqrt|[dt]?frac)|[GTP](?!\p{L})|[xXbBoO][0-9A-Fa-f]|\s?(?:成|半|分之|打|折)|(?:[-\s]?(?i:dozens?|lakhs?|crores?|mille|tausend|millionen|milliarden?|billionen|quadrillions?|mrd|mio|mln|bln|bn|mn|tn|hal(?:f|ves)|thirds?|quarters?|fifths?|tenths?|hundredths?|thousandths?|millionths?|billionths?|prozent|pour\s?cent|promille|per\s?mille?|ppm|ppb|basis\s+points?)|\s+and\s+(?:an?\s+|one\s+|two\s+|three\s+)?(?:half|thirds?|quarters?))(?![-\p{L}])/#
    }

    private static var linkBefore: Regex<Substring> {
        /(?:[<>≤≥≠±∓÷×*\/]\s*|\\(?:pm|mp|leq?|geq?|lt|gt|neq?)\s*|(?:^|[\s(])[-−–]\s+)$/
    }

    private static var linkAfter: Regex<Substring> { /!|\s*(?:[±+<>≤≥]|\\pm)|(?:\s+×|\s*[÷*·])\s*\p{L}/ }
}
