import ChapterDocument

extension Chapter {
    /// The chapter's text with other code in one of its cells, and everything else as it is.
    ///
    /// - Parameters:
    ///   - code: The new code.
    ///   - index: The cell's index.
    /// - Returns: The text, which reads as the same chapter with that code; nil where there is none.
    public func text(writing code: String, intoCell index: Int) -> String? {
        guard cells.indices.contains(index) else { return nil }
        let cell = cells[index]
        var lines = code.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        let texts = lines.map(String.init)
        // Where a list takes a part of a tab, the rest of it belongs to the text; spaces can be counted out.
        for spaces in [nil] + (text.contains("\t") ? Array(1...8) : []) {
            var source = SourceLines(text)
            guard var block = FencedBlock(source, at: cell.range, content: cell.code) else { return nil }
            if let spaces { block.indent(by: spaces) }
            block.growFences(around: texts, in: &source)
            source.replace(block.content, by: texts.map(block.codeLine))
            let new = source.text
            if isSound(new, writing: texts.map { "\($0)\n" }.joined(), into: cell) { return new }
        }
        return nil
    }

    /// Whether a text reads like this chapter but for the code of one cell.
    private func isSound(_ new: String, writing code: String, into cell: Cell) -> Bool {
        guard let new = try? Chapter(parsing: new, path: path, foreignLabels: .any), new.cells.count == cells.count,
            new.blocks.count == blocks.count
        else { return false }
        return zip(cells, new.cells).allSatisfy { old, new in
            old.options == new.options && new.code == (old.index == cell.index ? code : old.code)
        }
    }
}
