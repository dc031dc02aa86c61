extension ChapterBuilder {
    /// A table, with the paragraph before it as its caption where that starts with a colon.
    mutating func appendTable(_ reader: TableReader, at range: SourceRange, to blocks: inout [Block]) {
        let firstLine = range.start.line
        var start = place(SourcePosition(line: firstLine, column: range.start.column))
        if reader.linesBefore > 0 { start = SourcePosition(line: firstLine + reader.linesBefore) }
        let caption = takeCaption(from: &blocks)
        let table = PipeTable(
            alignments: reader.alignments, header: row(reader.header, firstLine: firstLine),
            rows: reader.rows.map { row($0, firstLine: firstLine) }, caption: caption)
        let lastLine = firstLine + (reader.rows.last?.line ?? reader.header.line + 1)
        let length = liftedLines[lastLine - 1].utf8.count
        let end = place(SourcePosition(line: lastLine, column: length))
        blocks.append(Block(.table(table), range: SourceRange(start: start, end: end)))
        if let label = reader.label {
            attach(lifted.restore(label.name), as: .label, line: firstLine + label.line, to: &blocks)
        }
    }

    private mutating func row(_ row: TableReader.Row, firstLine: Int) -> PipeTable.Row {
        let line = firstLine + row.line
        if row.surplus > 0 {
            warn(
                SourcePosition(line: line),
                "this row has \(row.cells.count + row.surplus) cells and the table \(row.cells.count) columns",
                advice: "a `|` that belongs to the text is written `\\|`")
        }
        let cells = proseNode(row.cells, line: line).map { inlines(of: $0.children).trimmingBlanks() }
        return PipeTable.Row(cells: cells, line: line)
    }

    /// The prose of the last block, which is taken away, where it is a caption: `: What the table shows`.
    private mutating func takeCaption(from blocks: inout [Block]) -> [Inline] {
        guard case .paragraph(var caption)? = blocks.last?.content, case .text(let text)? = caption.first,
            text.hasPrefix(":")
        else { return [] }
        blocks.removeLast()
        caption[0] = .text(String(text.dropFirst()))
        return caption.trimmingBlanks()
    }

    /// Texts as a paragraph each, whatever characters they start with; the first one's first line is `line`.
    mutating func proseNode(_ texts: [String], line: Int) -> [CommonMarkNode] {
        let paragraphs = texts.map { "\(LiftedText.filler) \($0)" }.joined(separator: "\n\n")
        // Names in links' square brackets mean what they mean in the chapter.
        let definitions = texts.contains { $0.contains("[") } ? linkDefinitions : ""
        let root = try? CommonMarkParser.parse("\(paragraphs)\n\n\(definitions)")
        return (root?.children ?? []).prefix(texts.count).map { paragraph in
            var paragraph = paragraph
            paragraph.move(byLines: line - paragraph.range.start.line)
            return paragraph
        }
    }

    /// The lines of a paragraph without what they start with because they stand in quotations and lists.
    mutating func contentLines(of node: CommonMarkNode) -> [Substring] {
        let range = node.range
        guard range.start.line < range.end.line, liftedLines.indices.contains(range.end.line - 1) else { return [] }
        let first = liftedLines[range.start.line - 1].utf8.dropFirst(range.start.column - 1)
        return [Substring(first)]
            + liftedLines[range.start.line..<range.end.line].map { line in
                var rest = line.drop(while: \.isWhitespace)
                for _ in 0..<quoteDepth where rest.first == ">" { rest = rest.dropFirst().drop(while: \.isWhitespace) }
                return rest
            }
    }
}
