#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds where pieces of a chapter's text stand in its file.
///
/// What was read of a chapter, a formula say, knows the line it starts on; this finds the column. The text is read once:
/// a page may ask for the places of thousands of formulas, all on one line even.
package struct ChapterPlaces: Sendable {
    private let text: [UInt8]
    /// The bytes of each line, without its break.
    private let lines: [Range<Int>]

    /// - Parameter text: The whole text of the chapter's file.
    package init(_ text: String) {
        self.text = Array(text.utf8)
        var lines: [Range<Int>] = []
        var start = 0
        for index in self.text.indices {
            switch self.text[index] {
            case UInt8(ascii: "\n") where index > 0 && self.text[index - 1] == UInt8(ascii: "\r"): start = index + 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                lines.append(start..<index)
                start = index + 1
            default: break
            }
        }
        self.lines = lines + [start..<self.text.count]
    }

    /// The place in the file of a character of `source`, a piece of the chapter's text.
    ///
    /// Lines of a quotation or a list start with marks that `source` is without.
    ///
    /// - Parameters:
    ///   - offset: The character's place in `source`, in UTF-16 code units.
    ///   - source: A piece of the text, its lines without what stands before them in quotations and lists.
    ///   - start: The line on which `source` starts, or the one before, and the column from which it is looked for first.
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
        for number in (start.line + row)...(start.line + row + 1) {
            let earliest = number == start.line ? start.column - 1 : 0
            guard
                let before = self.offset(of: wanted, inLine: number, from: earliest)
                    ?? self.offset(of: wanted, inLine: number, from: 0)
            else { continue }
            let inside = String(decoding: wanted.utf16.prefix(rest), as: UTF16.self).utf8.count
            return SourcePosition(line: number, column: before + inside + 1)
        }
        return start
    }

    /// The column at which `text` next stands on a line, from a column on; nil where it does not.
    package func column(of text: String, inLine number: Int, from column: Int) -> Int? {
        offset(of: text[...], inLine: number, from: column - 1).map { $0 + 1 }
    }

    /// How many bytes of a line, counted from 1, stand before the first `wanted` that has at least `earliest` before it.
    private func offset(of wanted: Substring, inLine number: Int, from earliest: Int) -> Int? {
        guard lines.indices.contains(number - 1), let first = wanted.utf8.first else { return nil }
        let wanted = Array(wanted.utf8)
        return text[lines[number - 1]].withUnsafeBytes { line in
            guard let start = line.baseAddress else { return nil }
            var offset = earliest
            while offset + wanted.count <= line.count,
                let next = memchr(start + offset, Int32(first), line.count - wanted.count - offset + 1)
            {
                offset = UnsafeRawPointer(next) - start
                if memcmp(next, wanted, wanted.count) == 0 { return offset }
                offset += 1
            }
            return nil
        }
    }
}
