/// Documented lines beside the printed ones, so that as few as possible are left without a partner.
struct Alignment {
    /// One documented line, one printed line, or both side by side.
    enum Step: Equatable {
        /// The printed line matches the documented one.
        case match(documented: Int, printed: Int)
        /// The printed line takes the documented one's place without matching it.
        case change(documented: Int, printed: Int)
        /// The documented line was not printed.
        case missing(documented: Int)
        /// The printed line is not documented.
        case extra(printed: Int)
        /// A line of `...` stands for these printed lines.
        case wildcard(documented: Int, printed: Range<Int>)
    }

    /// The steps, from top to bottom.
    let steps: [Step]

    /// Above this many pairs of lines, only the two ends are aligned.
    private static let pairLimit = 2_000_000

    /// Aligns `printed` with `pattern`.
    ///
    /// Costs, chosen so that a line that changed stays beside the documented one, and that lines stay in one piece:
    /// nothing for a match or a line that `...` stands for, 2 for a line that differs in its numbers only, 3 for one that
    /// differs otherwise, 3 for a missing and 2 for an extra line. The least total is found by dynamic programming.
    init(_ pattern: OutputPattern, _ printed: [ScannedLine]) {
        let count = pattern.lines.count
        func isMatch(_ documented: Int, _ line: Int) -> Bool {
            guard case .line(let linePattern) = pattern.lines[documented] else { return false }
            return pattern.matches(printed[line], linePattern)
        }
        var head = 0
        while head < min(count, printed.count), isMatch(head, head) { head += 1 }
        var tail = 0
        while tail < min(count, printed.count) - head, isMatch(count - 1 - tail, printed.count - 1 - tail) { tail += 1 }

        let documentedRange = head..<(count - tail)
        let printedRange = head..<(printed.count - tail)
        let middle: [Step]
        if documentedRange.count * printedRange.count <= Self.pairLimit {
            var table = AlignmentTable(pattern, printed, documentedRange, printedRange)
            middle = table.steps()
        } else {
            middle = documentedRange.map { .missing(documented: $0) } + printedRange.map { .extra(printed: $0) }
        }
        steps =
            (0..<head).map { .match(documented: $0, printed: $0) } + middle
            + (0..<tail).map {
                .match(documented: documentedRange.upperBound + $0, printed: printedRange.upperBound + $0)
            }
    }
}
