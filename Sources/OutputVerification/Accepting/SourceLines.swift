import ChapterDocument

/// A chapter's text in lines that know how they end, so that what is not changed stays byte for byte.
package struct SourceLines {
    package struct Line: Equatable {
        var text: String
        /// `\n`, `\r\n` or `\r`; empty for a last line without a break.
        var ending: String
    }

    package var lines: [Line] = []

    package init(_ text: String) {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        while start < scalars.endIndex {
            let end = scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
            var next = end
            if next < scalars.endIndex {
                let isReturn = scalars[next] == "\r"
                next = scalars.index(after: next)
                if isReturn, next < scalars.endIndex, scalars[next] == "\n" { next = scalars.index(after: next) }
            }
            lines.append(Line(text: String(scalars[start..<end]), ending: String(scalars[end..<next])))
            start = next
        }
    }

    /// The bytes of a stretch, and its text; nil where the lines do not reach as far.
    ///
    /// Columns are counted without a byte order mark.
    func stretch(_ range: Range<SourcePosition>) -> (bytes: Range<Int>, text: String)? {
        func offset(_ position: SourcePosition) -> Int? {
            guard lines.indices.contains(position.line - 1) else { return nil }
            let line = lines[position.line - 1].text.utf8
            let column = position.column - 1 + (position.line == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            guard column <= line.count else { return nil }
            return lines[..<(position.line - 1)].reduce(column) { $0 + $1.text.utf8.count + $1.ending.utf8.count }
        }
        guard let start = offset(range.lowerBound), let end = offset(range.upperBound), start <= end else { return nil }
        return (start..<end, String(decoding: Array(text.utf8)[start..<end], as: UTF8.self))
    }

    /// The text that the lines make up.
    var text: String { lines.map { $0.text + $0.ending }.joined() }

    /// Replaces lines by others.
    ///
    /// A file that ends without a line break still does so afterwards.
    mutating func replace(_ range: Range<Int>, by newLines: [Line]) {
        let endsOpen = lines.last?.ending.isEmpty == true
        let ending = lines.first { !$0.ending.isEmpty }?.ending ?? "\n"
        lines.replaceSubrange(range, with: newLines)
        for index in lines.indices.dropLast() where lines[index].ending.isEmpty { lines[index].ending = ending }
        if endsOpen, !lines.isEmpty { lines[lines.count - 1].ending = "" }
    }
}
