import ChapterDocument

/// A change to the lines of a chapter that documents what a cell printed and showed.
struct OutputEdit {
    /// What is edited.
    enum Place {
        /// A block whose lines that do not match are replaced.
        case block(DocumentedOutput)
        /// A new block below a cell.
        case below(Cell)
    }

    /// What is edited.
    var place: Place
    /// What the block's info string is to say of the cell's figures; nil leaves it as it is.
    var figures: DocumentedFigures?

    /// Makes the change. New lines are indented like the block, or by `spaces` where that is given.
    /// - Returns: The printed lines that were written; nil where the change could not be made and `source` is as it was.
    func apply(printing printed: String, to source: inout SourceLines, indentedBy spaces: Int?) -> [String]? {
        switch place {
        case .block(let documented):
            guard var block = FencedBlock(source, at: documented.range, content: documented.text) else { return nil }
            if let spaces { block.indent(by: spaces) }
            if let figures { block.document(figures, in: &source) }
            return Self.replace(documented, in: block, printing: printed, of: &source)
        case .below(let cell):
            guard var block = FencedBlock(source, at: cell.range, content: cell.code), let closing = block.closing
            else {
                return nil
            }
            if let spaces { block.indent(by: spaces) }
            return add(below: closing, like: block, printing: printed, to: &source)
        }
    }

    private static func replace(
        _ documented: DocumentedOutput, in block: FencedBlock, printing printed: String, of source: inout SourceLines
    ) -> [String] {
        let pattern = OutputPattern(documented)
        let printedLines = OutputLines(printed).lines.map { ScannedLine($0) }
        var newLines: [SourceLines.Line] = []
        var newTexts: [String] = []
        var printedTexts: [String] = []
        func add(_ line: [Unicode.Scalar]) {
            newLines.append(block.line(line.text))
            newTexts.append(line.text)
        }
        func addPrinted(_ line: Int) {
            add(printedLines[line].scalars)
            printedTexts.append(printedLines[line].scalars.text)
        }
        for step in Alignment(pattern, printedLines).steps {
            switch step {
            case .match(let documented, _), .wildcard(let documented, _):
                newLines.append(source.lines[block.content.lowerBound + documented])
            case .change(let documented, let line):
                if let kept = pattern.keepingWildcards(documented, matching: printedLines[line]) {
                    add(kept)
                } else {
                    addPrinted(line)
                }
            case .extra(let line): addPrinted(line)
            case .missing: break
            }
        }
        block.growFences(around: newTexts, in: &source)
        let start = block.content.lowerBound
        source.replace(start..<(start + pattern.lines.count), by: newLines)
        return printedTexts
    }

    private func add(
        below closing: Int, like block: FencedBlock, printing printed: String, to source: inout SourceLines
    ) -> [String] {
        let texts = OutputLines(printed).lines.map(\.text)
        let length = FencedBlock.fenceLength(around: texts, mark: "`", minimum: 3)
        let fence = String(repeating: "`", count: length)
        let info = "output" + (figures.map { " figures=\($0.text)" } ?? "")
        var lines = [block.line(fence + info)] + texts.map { block.line($0) } + [block.line(fence)]
        // In a list, an empty line would set all items apart.
        if block.prefix.isEmpty { lines.insert(block.line(""), at: 0) }
        source.replace((closing + 1)..<(closing + 1), by: lines)
        return texts
    }
}
