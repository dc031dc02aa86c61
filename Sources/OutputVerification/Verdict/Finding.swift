import CellMessages
import ChapterDocument

/// One thing that keeps a chapter from doing what it says, or that its author should know.
public struct Finding: Equatable, Sendable {
    /// The kinds of finding.
    public enum Kind: String, Sendable {
        /// The chapter's text is wrong, or something in it is amiss.
        case text
        /// A cell printed something else than is documented.
        case output
        /// A cell shows another figure than is documented.
        case figure
        /// A cell printed or showed something, nothing is documented, and the verdict is strict.
        case undocumented
        /// A cell failed.
        case failure
        /// A check did not hold.
        case check
        /// The prose says something else than the cells compute.
        case value
        /// The Python under a tab fails, or does not print what is documented beside it.
        case tab
        /// An exercise does not prove itself.
        case exercise
        /// The compiler has something against a cell's code.
        case warning
    }

    /// What kind of finding it is.
    public var kind: Kind
    /// Whether the chapter is not OK because of it.
    public var severity: Diagnostic.Severity
    /// The place in the chapter; nil where the whole file is meant.
    public var position: SourcePosition?
    /// What is wrong, without a full stop.
    public var message: String
    /// More lines about it: further places, or what to do.
    public var notes: [String] = []
    /// Where an output differs.
    public var diff: OutputDiff?

    /// The line and the column; the line alone where that is all that is known.
    var place: String? {
        position.map { $0.column > 1 || kind == .value ? "\($0.line):\($0.column)" : "\($0.line)" }
    }
}

extension ChapterVerdict {
    /// What is wrong with the chapter: its text first, then its cells in order, then its prose, its exercises and its tabs.
    public var findings: [Finding] {
        diagnostics.map { Finding($0) } + cells.flatMap { findings(on: $0) } + values.compactMap { finding(on: $0) }
            + exercises.flatMap { findings(on: $0) }
            + tabs.filter { !$0.verdict.isNotRun }.compactMap { finding(on: $0) }
            + missingPython
    }

    /// What is wrong with the Python under a tab; nil where nothing is, or it was not run.
    public func finding(on tab: Tab) -> Finding? {
        func finding(
            _ message: String, line: Int? = nil, notes: [String] = [], diff: OutputDiff? = nil
        ) -> Finding {
            Finding(
                kind: .tab, severity: .error,
                position: line.map { SourcePosition(line: $0) } ?? tab.documented.range.start,
                message: "the tab `\(tab.documented.tab.name)` \(message)", notes: notes, diff: diff)
        }
        switch tab.verdict {
        case .matched, .ran: return nil
        case .notRun(let reason): return isStrict ? finding("is not run: \(reason)") : nil
        case .undocumented:
            return isStrict ? finding("prints, and no output is documented beside it") : nil
        case .unexpected:
            return finding(
                "prints, and the cell beside it prints nothing",
                notes: ["let the cell print the same, or take the `print` out of the tab"])
        case .silent:
            return finding(
                "prints nothing, and an output is documented beside it",
                notes: ["let it print, or write `quiet` at the tab"])
        case .differs(let diff): return finding("does not print what is documented beside it", diff: diff)
        case .failed(let line, let message):
            let earlier = tabs.last { earlier in
                if case .failed = earlier.verdict {
                    earlier.documented.range.end < tab.documented.range.start
                } else {
                    false
                }
            }
            return finding(
                "fails: \(message)", line: line,
                notes: earlier.map { ["the tab on line \($0.documented.range.start.line) has failed before it"] } ?? [])
        }
    }

    /// That tabs were not run because Python, or a module of it, is missing.
    private var missingPython: [Finding] {
        var reasons: [(reason: String, tabs: [Tab])] = []
        for tab in tabs {
            guard case .notRun(let reason) = tab.verdict else { continue }
            if let index = reasons.firstIndex(where: { $0.reason == reason }) {
                reasons[index].tabs.append(tab)
            } else {
                reasons.append((reason, [tab]))
            }
        }
        return reasons.map { reason, tabs in
            let lines = tabs.map { "\($0.documented.range.start.line)" }.joined(separator: ", ")
            return Finding(
                kind: .tab, severity: isStrict ? .error : .warning,
                position: tabs[0].documented.range.start,
                message:
                    "\(tabs.count == 1 ? "the tab `\(tabs[0].documented.tab.name)` is" : "\(tabs.count) tabs are") not run: \(reason)",
                notes: tabs.count == 1 ? [] : ["on lines \(lines)"])
        }
    }

    /// What is wrong with a value in the prose; nil where it is right, or an earlier failure keeps it from being known.
    public func finding(on value: Value) -> Finding? {
        let documented = value.documented
        func finding(_ message: String, notes: [String] = []) -> Finding {
            Finding(kind: .value, severity: .error, position: documented.position, message: message, notes: notes)
        }
        switch value.verdict {
        case .matched, .holds: return nil
        case .notRun:
            // What keeps it from being known is told at the cell.
            let isTold = cells.contains { cell in
                switch cell.verdict {
                case .failed, .notRun: true
                default: false
                }
            }
            if isTold { return nil }
            return finding("the prose says “\(documented.text)”, but `\(documented.expression)` was not evaluated")
        case .isFalse:
            return finding(
                "the prose says “\(documented.text)”, but `\(documented.expression)` is false")
        case .unclear(let reason):
            return finding("the prose says “\(documented.text)”, which cannot be checked: \(reason)")
        case .differs(let computed, let number):
            let what = number?.sentence ?? "`\(documented.expression)` is \(computed.isEmpty ? "empty" : computed)"
            return finding("the prose says “\(documented.text)”, but \(what)")
        case .failed(let failure):
            let first = failure.notes.firstIndex { !$0.isExplanation } ?? failure.notes.startIndex
            let reason = failure.notes.isEmpty ? "" : ": \(failure.notes[first].message)"
            return finding(
                "the prose says “\(documented.text)”, but `\(documented.expression)` has no value\(reason)",
                notes: failure.notes.indices.filter { $0 != first }.map { failure.notes[$0].message }
                    + (documented.looksUnwrapped ? [Self.unwrapping] : []))
        }
    }

    private static let unwrapping =
        "Swift reads a `!` behind a name as unwrapping: put spaces around `!=`, as in `[3](<swift:n != 4>)`"

    private func figureFinding(on cell: Cell) -> Finding? {
        let position = SourcePosition(line: cell.outputLine ?? cell.line)
        switch cell.figures {
        case .differ(let differences):
            return Finding(
                kind: .figure, severity: .error, position: position,
                message: "\(cell.title): \(differences.joined(separator: "; "))",
                notes: [
                    "look at it, then accept it with `--update`; write `figures=...` where it differs from run to run"
                ])
        case .undocumented(let number) where isStrict:
            return Finding(
                kind: .undocumented, severity: .error, position: position,
                message:
                    "\(cell.title) shows \(count(number)), and \(number == 1 ? "it is" : "they are") not documented",
                notes: ["`--update` puts `figures=` into its `output` block"])
        case .matched, .undocumented, .uncompared, nil: return nil
        }
    }

    /// What is wrong with one cell: its output or how it failed, and its checks.
    public func findings(on cell: Cell) -> [Finding] {
        var findings: [Finding] = []
        switch cell.verdict {
        case .differs(let diff):
            findings.append(
                Finding(
                    kind: .output, severity: .error, position: SourcePosition(line: diff.firstLine),
                    message: "the output of \(cell.title) differs", diff: diff))
        case .failed(let failure): findings.append(Finding(failure, of: cell, path: path))
        case .undocumented(printed: true) where isStrict, .failedAsExpected(_, printsUndocumented: true) where isStrict:
            findings.append(
                Finding(
                    kind: .undocumented, severity: .error, position: SourcePosition(line: cell.line),
                    message: "\(cell.title) prints, and no output is documented",
                    notes: ["put an `output` block after it, or let `--update` do so"]))
        case .matched, .illustrative, .undocumented, .skipped, .notRun, .failedAsExpected: break
        }
        findings += figureFinding(on: cell).map { [$0] } ?? []
        for warning in cell.warnings {
            if let position = warning.position, !warning.isExplanation {
                findings.append(
                    Finding(
                        kind: .warning, severity: isStrict ? .error : .warning, position: position,
                        message: warning.message))
            } else if let last = findings.indices.last {
                findings[last].notes.append(warning.text)
            }
        }
        for check in cell.checks where !check.passed {
            let detail = check.detail.isEmpty ? "" : ": \(check.detail)"
            findings.append(
                Finding(
                    kind: .check, severity: .error, position: SourcePosition(line: check.line),
                    message: "the check `\(check.name)` does not hold\(detail)"))
        }
        return findings
    }
}

extension DocumentedValue {
    /// Whether the expression has `!=` without a space before it.
    fileprivate var looksUnwrapped: Bool { expression.contains(/[\p{L}0-9_)\]]!=/) }
}

extension ChapterVerdict.Cell {
    /// What sentences call the cell: `cell 3`, or `` cell `net` `` where it has an id.
    var title: String { name.hasPrefix("cell ") ? name : "cell `\(name)`" }
}

extension Finding {
    /// What a diagnostic says.
    public init(_ diagnostic: Diagnostic) {
        self.init(
            kind: .text, severity: diagnostic.severity, position: diagnostic.position, message: diagnostic.message,
            notes: diagnostic.advice.map { [$0] } ?? [])
    }

    fileprivate init(_ failure: CellFailure, of cell: ChapterVerdict.Cell, path: String) {
        self.init(
            kind: .failure, severity: .error,
            position: failure.notes.first?.position ?? SourcePosition(line: cell.line),
            message: "\(cell.title) \(failure.sentence)", notes: failure.further(path: path))
    }
}

extension CellFailure {
    /// What happened, as the rest of a sentence about what failed.
    var sentence: String {
        let happening =
            switch kind {
            case .compile: "does not compile"
            case .trap: "crashed"
            case .thrown: "threw an error"
            case .timeout: "took too long"
            case .limit: "went over a limit"
            case .exited: "ended the process it ran in"
            case .stopped: "was stopped"
            case .didNotFailAsExpected: "did not fail as it was meant to"
            }
        return happening + (notes.first.map { ": \($0.message)" } ?? "")
    }

    /// The notes after the first, each with its place in the chapter at `path`.
    func further(path: String) -> [String] {
        notes.dropFirst().map { note in
            (note.position.map { "\(path):\($0.line):\($0.column): " } ?? "") + note.text
        }
    }
}
