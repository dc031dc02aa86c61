import ChapterDocument

/// What became of the Python under a tab.
public enum TabVerdict: Equatable, Sendable {
    /// It printed what is documented below the cell beside it.
    case matched
    /// It ran, and there was nothing to compare.
    case ran
    /// It printed nothing, and an output is documented beside it.
    case silent
    /// It printed something else.
    case differs(OutputDiff)
    /// It printed something, and nothing is documented beside it.
    case undocumented
    /// It printed something, and the cell beside it prints nothing.
    case unexpected
    /// It failed at this line, where that is known.
    case failed(line: Int?, message: String)
    /// It was not run, for this reason.
    case notRun(String)

    /// Whether it was not run.
    var isNotRun: Bool { if case .notRun = self { true } else { false } }

    /// The verdict on what a tab did.
    /// - Parameters:
    ///   - tab: The tab.
    ///   - result: What it did.
    ///   - documented: The documented output of the cell beside it; nil where there is none.
    ///   - isBesideSilence: Whether there is such a cell, and it printed nothing.
    public init(
        verifying tab: PythonTab, _ result: TabResult, beside documented: DocumentedOutput?,
        isBesideSilence: Bool = false
    ) {
        switch result {
        case .failed(let line, let message): self = .failed(line: line, message: message)
        case .notRun(let reason): self = .notRun(reason)
        case .printed(let text):
            let printed = TerminalText.plain(text)
            guard !OutputLines(printed).lines.isEmpty else {
                let isExpected = documented.map {
                    $0.comparison != .illustrative && !OutputLines($0.text).lines.isEmpty
                }
                self = isExpected == true && !tab.tab.isQuiet && !tab.tab.isHidden ? .silent : .ran
                return
            }
            guard var documented, documented.comparison != .illustrative else {
                self = documented != nil ? .ran : isBesideSilence ? .unexpected : .undocumented
                return
            }
            documented.comparison = tab.tab.comparison ?? documented.comparison
            self = OutputDiff(documented, printed: printed).map { .differs($0) } ?? .matched
        }
    }
}
