import ChapterDocument

/// What became of one cell's documented output.
public enum CellVerdict: Equatable, Sendable {
    /// The cell printed what it is documented to print.
    case matched(OutputMatch)
    /// The cell printed something else.
    case differs(OutputDiff)
    /// The documented output is an example and was not compared.
    case illustrative
    /// Nothing is documented; whether the cell printed anything.
    case undocumented(printed: Bool)
    /// The cell is shown and not run.
    case skipped
    /// An earlier cell failed, so this one did not run.
    case notRun
    /// The cell failed.
    case failed(CellFailure)
    /// The cell failed in the way it was meant to, and what it printed before, if documented, matched; whether it printed
    /// something that is not documented.
    case failedAsExpected(CellFailure, printsUndocumented: Bool = false)
}

extension CellVerdict {
    /// Whether there is nothing left to accept.
    package var isAccepted: Bool {
        switch self {
        case .differs, .undocumented(printed: true), .failedAsExpected(_, printsUndocumented: true): false
        case .matched, .illustrative, .undocumented, .skipped, .notRun, .failed, .failedAsExpected: true
        }
    }
}

/// How an output matched.
public struct OutputMatch: Equatable, Sendable {
    /// The way of comparing that the documented output asks for.
    public var comparison: DocumentedOutput.Comparison
    /// Whether the documented output has wildcards, so that part of what was printed was not compared.
    public var hasWildcards: Bool

    /// A match found by `comparison`.
    public init(comparison: DocumentedOutput.Comparison, hasWildcards: Bool = false) {
        self.comparison = comparison
        self.hasWildcards = hasWildcards
    }
}
