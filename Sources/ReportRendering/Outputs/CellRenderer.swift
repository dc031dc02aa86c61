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
        return switch cell.options.codeDisplay {
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
        if !cell.options.isQuiet { nodes = result.outputs.map(OutputRenderer(context: context).node) }
        // A check that does not hold is news even where outputs are left out.
        let checks = cell.options.isQuiet ? result.checks.filter { !$0.passed } : result.checks
        nodes += self.checks(checks)
        switch result.outcome {
        case .succeeded: break
        case .failed(let failure): nodes.append(notice("failure", phrases.failed, failure))
        case .failedAsExpected(let failure): nodes.append(notice("expected", phrases.failedAsExpected, failure))
        case .skipped: nodes += notRun(cell, phrases.skipped)
        case .notReached: nodes += notRun(cell, phrases.notReached)
        }
        return nodes
    }

    private func notRun(_ cell: Cell, _ words: String) -> [HTMLNode] {
        var nodes: [HTMLNode] = [.tag("p", .class("notice idle"), text: words)]
        if let documented = cell.documentedOutput, !cell.options.isQuiet {
            nodes.append(.tag("p", .class("stream"), text: phrases.documentedOutput))
            nodes.append(.tag("pre", .class("text"), .attribute("tabindex", "0"), text: documented.text))
        }
        return nodes
    }

    private func notice(_ kind: String, _ words: String, _ failure: CellFailure) -> HTMLNode {
        .tag(
            "div", .class("notice \(kind)"),
            content: [
                .tag("p", .class("notice-title"), text: "\(words)\(phrases.colon)\(phrases.words(for: failure.kind))")
            ]
                + failure.notes.map { note in
                    .tag(
                        "pre", .attribute("tabindex", "0"),
                        content: [
                            note.position.map { .tag("span", .class("place"), text: "\(place($0)): ") } ?? .nothing,
                            .text(note.message),
                        ])
                })
    }

    /// Checks that do not hold first; those that hold are folded where they are many.
    private func checks(_ checks: [Check]) -> [HTMLNode] {
        guard !checks.isEmpty else { return [] }
        let passed = checks.filter(\.passed)
        guard passed.count > VerificationSummary.listedChecks else { return [list(checks)] }
        let missed = checks.filter { !$0.passed }
        let words = phrases.verification.checksHold.replacing("%", with: "\(passed.count)")
        let folded = HTMLNode.tag(
            "details", .class("checks"), content: .tag("summary", .class("verdict"), text: words), list(passed))
        return (missed.isEmpty ? [] : [list(missed)]) + folded
    }

    private func list(_ checks: [Check]) -> HTMLNode {
        .tag(
            "ul", .class("checks"),
            content: checks.map { check in
                .tag(
                    "li", .class(check.passed ? "passed" : "missed"),
                    content: [
                        .tag("span", .class("verdict"), text: check.passed ? phrases.checkPassed : phrases.checkFailed),
                        .text(" \(check.name)"),
                        check.detail.isEmpty ? .nothing : .tag("span", .class("detail"), text: " \(check.detail)"),
                    ])
            })
    }

    private func footer(_ cell: Cell, _ result: CellResult) -> HTMLNode {
        let words = place(cell.codeStart)
        let link = context.options.sourceAddress.map { address in
            HTMLNode.tag("a", .href("\(address)#L\(cell.codeStart.line)"), text: words)
        }
        var content: [HTMLNode] = [link ?? .text(words)]
        switch result.outcome {
        case .skipped, .notReached: break
        default: content.append(.text(" · \(phrases.duration(result.seconds))"))
        }
        return .tag("p", .class("cell-facts"), content: content)
    }

    /// A place as messages name it: `4.6-dropout.md:42`.
    private func place(_ position: SourcePosition) -> String {
        let file = context.chapter.path.split(separator: "/").last.map(String.init) ?? context.chapter.path
        return "\(file):\(position.line)"
    }

    private static func styleClass(of outcome: CellResult.Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .failedAsExpected: "expected-failure"
        case .failed: "failed"
        case .skipped, .notReached: "idle"
        }
    }
}

extension Phrases {
    fileprivate func words(for kind: CellFailure.Kind) -> String {
        switch kind {
        case .compile: failureKinds.compile
        case .trap: failureKinds.trap
        case .thrown: failureKinds.thrown
        case .timeout: failureKinds.timeout
        case .exited: failureKinds.exited
        case .didNotFailAsExpected: failureKinds.didNotFail
        }
    }

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
