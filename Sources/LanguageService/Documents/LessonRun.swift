import ChapterDocument
import OutputVerification

/// What the first cells of a lesson did when they last ran, and what that means for the lesson as it is now.
struct LessonRun: Sendable {
    /// The lesson as it ran, up to the last cell that was to run, with the results.
    let executed: ExecutedChapter

    /// The results as those of a lesson: moved to where its cells are, `skipped` for each cell that is another one now, or
    /// that follows one.
    func results(for chapter: Chapter) -> [CellResult] {
        var isSame = chapter.frontMatter.seed == executed.chapter.frontMatter.seed
        return chapter.cells.indices.map { index in
            isSame =
                isSame && executed.results.indices.contains(index)
                && Self.isSame(chapter.cells[index], executed.chapter.cells[index])
            return isSame ? moved(executed.results[index], to: chapter) : CellResult(outcome: .skipped)
        }
    }

    /// What the prose's values came to, of those that have the same expression in the same place.
    private func values(for chapter: Chapter, _ results: [CellResult]) -> [ValueResult] {
        chapter.values.map { value in
            let isSame = results.prefix(value.cellsAbove).indices.allSatisfy { index in
                results[index].outcome != .skipped || chapter.cells[index].options.isSkipped
            }
            let known = zip(executed.chapter.values, executed.values).first {
                $0.0.expression == value.expression && $0.0.cellsAbove == value.cellsAbove
            }
            return isSame ? known?.1 ?? .unknown : .unknown
        }
    }

    /// What fails or differs from what is documented.
    func findings(in chapter: Chapter) -> [Finding] {
        let results = results(for: chapter)
        var verdict = ChapterVerdict(
            verifying: ExecutedChapter(
                chapter: chapter, results: results, values: values(for: chapter, results)))
        verdict.diagnostics = []
        // Values that are new since the run are not known yet.
        verdict.values.removeAll { $0.verdict == .notRun }
        // The compiler's words are told without a run.
        return verdict.findings.filter { $0.kind != .warning }
    }

    /// What cells print that have no documented output.
    func undocumentedOutputs(in chapter: Chapter) -> [(cell: Cell, text: String)] {
        zip(chapter.cells, results(for: chapter)).compactMap { cell, result in
            guard case .undocumented(printed: true) = CellVerdict(verifying: cell, result) else { return nil }
            return (cell, Self.excerpt(result.printedText))
        }
    }

    /// The lesson's text with one cell's output accepted; nil where there is nothing to accept.
    func accepting(_ cell: Cell, in chapter: Chapter) -> String? {
        let executed = ExecutedChapter(chapter: chapter, results: results(for: chapter))
        let acceptance = Acceptance(of: executed, cell: cell.index)
        return acceptance.changes.isEmpty ? nil : acceptance.text
    }

    private static let excerptLines = 20

    private static func excerpt(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
        let more = lines.count > excerptLines ? ["… (\(lines.count) lines)"] : []
        return (lines.prefix(excerptLines).map(String.init) + more).joined(separator: "\n")
    }

    private static func isSame(_ a: Cell, _ b: Cell) -> Bool {
        a.code == b.code && a.options.isSkipped == b.options.isSkipped
            && a.options.expectedFailure == b.options.expectedFailure
    }

    /// A result whose places were those of the lesson as it ran.
    private func moved(_ result: CellResult, to chapter: Chapter) -> CellResult {
        var result = result
        switch result.outcome {
        case .failed(let failure): result.outcome = .failed(moved(failure, to: chapter))
        case .failedAsExpected(let failure): result.outcome = .failedAsExpected(moved(failure, to: chapter))
        default: break
        }
        for index in result.checks.indices {
            result.checks[index].line = moved(SourcePosition(line: result.checks[index].line), to: chapter).line
        }
        for variant in result.variants.indices {
            for index in result.variants[variant].checks.indices {
                let line = result.variants[variant].checks[index].line
                result.variants[variant].checks[index].line = moved(SourcePosition(line: line), to: chapter).line
            }
        }
        return result
    }

    private func moved(_ failure: CellFailure, to chapter: Chapter) -> CellFailure {
        var failure = failure
        for index in failure.notes.indices {
            failure.notes[index].position = failure.notes[index].position.map { moved($0, to: chapter) }
        }
        return failure
    }

    private func moved(_ position: SourcePosition, to chapter: Chapter) -> SourcePosition {
        let before = executed.chapter.cells.first { ($0.range.start.line...$0.range.end.line).contains(position.line) }
        guard let before, chapter.cells.indices.contains(before.index) else { return position }
        let (old, new) = (before.codeStart, chapter.cells[before.index].codeStart)
        return SourcePosition(
            line: position.line + new.line - old.line, column: max(1, position.column + new.column - old.column))
    }
}

extension Chapter {
    /// The chapter with the cells after one skipped, and without the prose's values after them.
    func upTo(_ last: Cell) -> Chapter {
        var chapter = self
        for index in cells.indices.dropFirst(last.index + 1) { chapter.cells[index].options.isSkipped = true }
        chapter.values = values.filter { $0.cellsAbove <= last.index + 1 }
        for index in chapter.values.indices { chapter.values[index].index = index }
        return chapter
    }
}
