import ChapterDocument

/// The lines of a chapter that a fenced block takes, counted from 0.
package struct FencedBlock {
    /// The line of the opening fence.
    package let opening: Int
    /// The lines of the content.
    package let content: Range<Int>
    /// The line of the closing fence; nil where the end of the file, list or quotation closes the block.
    package let closing: Int?
    /// What stands before each further line of the block: quotation marks and indentation.
    package private(set) var prefix: String
    /// The fence's character, a backtick or a tilde.
    let mark: Character
    /// How many marks the opening fence has.
    let fenceLength: Int
    /// How the block's lines end.
    package let ending: String

    /// The block at `range` whose content is `text`; nil where the lines are not such a block.
    package init?(_ source: SourceLines, at range: SourceRange, content text: String) {
        let opening = range.start.line - 1
        guard source.lines.indices.contains(opening) else { return nil }
        let line = source.lines[opening]
        // Columns are counted without a byte order mark.
        let bytes = line.text.utf8.drop { opening == 0 && [0xEF, 0xBB, 0xBF].contains($0) }
        let before = bytes.prefix(range.start.column - 1)
        let fence = bytes.dropFirst(range.start.column - 1)
        guard let first = fence.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
        self.opening = opening
        mark = Character(Unicode.Scalar(first))
        fenceLength = fence.prefix { $0 == first }.count
        ending = line.ending.isEmpty ? source.lines.first?.ending ?? "\n" : line.ending
        let count = text.utf8.count { $0 == UInt8(ascii: "\n") }
        content = (opening + 1)..<(opening + 1 + count)
        guard content.upperBound <= source.lines.count else { return nil }
        closing = range.end.line - 1 == content.upperBound ? content.upperBound : nil
        prefix = Self.continuation(of: String(Substring(before)))
    }

    /// What further lines start with in a container whose first line starts with `start`: list markers become spaces.
    private static func continuation(of start: String) -> String {
        var prefix = String(start.map { $0 == ">" || $0 == "\t" ? $0 : " " })
        // A quotation mark takes one space with it, which must not be the content's own.
        if prefix.last == ">" { prefix += " " }
        return prefix
    }

    /// Indents further lines by `count` spaces, whatever stood before them but quotation marks.
    mutating func indent(by count: Int) {
        let quotation = prefix.lastIndex(of: ">").map { prefix[...$0] } ?? ""
        prefix = quotation + String(repeating: " ", count: count)
    }

    /// A content line that holds `text`.
    func line(_ text: String) -> SourceLines.Line {
        let line = Array((prefix + text).unicodeScalars).trimmingEnd().text
        return SourceLines.Line(text: line, ending: ending.isEmpty ? "\n" : ending)
    }

    /// A content line that holds `text` with the white space at its end, as code needs it.
    func codeLine(_ text: String) -> SourceLines.Line {
        guard !text.isEmpty else { return line(text) }
        return SourceLines.Line(text: prefix + text, ending: ending.isEmpty ? "\n" : ending)
    }

    /// How many marks a fence needs so that none of `content`, lines without white space at their ends, closes it;
    /// at least `minimum`.
    static func fenceLength(around content: [String], mark: Character, minimum: Int) -> Int {
        content.reduce(minimum) { length, line in
            // How wide a tab is depends on what stands before the line, so one is taken to be narrow.
            let indentation = line.prefix { $0 == " " || $0 == "\t" }
            let run = line[indentation.endIndex...].prefix { $0 == mark }.count
            let isIndentedCode = indentation.count > 3 && !indentation.contains("\t")
            let closes = !isIndentedCode && run >= length && run == line.dropFirst(indentation.count).count
            return closes ? run + 1 : length
        }
    }

    /// Makes the info string of a documented output say what figures the cell shows.
    func document(_ figures: DocumentedFigures, in source: inout SourceLines) {
        let option = " figures=\(figures.text)"
        let text = source.lines[opening].text
        if let old = text.firstMatch(of: /\s+figures(=("[^"]*"|'[^']*'|\S*))?(?=\s|$)/) {
            source.lines[opening].text = text.replacingCharacters(in: old.range, with: option)
        } else {
            let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.endIndex
            source.lines[opening].text = text[..<end] + option
        }
    }

    /// Makes the block's fences longer where `content` holds a line that would close it.
    func growFences(around content: [String], in source: inout SourceLines) {
        let length = Self.fenceLength(around: content, mark: mark, minimum: fenceLength)
        guard length > fenceLength else { return }
        for index in [opening, closing].compactMap({ $0 }) {
            let text = source.lines[index].text
            guard let start = text.firstIndex(of: mark) else { continue }
            let end = text[start...].firstIndex { $0 != mark } ?? text.endIndex
            source.lines[index].text.replaceSubrange(start..<end, with: String(repeating: mark, count: length))
        }
    }
}
