/// What CommonMark sees in each line of a text before anything is lifted out of it.
struct BlockOutline {
    struct Line {
        /// Whether the line belongs to a code block or raw HTML, where dollar signs and the like mean nothing.
        var isVerbatim = false
        /// How many quotations its block stands in.
        var quoteDepth = 0
        /// Whether its block stands in a list item.
        var isInItem = false
        /// The column at which the content of its block starts, from 1.
        var contentColumn = 1
        /// The first and the last line, from 0, of the paragraph or heading that it belongs to; else itself.
        var block: ClosedRange<Int>
    }

    /// The lines, from 0.
    private(set) var lines: [Line]

    init(lineCount: Int) {
        lines = (0..<lineCount).map { Line(block: $0...$0) }
    }

    /// Notes a code block or raw HTML on `range`, lines from 1.
    mutating func addVerbatim(_ range: ClosedRange<Int>) {
        for line in range where lines.indices.contains(line - 1) { lines[line - 1].isVerbatim = true }
    }

    /// Notes a paragraph or heading on `range`, lines from 1.
    mutating func addProse(_ range: ClosedRange<Int>, column: Int, quoteDepth: Int, isInItem: Bool) {
        let block = (range.lowerBound - 1)...(range.upperBound - 1)
        for line in block where lines.indices.contains(line) {
            lines[line] = Line(
                quoteDepth: quoteDepth, isInItem: isInItem, contentColumn: column, block: block)
        }
    }

    /// Makes each line of the block from `first` on a block of its own, as a table's rows are.
    mutating func split(from first: Int) {
        let block = lines[first].block
        for line in block { lines[line].block = line < first ? block.lowerBound...(first - 1) : line...line }
    }
}
