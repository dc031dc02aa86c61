/// The table of least costs by which lines are aligned.
struct AlignmentTable {
    private enum Move: UInt8 {
        case none, match, changedNumbers, change, missing, extra, skipWildcard, absorb
    }

    private let pattern: OutputPattern
    private let printed: [ScannedLine]
    private let documentedRange: Range<Int>
    private let printedRange: Range<Int>
    /// The documented lines with their numbers set apart, to see whether a line differs in its numbers only.
    private let shapes: [LinePattern]
    /// The move that leads to each pair of counts of lines, row after row of documented lines.
    private var moves: [Move]

    init(
        _ pattern: OutputPattern, _ printed: [ScannedLine], _ documentedRange: Range<Int>, _ printedRange: Range<Int>
    ) {
        self.pattern = pattern
        self.printed = printed
        self.documentedRange = documentedRange
        self.printedRange = printedRange
        shapes = pattern.texts[documentedRange].map { LinePattern($0, separatesNumbers: true) }
        moves = Array(repeating: .none, count: (documentedRange.count + 1) * (printedRange.count + 1))
    }

    /// Fills the table and reads the cheapest steps off it.
    mutating func steps() -> [Alignment.Step] {
        fill()
        return readBack()
    }

    private mutating func fill() {
        let width = printedRange.count + 1
        var above = [Int](repeating: 0, count: width)
        for column in 1..<max(1, width) {
            above[column] = 2 * column
            moves[column] = .extra
        }
        for row in 0..<documentedRange.count {
            var current = [Int](repeating: 0, count: width)
            if case .line(let line) = pattern.lines[documentedRange.lowerBound + row] {
                for column in 0..<width {
                    let (cost, move) = cheapest(row, column, line, above: above, current: current)
                    current[column] = cost
                    moves[(row + 1) * width + column] = move
                }
            } else {
                for column in 0..<width {
                    let absorbed = column > 0 ? current[column - 1] : Int.max
                    let skips = above[column] <= absorbed
                    current[column] = min(above[column], absorbed)
                    moves[(row + 1) * width + column] = skips ? .skipWildcard : .absorb
                }
            }
            above = current
        }
    }

    private func cheapest(
        _ row: Int, _ column: Int, _ line: LinePattern, above: [Int], current: [Int]
    ) -> (Int, Move) {
        var best = (cost: above[column] + 3, move: Move.missing)
        guard column > 0 else { return best }
        let printedLine = printed[printedRange.lowerBound + column - 1]
        func consider(_ cost: Int, _ move: Move) {
            if cost <= best.cost { best = (cost, move) }
        }
        consider(current[column - 1] + 2, .extra)
        let before = above[column - 1]
        consider(before + 3, .change)
        if before + 2 <= best.cost, shapes[row].matches(printedLine, allows: { _ in true }) {
            consider(before + 2, .changedNumbers)
        }
        if before <= best.cost, pattern.matches(printedLine, line) { consider(before, .match) }
        return best
    }

    private func readBack() -> [Alignment.Step] {
        let width = printedRange.count + 1
        var steps: [Alignment.Step] = []
        var row = documentedRange.count
        var column = printedRange.count
        var absorbedEnd: Int?
        while row > 0 || column > 0 {
            let documented = documentedRange.lowerBound + row - 1
            let line = printedRange.lowerBound + column - 1
            switch moves[row * width + column] {
            case .match: steps.append(.match(documented: documented, printed: line))
            case .changedNumbers, .change: steps.append(.change(documented: documented, printed: line))
            case .missing: steps.append(.missing(documented: documented))
            case .extra, .none: steps.append(.extra(printed: line))
            case .absorb: absorbedEnd = absorbedEnd ?? line + 1
            case .skipWildcard:
                steps.append(.wildcard(documented: documented, printed: (line + 1)..<(absorbedEnd ?? line + 1)))
                absorbedEnd = nil
            }
            switch moves[row * width + column] {
            case .match, .changedNumbers, .change:
                row -= 1
                column -= 1
            case .missing, .skipWildcard: row -= 1
            case .extra, .absorb, .none: column -= 1
            }
        }
        return steps.reversed()
    }
}
