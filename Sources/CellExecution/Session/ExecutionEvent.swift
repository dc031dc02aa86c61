import CellMessages
import ChapterDocument

/// Something that happens while a chapter runs.
public enum ExecutionEvent: Sendable {
    /// The compiler rejected a cell, maybe long before its turn.
    case compilingFailed(Cell, CellFailure)
    /// A cell starts.
    case started(Cell)
    /// A running cell said something.
    case message(Cell, CellMessage)
    /// A cell that has parameters to turn will run so many times more, in about so many seconds.
    case turning(Cell, runs: Int, seconds: Double)
    /// A cell ended.
    case ended(Cell, CellResult)
    /// What an expression in the prose, or an answer to an exercise, comes to is known.
    case asideKnown
    /// A cell ended and left threads running, so that its state cannot be kept; told once.
    case leftThreads(Cell)
    /// What this system cannot keep cells from; told before the first cell, where there is something.
    case isolationGaps([IsolationGap])
}
