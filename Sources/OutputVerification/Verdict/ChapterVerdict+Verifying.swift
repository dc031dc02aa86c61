import CellMessages
import ChapterDocument

extension ChapterVerdict {
    /// Compares what each cell of `executed` printed with what it is documented to print.
    ///
    /// - Parameters:
    ///   - executed: The chapter and what its cells did.
    ///   - tabs: What the Python under tabs did, where it was run.
    ///   - isStrict: Whether every cell that prints or shows something needs a documented output, and the compiler may have
    ///     nothing against any.
    public init(verifying executed: ExecutedChapter, tabs: [TabResult] = [], isStrict: Bool = false) {
        self.init(
            path: executed.chapter.path,
            cells: zip(executed.chapter.cells, executed.results).map { Cell(verifying: $0, $1) },
            values: zip(executed.chapter.values, executed.values).map {
                Value($0, verdict: ValueVerdict(verifying: $0, $1))
            },
            diagnostics: executed.chapter.warnings, isStrict: isStrict,
            outputDigest: executed.succeeded && !executed.results.isEmpty ? executed.outputDigest : nil)
        exercises = zip(executed.chapter.exercises, executed.exercises).map { Exercise(verifying: $0, $1) }
        self.tabs = zip(executed.chapter.pythonTabs, tabs).map { tab, result in
            let documented = tab.cell.flatMap { executed.chapter.cells[$0].documentedOutput }
            let isBesideSilence = tab.cell.map { OutputLines(executed.results[$0].printedText).lines.isEmpty } ?? false
            return Tab(
                tab,
                verdict: TabVerdict(verifying: tab, result, beside: documented, isBesideSilence: isBesideSilence))
        }
    }
}

extension ChapterVerdict.Cell {
    fileprivate init(verifying cell: ChapterDocument.Cell, _ result: CellResult) {
        self.init(
            name: cell.name, line: cell.range.start.line, outputLine: cell.documentedOutput?.range.start.line,
            verdict: CellVerdict(verifying: cell, result), figures: FigureVerdict(verifying: cell, result),
            checks: result.checks + result.checksOfVariants,
            warnings: result.warnings, seconds: result.seconds)
    }
}

extension CellVerdict {
    /// The verdict on what one cell did.
    public init(verifying cell: Cell, _ result: CellResult) {
        switch result.outcome {
        case .skipped: self = .skipped
        case .notReached, .waiting, .running: self = .notRun
        case .failed(let failure): self = .failed(failure)
        case .failedAsExpected(let failure):
            switch CellVerdict(comparing: cell, result.printedText) {
            case .differs(let diff): self = .differs(diff)
            case .undocumented(let printed): self = .failedAsExpected(failure, printsUndocumented: printed)
            default: self = .failedAsExpected(failure)
            }
        case .succeeded: self = CellVerdict(comparing: cell, result.printedText)
        }
    }

    private init(comparing cell: Cell, _ printed: String) {
        guard let documented = cell.documentedOutput else {
            self = .undocumented(printed: !OutputLines(printed).lines.isEmpty)
            return
        }
        if documented.comparison == .illustrative {
            self = .illustrative
        } else if documented.figures != nil, documented.text.allSatisfy(\.isWhitespace),
            OutputLines(printed).lines.isEmpty
        {
            // The block is there for the figures.
            self = .undocumented(printed: false)
        } else if let diff = OutputDiff(documented, printed: printed) {
            self = .differs(diff)
        } else {
            let hasWildcards = OutputPattern(documented).hasWildcards
            self = .matched(OutputMatch(comparison: documented.comparison, hasWildcards: hasWildcards))
        }
    }
}

extension CellResult {
    /// The checks made with other values of the parameters, which their names say.
    fileprivate var checksOfVariants: [Check] {
        variants.flatMap { variant in
            variant.checks.map { check in
                var check = check
                check.name += " (\(choices.words(for: variant.chosen)))"
                return check
            }
        }
    }
}
