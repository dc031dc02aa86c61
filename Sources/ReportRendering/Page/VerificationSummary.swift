import CellMessages
import ChapterDocument
import OutputVerification

/// Says at the end of a page what was compared and what came of it.
struct VerificationSummary {
    let context: PageContext
    let chapter: Chapter
    let verdict: ChapterVerdict

    /// Checks that hold are listed one by one up to this many in a cell.
    static let listedChecks = 4

    private var words: VerificationPhrases { context.phrases.verification }

    /// What the section shows; nil where a chapter has no cells.
    var templateValues: TemplateValues? {
        guard !verdict.cells.isEmpty else { return nil }
        var values = TemplateValues()
        values.set("verdict", text: Self.name(verdict.isOK))
        values.set("summary", text: Self.marked(words.summary(verdict.counts), verdict.isOK))
        values.set("rows", list: zip(chapter.cells, verdict.cells).filter { isWorthARow($0.1) }.map(row))
        return values
    }

    private static func name(_ isOK: Bool) -> String { isOK ? "matched" : "differed" }
    private static func marked(_ words: String, _ isOK: Bool) -> String { "\(isOK ? "✓" : "✗") \(words)" }

    /// How a cell's verdict reads, and whether it is as it should be; nil where there is nothing to say.
    static func words(for verdict: CellVerdict, _ words: VerificationPhrases) -> (text: String, isOK: Bool)? {
        switch verdict {
        case .matched(let match): (words.matched(match), true)
        case .differs(let diff): (words.differs.replacing("%", with: "\(diff.firstLine)"), false)
        case .illustrative: (words.illustrative, true)
        case .undocumented(printed: true): (words.undocumented, true)
        case .undocumented(printed: false): nil
        case .skipped: (words.skipped, true)
        case .notRun: (words.notRun, false)
        case .failed: (words.failed, false)
        case .failedAsExpected: (words.failedAsExpected, true)
        }
    }

    private func isWorthARow(_ cell: ChapterVerdict.Cell) -> Bool {
        if case .undocumented = cell.verdict { return !cell.checks.isEmpty }
        return true
    }

    private func row(_ cell: Cell, _ verdict: ChapterVerdict.Cell) -> TemplateValues {
        var results: [TemplateValues] = []
        if let (text, isOK) = Self.words(for: verdict.verdict, words) { results.append(result(text, isOK: isOK)) }
        // Of many checks only those that do not hold are worth their own line.
        let passed = verdict.checks.filter(\.passed)
        if passed.count > Self.listedChecks {
            results.append(result(words.checksHold.replacing("%", with: "\(passed.count)"), isOK: true))
        }
        results += verdict.checks.filter { !$0.passed || passed.count <= Self.listedChecks }.map { check in
            let detail = check.detail.isEmpty ? "" : "\(context.phrases.colon)\(check.detail)"
            return result("\(check.name)\(detail)", isOK: check.passed)
        }
        var values = TemplateValues()
        values.set("rowAnchor", text: CellRenderer.anchor(of: cell))
        values.set("rowName", text: name(of: cell))
        let position = SourcePosition(line: verdict.outputLine ?? verdict.line)
        values.set("rowLine", markup: context.link(to: position, words: "\(position.line)").html)
        values.set("results", list: results)
        return values
    }

    private func name(of cell: Cell) -> String {
        cell.options.id ?? "\(context.phrases.cell) \(cell.index + 1)"
    }

    private func result(_ words: String, isOK: Bool) -> TemplateValues {
        var values = TemplateValues()
        values.set("resultVerdict", text: Self.name(isOK))
        values.set("resultText", text: Self.marked(words, isOK))
        return values
    }
}
