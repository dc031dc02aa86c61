import CellMessages
import ChapterDocument
import SeededRandom

/// What cells might have done, made up: no cell of a fuzzed chapter runs.
struct SyntheticResults {
    private var random: SplitMix

    /// Results that these random numbers make up.
    init(random: SplitMix) {
        self.random = random
    }

    /// The chapter with a result for each cell.
    mutating func executed(_ chapter: Chapter) -> ExecutedChapter {
        ExecutedChapter(chapter: chapter, results: chapter.cells.map { result(for: $0) })
    }

    private mutating func result(for cell: Cell) -> CellResult {
        var result = CellResult(outcome: outcome(of: cell))
        if result.outcome == .skipped || result.outcome == .notReached { return result }
        for _ in 0..<Int.random(in: 0...3, using: &random) { result.outputs.append(output(of: cell)) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            result.checks = [
                Check(name: text(), passed: .random(using: &random), detail: text(), line: pick([0, 1, -1, .max]))
            ]
        }
        result.seconds = pick([0, 1e-9, 0.3, 59.96, 3600, 1e9])
        return result
    }

    private mutating func outcome(of cell: Cell) -> CellResult.Outcome {
        let position = pick([
            cell.range.start, SourcePosition(line: 0), SourcePosition(line: 1_000_000, column: 1_000_000),
        ])
        let note = CellFailure.Note(position: Bool.random(using: &random) ? position : nil, message: text())
        let kind = pick([CellFailure.Kind.compile, .trap, .thrown, .timeout, .exited, .didNotFailAsExpected])
        let failure = CellFailure(kind: kind, notes: [note, note])
        return switch Int.random(in: 0..<10, using: &random) {
        case 0: .failed(failure)
        case 1: .failedAsExpected(failure)
        case 2: .skipped
        case 3: .notReached
        default: .succeeded
        }
    }

    /// What the cell is documented to print, whole or damaged, or something else altogether.
    private mutating func output(of cell: Cell) -> CellOutput {
        let documented = cell.documentedOutput?.text ?? text()
        switch Int.random(in: 0..<8, using: &random) {
        case 0...2: return .text(.standardOutput, documented)
        case 3:
            var lines = documented.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            lines.insert(text(), at: Int.random(in: 0...lines.count, using: &random))
            return .text(.standardOutput, lines.joined(separator: "\n"))
        case 4: return .text(.standardError, text())
        case 5:
            return .text(
                .standardOutput, (text() + pick(["", "\n"])).repeated(Int.random(in: 1...2000, using: &random)))
        default: return .display(id: Int.random(in: 0...2, using: &random), receivedDisplay())
        }
    }

    /// A display that comes through the channel from a cell.
    private mutating func receivedDisplay() -> Display {
        while true {
            let display = display()
            if CellMessage.display(id: 0, display).inconsistency == nil { return display }
        }
    }

    /// A display such as a cell can send that goes about it by itself.
    private mutating func display() -> Display {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let panels = (0..<Int.random(in: 0...3, using: &random)).map { _ in panel() }
            return .figure(Figure(title: text(), summary: text(), panels: panels))
        case 1:
            let sizes = [1, 2, 28, 28, 0, -1, 1 << 40, .max]
            return .images(
                ImageGrid(
                    title: text(), width: pick(sizes), height: pick(sizes), isColored: .random(using: &random),
                    columns: pick(sizes),
                    images: (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        .init(
                            caption: text(), isHighlighted: .random(using: &random),
                            pixels: Array(repeating: 7, count: pick([1, 3, 4, 784, 2352])))
                    }))
        case 2:
            let nodes = (0..<Int.random(in: 0...6, using: &random)).map { index in
                ComputationGraph.Node(
                    kind: pick([.leaf, .operation, .module]), name: text(), operations: texts(),
                    shape: pick([[], [2, 3]]),
                    values: text(), gradient: text(), inputs: pick([[], [0], [index - 1], [0, 1], [7]]))
            }
            return .graph(ComputationGraph(title: text(), nodes: nodes))
        default:
            let rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in texts() }
            return .table(Table(title: text(), columns: texts(), rows: rows))
        }
    }

    private mutating func panel() -> Panel {
        if Int.random(in: 0..<3, using: &random) == 0 {
            return .heatMap(
                HeatMap(
                    title: text(), xAxis: axis(), yAxis: axis(), columns: pick([0, 1, 3, -1, .max]), values: numbers()))
        }
        let series = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Series(name: text(), mark: pick([.line, .points, .bars, .histogram]), x: numbers(), y: numbers())
        }
        return .plot(Plot(title: text(), xAxis: axis(), yAxis: axis(), series: series))
    }

    private mutating func axis() -> Axis {
        Axis(
            label: text(), scale: pick([.linear, .logarithmic]), lowerBound: pick([nil, number()]),
            upperBound: pick([nil, number()]),
            categories: Bool.random(using: &random) ? [] : texts())
    }

    private mutating func numbers() -> [Double] {
        let isTame = Bool.random(using: &random)
        return (0..<pick([0, 1, 2, 5, 60])).map { isTame ? Double($0) * 0.37 : number() }
    }

    private mutating func number() -> Double {
        pick([
            0, 1, -1, 0.1, 1e-300, 1e300, -1e300, .nan, .infinity, -.infinity, .greatestFiniteMagnitude,
            .leastNonzeroMagnitude,
            Double.random(in: -1e3...1e3, using: &random), 9_007_199_254_740_994, -0.0,
        ])
    }

    private mutating func texts() -> [String] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in text() }
    }

    private mutating func text() -> String {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(Tokens.inline) }.joined(
            separator: pick(["", " ", "\n"]))
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }
}
