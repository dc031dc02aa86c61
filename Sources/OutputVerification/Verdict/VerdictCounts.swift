/// How many cells there are of each verdict, how many checks, values in the prose, exercises and tabs.
public struct VerdictCounts: Equatable, Sendable {
    /// Cells in all.
    public var cells = 0
    /// Cells that printed what is documented.
    public var matched = 0
    /// Cells that printed something else.
    public var differing = 0
    /// Cells whose documented output is an example.
    public var illustrative = 0
    /// Cells that printed although nothing is documented.
    public var undocumented = 0
    /// Cells that printed nothing and have nothing documented.
    public var silent = 0
    /// Cells that are shown and not run.
    public var skipped = 0
    /// Cells that did not run because an earlier one failed.
    public var notRun = 0
    /// Cells that failed.
    public var failed = 0
    /// Cells that failed as they were meant to.
    public var failedAsExpected = 0
    /// Figures and tables that are as documented.
    public var matchedFigures = 0
    /// Cells that show something else than is documented.
    public var differingFigures = 0
    /// Checks that held.
    public var passedChecks = 0
    /// Checks that did not hold.
    public var failedChecks = 0
    /// Values and claims in the prose that are right.
    public var rightValues = 0
    /// Values and claims in the prose that are wrong, or whose expressions have no value.
    public var wrongValues = 0
    /// Values and claims in the prose that were not evaluated, because something before them failed.
    public var unknownValues = 0
    /// Exercises that prove themselves.
    public var provenExercises = 0
    /// Exercises that do not.
    public var faultyExercises = 0
    /// Exercises whose solutions are kept elsewhere.
    public var withheldExercises = 0
    /// Exercises whose answers were not all run, because something before them failed.
    public var unknownExercises = 0
    /// Python tabs that print what is documented beside them.
    public var matchedTabs = 0
    /// Python tabs that ran and had nothing to compare.
    public var ranTabs = 0
    /// Python tabs that failed, or print something else.
    public var wrongTabs = 0
    /// Python tabs that were not run.
    public var unknownTabs = 0

    /// The counts of no cells.
    public init() {}

    /// The counts of all that is in `verdicts`.
    public init(_ verdicts: [ChapterVerdict]) {
        for value in verdicts.flatMap(\.values) {
            switch value.verdict {
            case .matched, .holds: rightValues += 1
            case .notRun: unknownValues += 1
            case .differs, .isFalse, .unclear, .failed: wrongValues += 1
            }
        }
        for exercise in verdicts.flatMap(\.exercises) {
            switch exercise.verdict {
            case .proven: provenExercises += 1
            case .faulty: faultyExercises += 1
            case .withheld: withheldExercises += 1
            case .notRun: unknownExercises += 1
            }
        }
        for tab in verdicts.flatMap(\.tabs) {
            switch tab.verdict {
            case .matched: matchedTabs += 1
            case .ran, .undocumented: ranTabs += 1
            case .silent, .unexpected, .differs, .failed: wrongTabs += 1
            case .notRun: unknownTabs += 1
            }
        }
        for cell in verdicts.flatMap(\.cells) {
            self.cells += 1
            switch cell.verdict {
            case .matched: matched += 1
            case .differs: differing += 1
            case .illustrative: illustrative += 1
            case .undocumented(printed: true): undocumented += 1
            case .undocumented(printed: false): silent += 1
            case .skipped: skipped += 1
            case .notRun: notRun += 1
            case .failed: failed += 1
            case .failedAsExpected: failedAsExpected += 1
            }
            switch cell.figures {
            case .matched(let number): matchedFigures += number
            case .differ: differingFigures += 1
            case .undocumented, .uncompared, nil: break
            }
            for check in cell.checks {
                if check.passed { passedChecks += 1 } else { failedChecks += 1 }
            }
        }
    }
}
