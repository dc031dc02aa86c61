extension Chapter {
    /// The place in the file of a character of `source`, a piece of the chapter's text.
    ///
    /// What was read of a chapter, a formula say, knows the line it starts on; this finds the column. Lines of a
    /// quotation or a list start with marks that `source` is without.
    ///
    /// - Parameters:
    ///   - offset: The character's place in `source`, in UTF-16 code units.
    ///   - source: A piece of the text, its lines without what stands before them in quotations and lists.
    ///   - start: The line on which `source` starts, or the one before.
    /// - Returns: The place, or `start` where the text does not have the line.
    package func place(of offset: Int = 0, in source: String, from start: SourcePosition) -> SourcePosition {
        var rest = offset
        var row = 0
        let sourceLines = source.split(separator: "\n", omittingEmptySubsequences: false)
        while row < sourceLines.count - 1, rest > sourceLines[row].utf16.count {
            rest -= sourceLines[row].utf16.count + 1
            row += 1
        }
        let wanted = sourceLines[row].drop(while: \.isWhitespace)
        guard !wanted.isEmpty else { return start }
        rest = max(0, rest - sourceLines[row].utf16.count + wanted.utf16.count)
        let first = start.line + row
        for (number, line) in zip(first..., lines(first..<(first + 2))) {
            guard let before = Self.offset(of: Array(wanted.utf8), in: Array(line.utf8)) else { continue }
            let inside = String(decoding: wanted.utf16.prefix(rest), as: UTF16.self).utf8.count
            return SourcePosition(line: number, column: before + inside + 1)
        }
        return start
    }

    /// Where some bytes first stand in others. Bytes, because a line may hold a thousand formulas that are looked for, and
    /// a search by characters takes a thousand times as long.
    private static func offset(of wanted: [UInt8], in line: [UInt8]) -> Int? {
        guard let first = wanted.first, wanted.count <= line.count else { return nil }
        for start in 0...(line.count - wanted.count) where line[start] == first {
            if line[start..<(start + wanted.count)].elementsEqual(wanted) { return start }
        }
        return nil
    }

    /// Some of the text's lines, counted from 1, without their breaks.
    private func lines(_ numbers: Range<Int>) -> [Substring] {
        let bytes = text.utf8
        var lines: [Substring] = []
        var number = 1
        var start = bytes.startIndex
        while number < numbers.upperBound {
            let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            if numbers.contains(number) { lines.append(text[start..<(end ?? bytes.endIndex)]) }
            guard let end else { break }
            start = bytes.index(after: end)
            if bytes[end] == UInt8(ascii: "\r"), start < bytes.endIndex, bytes[start] == UInt8(ascii: "\n") {
                start = bytes.index(after: start)
            }
            number += 1
        }
        return lines
    }
}
