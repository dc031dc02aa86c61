import CellExecution
import CellMessages
import ChapterDocument
import Synchronization

/// Tells on standard error how far a chapter's cells have come: one live line on a terminal, else a line a cell.
final class RunProgress: Sendable {
    private let path: String
    private let cellCount: Int
    private let isLive: Bool
    private let style = Style(isColored: Console.Stream.error.isColored)
    private let failures: DiagnosticText
    private let lineIsOpen = Mutex(false)

    /// - Parameters:
    ///   - chapter: The chapter that runs.
    ///   - name: What messages call its file.
    ///   - isAlone: Whether no other chapter shows its progress at the same time.
    init(_ chapter: Chapter, shownAs name: String, isAlone: Bool) {
        isLive = isAlone && Console.Stream.error.isTerminal
        path = name.withVisibleControls()
        cellCount = chapter.cells.count
        failures = DiagnosticText(chapter: chapter.text, style: style)
    }

    /// Tells one event.
    func report(_ event: ExecutionEvent) {
        switch event {
        case .started(let cell): showLine("\(position(of: cell)) \(cell.name)")
        case .message(let cell, .progress(let progress)):
            showLine("\(position(of: cell)) \(cell.name)", progress)
        case .message(let cell, .remark(let words)):
            showText(failures.text(remark: words, on: cell, path: path))
        case .turning(let cell, let runs, let time):
            showText(
                "\(position(of: cell)) \(cell.name): runs \(runs) more \(runs == 1 ? "time" : "times"), for the other values of its parameters: "
                    + "about \(seconds(time))\n")
        case .message, .asideKnown: break
        case .ended(let cell, let result):
            if !result.warnings.isEmpty { showText(failures.text(warnings: result.warnings, path: path)) }
            if let failure = result.failure {
                showText(failures.text(failure, of: cell, path: path, outputs: result.outputs))
            } else if !isLive {
                showText("\(position(of: cell)) \(cell.name): \(seconds(result.seconds))\n")
            }
        case .compilingFailed(let cell, _):
            showText(style.yellow("\(path): cell `\(cell.name)` does not compile; the cells before it still run\n"))
        case .leftThreads: break
        case .isolationGaps(let gaps): IsolationWarning.showOnce(gaps)
        }
    }

    /// Clears the live line, so that other text can follow.
    func finish() {
        showText("")
    }

    private func position(of cell: Cell) -> String {
        "\(path) [\(cell.index + 1)/\(cellCount)]"
    }

    /// Shows the live line, as much of it as fits into the terminal's width.
    private func showLine(_ text: String, _ progress: Progress? = nil) {
        guard isLive else { return }
        var line = String(text.prefix(Console.width - 1))
        if let progress {
            let numbers = " \(progress.completed)/\(progress.total) \(progress.label)"
            let barWidth = min(20, Console.width - 3 - text.count - numbers.count)
            if barWidth >= 0 { line += "  " + bar(progress, width: barWidth) + numbers }
        }
        lineIsOpen.withLock { lineIsOpen in
            Console.write(line, to: .error, clearsLine: true)
            lineIsOpen = true
        }
    }

    private func bar(_ progress: Progress, width: Int) -> String {
        let done = progress.total > 0 ? min(max(progress.completed * width / progress.total, 0), width) : 0
        return String(repeating: "━", count: done) + style.dim(String(repeating: "─", count: width - done))
    }

    private func showText(_ text: String) {
        lineIsOpen.withLock { lineIsOpen in
            Console.write(text, to: .error, clearsLine: lineIsOpen)
            lineIsOpen = false
        }
    }
}

/// A time as people read it, such as `0.3 s` or `41 s`.
func seconds(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return value < 10 ? "\(tenths) s" : "\(Int(value.rounded())) s"
}
