import CellExecution
import ChapterDocument
import LivePreview
import OutputVerification
import Synchronization

/// What a preview says on the terminal.
final class PreviewConsole: Sendable {
    private static let style = Style(isColored: Console.Stream.error.isColored)
    private var style: Style { Self.style }
    /// What was said to be wrong with each lesson when it was last shown.
    private let told = Mutex<[String: [Finding]]>([:])
    private let purpose: PreviewPurpose

    init(purpose: PreviewPurpose) {
        self.purpose = purpose
    }

    func show(_ event: PreviewEvent) {
        switch event {
        case .rejected(_, let text, let diagnostics):
            let prose = DiagnosticText(chapter: text, style: style)
            for diagnostic in diagnostics { Console.write(prose.text(diagnostic), to: .error) }
        case .changed(let chapter):
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            for warning in chapter.warnings { Console.write(prose.text(warning), to: .error) }
        case .failed(let chapter, let cell, let result):
            guard let failure = result.failure else { return }
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            Console.write(
                prose.text(failure, of: cell, path: chapter.path, outputs: result.outputs), to: .error)
        case .leftThreads(let chapter, let cell):
            let place = "\(chapter.path.withVisibleControls()):\(cell.range.start.line)"
            Console.write(
                "\(place): cell `\(cell.name)` leaves threads running, so its state cannot be kept: an edit below it "
                    + "runs it again\n", to: .error)
        case .remark(let chapter, let cell, let words):
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            Console.write(prose.text(remark: words, on: cell, path: chapter.path), to: .error)
        case .isolationGaps(let gaps): IsolationWarning.showOnce(gaps)
        // A reader sees it in the page.
        case .shown where purpose == .learning: break
        case .shown(let chapter, let ranCells, let time, let hasFailed, let findings):
            let known = told.withLock { told in
                defer { told[chapter.path] = findings }
                return told[chapter.path] ?? []
            }
            let textStyle: TextStyle = Console.Stream.error.isColored ? .colored : .plain
            for finding in findings where !known.contains(finding) {
                Console.write(finding.text(path: chapter.path, textStyle), to: .error)
            }
            let what = ranCells == 0 ? "no cell ran" : "\(ranCells) \(ranCells == 1 ? "cell" : "cells") ran"
            let problems =
                (hasFailed ? ["a cell failed"] : [])
                + (findings.isEmpty ? [] : ["\(findings.count) \(findings.count == 1 ? "problem" : "problems")"])
            let mark = problems.isEmpty ? style.green("✓") : style.red("✗")
            let words = (["\(what), \(seconds(time))"] + problems).joined(separator: "; ")
            Console.write("\(mark) \(chapter.path.withVisibleControls()): \(words)\n", to: .error)
        case .accepted(let chapter, let changes):
            for change in changes { Console.write(change.text(path: chapter.path), to: .error) }
        case .broken(let path, let message, let advice):
            Console.write(
                "\(style.bold(path.withVisibleControls())): \(style.red("error:")) \(message)\n"
                    + (advice.map { "      \($0)\n" } ?? ""),
                to: .error)
        }
    }

    static func show(_ error: SetupError) {
        Console.write(DiagnosticText(chapter: "", style: style).text(error), to: .error)
    }

    static func show(_ error: PreviewError) {
        let (message, advice) =
            switch error {
            case .portIsTaken(let port): ("port \(port) is already in use", "choose another one with --port")
            case .cannotServe(let reason): ("cannot serve the pages: \(reason)", "choose another port with --port")
            case .cannotWatch(let folder, let reason): ("cannot watch \(folder): \(reason)", "choose another folder")
            }
        show(SetupError(message: message, advice: advice))
    }
}
