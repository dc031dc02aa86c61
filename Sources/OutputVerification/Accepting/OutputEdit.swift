import ChapterDocument

/// A change to the lines of a chapter that documents what a cell printed.
enum OutputEdit {
    /// Replaces the lines of a block that do not match.
    case replace(DocumentedOutput)
    /// Adds a block below a cell.
    case add(below: Cell)

    /// Makes the change.
    /// - Returns: Whether it could be made; `source` is as it was where it could not.
    func apply(printing printed: String, to source: inout SourceLines) -> Bool {
        switch self {
        case .replace(let documented): Self.replace(documented, printing: printed, in: &source)
        case .add(let cell): Self.add(below: cell, printing: printed, to: &source)
        }
    }

    private static func replace(
        _ documented: DocumentedOutput, printing printed: String, in source: inout SourceLines
    ) -> Bool {
        guard let block = FencedBlock(source, at: documented.range, content: documented.text) else { return false }
        let pattern = OutputPattern(documented)
        let printedLines = OutputLines(printed).lines.map { ScannedLine($0) }
        var newLines: [SourceLines.Line] = []
        var newTexts: [String] = []
        func add(_ line: [Unicode.Scalar]) {
            newLines.append(block.line(line.text))
            newTexts.append(line.text)
        }
        for step in Alignment(pattern, printedLines).steps {
            switch step {
            case .match(let documented, _), .wildcard(let documented, _):
                newLines.append(source.lines[block.content.lowerBound + documented])
            case .change(let documented, let line):
                add(pattern.keepingWildcards(documented, matching: printedLines[line]) ?? printedLines[line].scalars)
            case .extra(let line): add(printedLines[line].scalars)
            case .missing: break
            }
        }
        block.growFences(around: newTexts, in: &source)
        let start = block.content.lowerBound
        source.replace(start..<(start + pattern.lines.count), by: newLines)
        return true
    }

    private static func add(below cell: Cell, printing printed: String, to source: inout SourceLines) -> Bool {
        guard let block = FencedBlock(source, at: cell.range, content: cell.code), let closing = block.closing else {
            return false
        }
        let texts = OutputLines(printed).lines.map(\.text)
        let length = FencedBlock.fenceLength(around: texts, mark: "`", minimum: 3)
        let fence = String(repeating: "`", count: length)
        let lines = [block.line(fence + "output")] + texts.map { block.line($0) } + [block.line(fence)]
        source.replace((closing + 1)..<(closing + 1), by: lines)
        return true
    }
}
