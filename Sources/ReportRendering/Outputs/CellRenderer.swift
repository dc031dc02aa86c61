import CellMessages
import ChapterDocument
import OutputVerification

/// Shows a cell: its code, what it printed and displayed, its checks, and how it ended.
struct CellRenderer {
    let context: PageContext

    private var phrases: Phrases { context.phrases }

    /// The cell and what it did.
    func node(_ cell: Cell, _ result: CellResult, verdict: CellVerdict?) throws(ReportError) -> HTMLNode {
        var content = try code(cell, markedLines: failingLines(cell, result))
        var outputs = self.outputs(cell, result)
        if case .differs(let diff) = verdict { outputs.append(DiffRenderer(context: context).node(diff)) }
        if !outputs.isEmpty { content.append(.tag("div", .class("outputs"), content: outputs)) }
        let name = "\(phrases.cell) \(cell.index + 1)" + (cell.options.id.map { " (\($0))" } ?? "")
        if cell.options.codeDisplay != .hide || !outputs.isEmpty { content.append(footer(cell, result)) }
        return .tag(
            "div", .class("cell \(Self.styleClass(of: result.outcome))"), .id(Self.anchor(of: cell)),
            .attribute("role", "group"), .label(name), content: content)
    }

    /// The identifier of the cell's element.
    static func anchor(of cell: Cell) -> String {
        "cell-" + (cell.options.id ?? "\(cell.index + 1)")
    }

    private func code(_ cell: Cell, markedLines: [Int]) throws(ReportError) -> [HTMLNode] {
        let renderer = CodeRenderer(context: context)
        // A failure is told at the code's lines, so they are there to see.
        return switch markedLines.isEmpty ? cell.options.codeDisplay : .shown {
        case .hide: []
        case .shown: [try renderer.block(cell.code, language: "swift", markedLines: markedLines)]
        case .fold:
            [
                .tag(
                    "details", .class("fold"),
                    content: .tag("summary", text: phrases.showCode),
                    try renderer.block(cell.code, language: "swift", markedLines: markedLines))
            ]
        }
    }

    /// The lines of the code, from 0, that a failure names.
    private func failingLines(_ cell: Cell, _ result: CellResult) -> [Int] {
        guard case .failed(let failure) = result.outcome else { return [] }
        let count = cell.code.split(separator: "\n", omittingEmptySubsequences: false).count
        let lines = failure.notes.compactMap { $0.position.map { $0.line - cell.codeStart.line } }
        return Set(lines.filter { (0..<count).contains($0) }).sorted()
    }

    private func outputs(_ cell: Cell, _ result: CellResult) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        if !cell.options.isQuiet {
            let renderer = OutputRenderer(context: context)
            for (index, output) in result.outputs.enumerated() {
                nodes.append(renderer.node(output, named: "\(Self.anchor(of: cell))-\(index + 1)"))
            }
        }
        // A check that does not hold is news even where outputs are left out.
        let checks = cell.options.isQuiet ? result.checks.filter { !$0.passed } : result.checks
        nodes += ChecksRenderer(phrases: phrases).nodes(checks)
        return nodes + OutcomeRenderer(context: context).nodes(cell, result.outcome)
    }

    private func footer(_ cell: Cell, _ result: CellResult) -> HTMLNode {
        var content = [context.link(to: cell.codeStart)]
        switch result.outcome {
        case .skipped, .notReached: break
        case .waiting: content.append(.text(" · \(phrases.waiting)"))
        case .running: content.append(.text(" · \(phrases.running)"))
        case .succeeded, .failed, .failedAsExpected: content.append(.text(" · \(phrases.duration(result.seconds))"))
        }
        return .tag("p", .class("cell-facts"), content: content)
    }

    private static func styleClass(of outcome: CellResult.Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .failedAsExpected: "expected-failure"
        case .failed: "failed"
        case .skipped, .notReached: "idle"
        case .waiting: "waiting"
        case .running: "running"
        }
    }
}

extension Phrases {
    /// A run time in two significant digits or in minutes.
    func duration(_ time: Double) -> String {
        switch time {
        case ..<0.095: "\(max(1, Int((time * 1000).rounded()))) ms"
        case ..<9.95: "\(DecimalText.significant(time, digits: 2)) \(seconds)"
        case ..<119.5: "\(Int(time.rounded())) \(seconds)"
        default: "\(Int((time / 60).rounded())) \(minutes)"
        }
    }
}
