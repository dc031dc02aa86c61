/// A documented line, ready to be compared with printed ones.
///
/// The line is cut at its `[..]` wildcards. Between them stand text, numbers, and the white space next to numbers, whose
/// width does not count because columns move when numbers do (`[ 9.99, 10.0]`, `[10.01, 10.0]`). Where numbers are
/// compared as text, all of it is text.
struct LinePattern {
    enum Element: Equatable {
        case text([Unicode.Scalar])
        case number(WrittenNumber)
        /// White space next to a number: at least one where `isNeeded`.
        case space(isNeeded: Bool)
    }

    /// What stands between the wildcards; one segment more than there are wildcards.
    let segments: [[Element]]
    /// The documented line, without white space at its end.
    let scalars: [Unicode.Scalar]

    /// Whether the line has wildcards.
    var hasWildcards: Bool { segments.count > 1 }

    /// The pattern of a documented line.
    /// - Parameters:
    ///   - scalars: The line, without white space at its end.
    ///   - separatesNumbers: Whether numbers are pieces of their own, apart from the text around them.
    init(_ scalars: [Unicode.Scalar], separatesNumbers: Bool) {
        self.scalars = scalars
        let pieces = Self.cut(scalars)
        segments = pieces.indices.map { index in
            guard separatesNumbers else { return pieces[index].isEmpty ? [] : [.text(Array(scalars[pieces[index]]))] }
            return Self.elements(
                of: Array(scalars[pieces[index]]), offset: pieces[index].lowerBound,
                afterWildcard: index > 0, beforeWildcard: index < pieces.count - 1)
        }
    }

    /// The stretches between `[..]` wildcards.
    private static func cut(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        let wildcard = Array("[..]".unicodeScalars)
        var pieces: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < scalars.count {
            if scalars[index...].starts(with: wildcard) {
                pieces.append(start..<index)
                index += wildcard.count
                start = index
            } else {
                index += 1
            }
        }
        pieces.append(start..<scalars.count)
        return pieces
    }

    private static func elements(
        of scalars: [Unicode.Scalar], offset: Int, afterWildcard: Bool, beforeWildcard: Bool
    ) -> [Element] {
        let numbers = NumberScanner.numbers(in: scalars).filter { number in
            // A number cut by a wildcard, as in `0.[..]`, is not the whole number: it is text.
            !(afterWildcard && number.range.lowerBound == 0)
                && !(beforeWildcard && number.range.upperBound == scalars.count)
        }
        var elements: [Element] = []
        var index = 0
        /// White space from `start`, between the scalars at its two ends.
        func space(from start: Int, to end: Int) -> Element {
            func isGluing(_ index: Int, _ isWildcard: Bool) -> Bool {
                scalars.indices.contains(index) ? scalars[index].isPartOfWord : isWildcard
            }
            let isBetweenWords = isGluing(start - 1, afterWildcard) && isGluing(end, beforeWildcard)
            return .space(isNeeded: start < end && isBetweenWords)
        }
        for number in numbers {
            var textEnd = number.range.lowerBound
            while textEnd > index, scalars[textEnd - 1].properties.isWhitespace { textEnd -= 1 }
            if textEnd > index { elements.append(.text(Array(scalars[index..<textEnd]))) }
            // Between two numbers the space after the first is also the space before the second.
            if index == 0 || index < number.range.lowerBound {
                elements.append(space(from: textEnd, to: number.range.lowerBound))
            }
            let place = (number.range.lowerBound + offset)..<(number.range.upperBound + offset)
            elements.append(.number(WrittenNumber(range: place, value: number.value, unit: number.unit)))
            index = number.range.upperBound
            while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
            let isGlued = index == number.range.upperBound && index < scalars.count && scalars[index].isPartOfWord
            if !isGlued { elements.append(space(from: number.range.upperBound, to: index)) }
        }
        if index < scalars.count { elements.append(.text(Array(scalars[index...]))) }
        return elements
    }
}
