extension Chapter {
    /// The chapter with other code in some of its cells, as somebody else than its author wants to run it.
    ///
    /// Such a cell has no documented output and may succeed where the author's is meant to fail. What stands below it moves by
    /// the lines that its code has more or less; the chapter's text and the values in its prose stay the author's.
    /// - Parameter code: The new code, by the cells' indices.
    /// - Returns: The variant.
    public func replacing(code: [Int: String]) -> Chapter {
        var variant = self
        for (index, text) in code where cells.indices.contains(index) {
            var text = text.replacing("\r\n", with: "\n")
            if !text.isEmpty, text.last != "\n" { text += "\n" }
            let old = cells[index]
            guard text != old.code else { continue }
            let growth = Self.lineCount(text) - Self.lineCount(old.code)
            variant.cells[index].code = text
            variant.cells[index].documentedOutput = nil
            variant.cells[index].options.expectedFailure = nil
            variant.cells[index].range.end.line += growth
            for other in cells.indices where cells[other].range.start > old.range.end {
                variant.cells[other].range.start.line += growth
                variant.cells[other].range.end.line += growth
                variant.cells[other].codeStart.line += growth
            }
        }
        return variant
    }

    private static func lineCount(_ code: String) -> Int { code.utf8.count { $0 == UInt8(ascii: "\n") } }
}
