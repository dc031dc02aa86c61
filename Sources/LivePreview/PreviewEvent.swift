import CellMessages
import CellExecution
import ChapterDocument
import OutputVerification

/// What happens while a preview runs, for the terminal.
public enum PreviewEvent: Sendable {
    /// The file is no good chapter; the page stays as it was.
    case rejected(path: String, text: String, diagnostics: [Diagnostic])
    /// The chapter's cells are run from the first that changed on.
    case changed(Chapter)
    /// A cell failed.
    case failed(Chapter, Cell, CellResult)
    /// A cell left threads running, so that an edit below it runs it again.
    case leftThreads(Chapter, Cell)
    /// There is something to say about a cell that it did not say itself.
    case remark(Chapter, Cell, String)
    /// What this system cannot keep cells from.
    case isolationGaps([IsolationGap])
    /// The page shows the chapter as it is now. The findings are what is wrong with it, but for cells that failed.
    case shown(Chapter, ranCells: Int, seconds: Double, hasFailed: Bool, findings: [Finding])
    /// Outputs were accepted into the file.
    case accepted(Chapter, [Acceptance.Change])
    /// Cells cannot be run, or the page cannot be made.
    case broken(path: String, message: String, advice: String?)
}
