import CellMessages
import ChapterDocument

/// Whether a chapter does what it says: every cell's output against what is documented, and every check.
public struct ChapterVerdict: Equatable, Sendable {
    /// One cell of a chapter and its verdict.
    public struct Cell: Equatable, Sendable {
        /// What messages call the cell.
        public var name: String
        /// The line of the cell's opening fence.
        public var line: Int
        /// The line of the documented output's opening fence; nil where nothing is documented.
        public var outputLine: Int?
        /// What became of the documented output.
        public var verdict: CellVerdict
        /// The checks that the cell made, in order.
        public var checks: [Check]
        /// What the compiler has against the cell's code, which still compiles.
        public var warnings: [CellFailure.Note]
        /// Seconds the cell ran.
        public var seconds: Double

        /// A cell and its verdict.
        public init(
            name: String, line: Int, outputLine: Int? = nil, verdict: CellVerdict, checks: [Check] = [],
            warnings: [CellFailure.Note] = [], seconds: Double = 0
        ) {
            self.name = name
            self.line = line
            self.outputLine = outputLine
            self.verdict = verdict
            self.checks = checks
            self.warnings = warnings
            self.seconds = seconds
        }
    }

    /// The chapter's path as the user gave it.
    public var path: String
    /// The cells, in the order they run; empty where the chapter could not be read.
    public var cells: [Cell]
    /// What is wrong with the chapter's text; with an error among them, nothing ran.
    public var diagnostics: [Diagnostic]
    /// Whether every cell that prints needs a documented output, and the compiler may have nothing against any.
    public var isStrict: Bool
    /// The digest of everything that the cells printed and displayed; nil where they did not run.
    public var outputDigest: String?

    /// A chapter and its cells' verdicts.
    public init(
        path: String, cells: [Cell], diagnostics: [Diagnostic] = [], isStrict: Bool = false, outputDigest: String? = nil
    ) {
        self.outputDigest = outputDigest
        self.path = path
        self.cells = cells
        self.diagnostics = diagnostics
        self.isStrict = isStrict
    }

    /// The verdict on a chapter that could not be read.
    public init(unreadable path: String, because error: ChapterError) {
        self.init(path: path, cells: [], diagnostics: error.diagnostics)
    }

    /// Whether the chapter does what it says.
    public var isOK: Bool {
        !diagnostics.contains { $0.severity == .error } && cells.allSatisfy(isOK)
    }

    /// Whether a cell of this chapter does what it says: its output, and every check it makes.
    public func isOK(_ cell: Cell) -> Bool {
        guard cell.checks.allSatisfy(\.passed), !isStrict || cell.warnings.isEmpty else { return false }
        switch cell.verdict {
        case .matched, .illustrative, .skipped, .failedAsExpected: return true
        case .undocumented(let printed): return !(isStrict && printed)
        case .differs, .failed, .notRun: return false
        }
    }

    /// How many cells there are of each verdict, and how many checks.
    public var counts: VerdictCounts { VerdictCounts(cells) }
}
