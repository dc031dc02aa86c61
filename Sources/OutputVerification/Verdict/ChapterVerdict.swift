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
        /// What became of the documented figures; nil where there is nothing to say.
        public var figures: FigureVerdict?
        /// The checks that the cell made, in order.
        public var checks: [Check]
        /// What the compiler has against the cell's code, which still compiles.
        public var warnings: [CellFailure.Note]
        /// Seconds the cell ran.
        public var seconds: Double

        /// A cell and its verdict.
        public init(
            name: String, line: Int, outputLine: Int? = nil, verdict: CellVerdict, figures: FigureVerdict? = nil,
            checks: [Check] = [], warnings: [CellFailure.Note] = [], seconds: Double = 0
        ) {
            self.name = name
            self.line = line
            self.outputLine = outputLine
            self.verdict = verdict
            self.figures = figures
            self.checks = checks
            self.warnings = warnings
            self.seconds = seconds
        }
    }

    /// Something that the prose says of what the cells compute, and its verdict.
    public struct Value: Equatable, Sendable {
        /// The words and their expression.
        public var documented: DocumentedValue
        /// Whether they are right.
        public var verdict: ValueVerdict

        /// A value and its verdict.
        public init(_ documented: DocumentedValue, verdict: ValueVerdict) {
            self.documented = documented
            self.verdict = verdict
        }
    }

    /// Python under a tab, and its verdict.
    public struct Tab: Equatable, Sendable {
        /// The tab.
        public var documented: PythonTab
        /// Whether it says the same as the cell beside it.
        public var verdict: TabVerdict

        /// A tab and its verdict.
        public init(_ documented: PythonTab, verdict: TabVerdict) {
            self.documented = documented
            self.verdict = verdict
        }
    }

    /// The chapter's path as the user gave it.
    public var path: String
    /// The cells, in the order they run; empty where the chapter could not be read.
    public var cells: [Cell]
    /// What the prose says of what the cells compute, in the order of reading.
    public var values: [Value]
    /// The exercises, in the order of reading.
    public var exercises: [Exercise] = []
    /// The Python under tabs, in the order of reading; empty where it was not to be run.
    public var tabs: [Tab] = []
    /// For a report that carries the chapter: whether the page is the one that the chapter gives; nil where there is no page, or
    /// the two could not be compared.
    public var isRightPage: Bool?
    /// What is wrong with the chapter's text; with an error among them, nothing ran.
    public var diagnostics: [Diagnostic]
    /// Whether every cell that prints or shows something needs a documented output, and the compiler may have nothing
    /// against any.
    public var isStrict: Bool
    /// The digest of everything that the cells printed and displayed; nil where they did not run, or there are none.
    public var outputDigest: String?

    /// A chapter and its cells' verdicts.
    public init(
        path: String, cells: [Cell], values: [Value] = [], diagnostics: [Diagnostic] = [], isStrict: Bool = false,
        outputDigest: String? = nil
    ) {
        self.outputDigest = outputDigest
        self.path = path
        self.cells = cells
        self.values = values
        self.diagnostics = diagnostics
        self.isStrict = isStrict
    }

    /// The verdict on a chapter that could not be read.
    public init(unreadable path: String, because error: ChapterError) {
        self.init(path: path, cells: [], diagnostics: error.diagnostics)
    }

    /// Whether the chapter could not be read, so that nothing ran.
    var cannotBeRead: Bool { cells.isEmpty && diagnostics.contains { $0.severity == .error } }

    /// Whether the chapter does what it says.
    public var isOK: Bool {
        !diagnostics.contains { $0.severity == .error } && cells.allSatisfy(isOK)
            && values.allSatisfy(\.verdict.isOK) && exercises.allSatisfy(\.verdict.isOK) && tabs.allSatisfy(isOK)
    }

    /// Whether the Python under a tab says the same as the cell beside it, as far as it could be run.
    public func isOK(_ tab: Tab) -> Bool {
        switch tab.verdict {
        case .matched, .ran: true
        case .undocumented, .notRun: !isStrict
        case .silent, .unexpected, .differs, .failed: false
        }
    }

    /// Whether a cell of this chapter does what it says: its output, and every check it makes.
    public func isOK(_ cell: Cell) -> Bool {
        guard cell.checks.allSatisfy(\.passed), !isStrict || cell.warnings.isEmpty else { return false }
        switch cell.figures {
        case .differ: return false
        case .undocumented where isStrict: return false
        case .matched, .undocumented, .uncompared, nil: break
        }
        switch cell.verdict {
        case .matched, .illustrative, .skipped: return true
        case .failedAsExpected(_, let isUndocumented): return !(isStrict && isUndocumented)
        case .undocumented(let printed): return !(isStrict && printed)
        case .differs, .failed, .notRun: return false
        }
    }

    /// How many cells there are of each verdict, and how many checks.
    public var counts: VerdictCounts { VerdictCounts([self]) }
}
