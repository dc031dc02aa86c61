import CellMessages
import ChapterDocument
import OutputVerification

/// Shows a cell: its code, what it printed and displayed, its checks, and how it ended.
struct CellRenderer {
    let context: PageContext

    private var phrases: Phrases { context.phrases }

    /// The cell and what it did. `label` names the first thing that it draws.
    func node(
        _ cell: Cell, _ result: CellResult, verdict: ChapterVerdict.Cell?, label: String?
    ) throws(ReportError) -> HTMLNode {
        var outputs = try self.outputs(cell, result, label: label)
        if case .differs(let diff) = verdict?.verdict {
            outputs.append(.shown(DiffRenderer(context: context).node(diff)))
        }
        let code = try code(cell, markedLines: failingLines(cell, result))
        let isFolded = cell.options.codeDisplay == .fold
        var values = TemplateValues()
        values.set("words", fields: context.words)
        values.set("cellAnchor", text: context.anchors.cell(cell))
        values.set("cellName", text: "\(phrases.cell) \(cell.index + 1)" + (cell.options.id.map { " (\($0))" } ?? ""))
        values.set("state", text: Self.styleClass(of: result.outcome))
        values.set("code", markup: isFolded ? nil : code?.html)
        values.set("foldedCode", markup: isFolded ? code?.html : nil)
        let choices = try ChoicesRenderer(context: context).node(cell, result) { variant throws(ReportError) in
            var result = result
            (result.outputs, result.checks, result.outcome) = (variant.outputs, variant.checks, .succeeded)
            return markups(of: try self.outputs(cell, result, label: label)).joined(separator: "\n")
        }
        values.set("choices", markup: choices?.html)
        values.set("outputs", list: outputs.map(\.templateValues))
        let place =
            context.options.placeNames != .file
            ? HTMLNode.text("\(phrases.cell) \(cell.index + 1)") : context.link(to: cell.codeStart)
        values.set("place", markup: code == nil && outputs.isEmpty ? nil : place.html)
        values.set("remark", text: remark(result))
        if let verdict, !cell.options.isQuiet, let words = phrases.verification.matches(verdict) {
            values.set("match", text: VerificationSummary.Result.matched.marked(words))
        }
        return .markup(context.template.markup(.cell, values))
    }

    /// Outputs as the template shows them, each by itself.
    private func markups(of outputs: [ShownOutput]) -> [String] {
        outputs.map { output in
            let markup = context.template.markup(.output, output.templateValues)
            return String(markup.drop(while: \.isNewline).reversed().drop(while: \.isNewline).reversed())
        }
    }

    /// The code; nil where it is hidden. A failure is told at the code's lines, so then they are there to see.
    private func code(_ cell: Cell, markedLines: [Int]) throws(ReportError) -> HTMLNode? {
        guard cell.options.codeDisplay != .hide || !markedLines.isEmpty else { return nil }
        return try CodeRenderer(context: context).block(cell.code, language: "swift", markedLines: markedLines)
    }

    /// The lines of the code, from 0, that a failure names; those of the compiler's mere notes are left as they are.
    private func failingLines(_ cell: Cell, _ result: CellResult) -> [Int] {
        guard case .failed(let failure) = result.outcome else { return [] }
        let count = cell.code.split(separator: "\n", omittingEmptySubsequences: false).count
        let faults = failure.notes.filter { !$0.isExplanation }
        let lines = faults.compactMap { $0.position.map { $0.line - cell.codeStart.line } }
        return Set(lines.filter { (0..<count).contains($0) }).sorted()
    }

    private func outputs(_ cell: Cell, _ result: CellResult, label: String?) throws(ReportError) -> [ShownOutput] {
        var outputs = try ownOutputs(cell, result, label: label)
        // A check that does not hold is news even where outputs are left out.
        let checks = cell.options.isQuiet ? result.checks.filter { !$0.passed } : result.checks
        outputs += ChecksRenderer(phrases: phrases).nodes(checks).map(ShownOutput.shown)
        return outputs + OutcomeRenderer(context: context).nodes(cell, result.outcome).map(ShownOutput.shown)
    }

    /// What the cell printed and displayed.
    private func ownOutputs(
        _ cell: Cell, _ result: CellResult, label: String?
    ) throws(ReportError) -> [ShownOutput] {
        var outputs: [ShownOutput] = []
        var mark = label.flatMap(context.mark)
        if !cell.options.isQuiet {
            let renderer = OutputRenderer(context: context)
            for (index, output) in result.outputs.enumerated() {
                let name = context.anchors.own("\(context.anchors.cell(cell))-\(index + 1)")
                outputs.append(try renderer.shown(output, named: name, mark: output.isDrawing ? mark : nil))
                if output.isDrawing { mark = nil }
            }
        }
        if let label, mark != nil, result.outcome == .succeeded {
            context.warn(
                "The cell has the label `\(label)` and shows no figure",
                advice: "let it draw one, or take the label out",
                at: cell.codeStart)
        }
        return outputs
    }

    /// How long the cell ran, where that is asked for, or how far it has come.
    private func remark(_ result: CellResult) -> String? {
        switch result.outcome {
        case .skipped, .notReached: nil
        case .waiting: phrases.waiting
        case .running: phrases.running
        // What does not compile does not run.
        case .failed(let failure) where failure.kind == .compile: nil
        case .failedAsExpected(let failure) where failure.kind == .compile: nil
        case .succeeded, .failed, .failedAsExpected:
            context.options.showsTimes ? phrases.duration(result.seconds) : nil
        }
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
