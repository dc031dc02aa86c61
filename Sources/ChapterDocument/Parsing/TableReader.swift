/// A paragraph's lines read as a table, as GitHub's specification of its Markdown says.
///
/// The cells' prose is still Markdown: CommonMark must see each cell alone, since marks of two cells are no pair.
struct TableReader {
    /// One line of the table.
    struct Row {
        /// As many texts as the table has columns.
        var cells: [String]
        /// Counted from the paragraph's first line, from 0.
        var line: Int
        /// How many cells were written beyond the last column.
        var surplus: Int
    }

    /// How many lines of the paragraph stand before the table.
    private(set) var linesBefore: Int
    private(set) var alignments: [PipeTable.Alignment?]
    private(set) var header: Row
    private(set) var rows: [Row] = []
    /// The label on the line after the table, and that line, from 0; nil for none.
    private(set) var label: (name: String, line: Int)?

    /// The table in a paragraph; nil where there is none.
    init?(_ lines: [Substring]) {
        guard lines.count > 1 else { return nil }
        for index in 1..<lines.count {
            guard let alignments = Self.alignments(lines[index]) else { continue }
            let names = Self.cells(lines[index - 1])
            guard names.count == alignments.count, Self.hasPipe(lines[index - 1]) || Self.hasPipe(lines[index])
            else {
                continue
            }
            self.alignments = alignments
            linesBefore = index - 1
            header = Row(cells: names, line: index - 1, surplus: 0)
            for line in (index + 1)..<max(lines.count, index + 1) {
                if let match = lines[line].wholeMatch(of: /\s*:label:`([^`]*)`\s*/) {
                    label = (String(match.1), line)
                    break
                }
                rows.append(row(Self.cells(lines[line]), line: line))
            }
            return
        }
        return nil
    }

    /// A line below a header that it does not fit, counted from 0, and both lines' columns; nil where there is none.
    static func misfit(_ lines: [Substring]) -> (line: Int, columns: Int, headerColumns: Int)? {
        for index in lines.indices.dropFirst() where hasPipe(lines[index]) && hasPipe(lines[index - 1]) {
            guard let alignments = alignments(lines[index]) else { continue }
            return (index, alignments.count, cells(lines[index - 1]).count)
        }
        return nil
    }

    private static func hasPipe(_ line: Substring) -> Bool { line.utf8.contains(UInt8(ascii: "|")) }

    private func row(_ cells: [String], line: Int) -> Row {
        let missing = max(0, alignments.count - cells.count)
        return Row(
            cells: cells.prefix(alignments.count) + Array(repeating: "", count: missing), line: line,
            surplus: max(0, cells.count - alignments.count))
    }

    /// The columns' alignments where `line` is the one below the header.
    private static func alignments(_ line: Substring) -> [PipeTable.Alignment?]? {
        guard line.utf8.allSatisfy({ "|:- \t".utf8.contains($0) }) else { return nil }
        var alignments: [PipeTable.Alignment?] = []
        for cell in cells(line) {
            guard cell.wholeMatch(of: /:?-+:?/) != nil else { return nil }
            switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
            case (true, true): alignments.append(.center)
            case (true, false): alignments.append(.left)
            case (false, true): alignments.append(.right)
            case (false, false): alignments.append(nil)
            }
        }
        return alignments
    }

    /// The texts between the pipes of `line`; a pipe after a backslash belongs to the text.
    private static func cells(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        var endsWithPipe = false
        for character in line.trimmingBlanks().unicodeScalars {
            endsWithPipe = false
            if isEscaped {
                cell += character == "|" ? "|" : "\\\(character)"
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" {
                cells.append(cell)
                cell = ""
                endsWithPipe = true
            } else {
                cell.unicodeScalars.append(character)
            }
        }
        if isEscaped { cell += "\\" }
        if !endsWithPipe { cells.append(cell) }
        if line.trimmingBlanks().first == "|" { cells.removeFirst() }
        return cells.map { String($0[...].trimmingBlanks()) }
    }
}

extension Substring {
    /// The text without white space at its ends.
    fileprivate func trimmingBlanks() -> Substring {
        let start = drop(while: \.isWhitespace)
        return start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)]
    }
}
