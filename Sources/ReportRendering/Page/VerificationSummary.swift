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
        let result = Result(verdict.isOK)
        values.set("verdict", text: result.rawValue)
        values.set("verificationAnchor", text: context.anchors.own("verification"))
        values.set("summary", text: result.marked(words.summary(verdict.counts)))
        values.set("digest", text: verdict.outputDigest.map { words.digest.replacing("%", with: $0) })
        values.set("isOpen", text: verdict.isOK ? nil : "open")
        values.set("rows", list: zip(chapter.cells, verdict.cells).filter { isWorthARow($0.1) }.map(row))
        return values
    }

    /// How a thing that was verified came out.
    enum Result: String {
        case matched, differed
        /// It was not to be compared.
        case uncompared

        init(_ isOK: Bool) { self = isOK ? .matched : .differed }

        /// What tells the results apart without colour.
        var sign: String {
            switch self {
            case .matched: "✓"
            case .differed: "✗"
            case .uncompared: "–"
            }
        }

        /// The words with the sign before them.
        func marked(_ words: String) -> String { "\(sign) \(words)" }
    }

    /// How a cell's verdict reads, and what it is; nil where there is nothing to say.
    private func words(for verdict: CellVerdict) -> (text: String, result: Result)? {
        switch verdict {
        case .matched(let match): (words.matched(match), .matched)
        case .differs(let diff): (words.differs.replacing("%", with: "\(diff.firstLine)"), .differed)
        case .illustrative: (words.illustrative, .uncompared)
        case .undocumented(printed: true): (words.undocumented, .uncompared)
        case .undocumented(printed: false): nil
        case .skipped: (words.skipped, .uncompared)
        case .notRun: (words.notRun, .differed)
        case .failed: (words.failed, .differed)
        case .failedAsExpected: (words.failedAsExpected, .matched)
        }
    }

    /// How a verdict on figures reads, and what it is; nil where there is nothing to say.
    private func words(for figures: FigureVerdict?) -> (text: String, result: Result)? {
        switch figures {
        case .matched(let number): (words.figures(number), .matched)
        case .differ: (words.figuresDiffer, .differed)
        case .undocumented, .uncompared, nil: nil
        }
    }

    private func isWorthARow(_ cell: ChapterVerdict.Cell) -> Bool {
        if case .undocumented = cell.verdict { return !cell.checks.isEmpty || words(for: cell.figures) != nil }
        return true
    }

    private func row(_ cell: Cell, _ verdict: ChapterVerdict.Cell) -> TemplateValues {
        var results: [TemplateValues] = []
        if let (text, outcome) = words(for: verdict.verdict) { results.append(result(text, outcome)) }
        if let (text, outcome) = words(for: verdict.figures) { results.append(result(text, outcome)) }
        // Of many checks only those that do not hold are worth their own line.
        let passed = verdict.checks.filter(\.passed)
        if passed.count > Self.listedChecks {
            results.append(result(words.checksHold.replacing("%", with: "\(passed.count)"), .matched))
        }
        results += verdict.checks.filter { !$0.passed || passed.count <= Self.listedChecks }.map { check in
            let detail = check.detail.isEmpty ? "" : "\(context.phrases.colon)\(check.detail)"
            return result("\(check.name)\(detail)", Result(check.passed))
        }
        var values = TemplateValues()
        values.set("rowAnchor", text: context.anchors.cell(cell))
        values.set("rowName", text: name(of: cell))
        let position = SourcePosition(line: verdict.outputLine ?? verdict.line)
        values.set("rowLine", markup: context.link(to: position, words: "\(position.line)").html)
        values.set("results", list: results)
        return values
    }

    private func name(of cell: Cell) -> String {
        cell.options.id ?? "\(context.phrases.cell) \(cell.index + 1)"
    }

    private func result(_ words: String, _ result: Result) -> TemplateValues {
        var values = TemplateValues()
        values.set("resultVerdict", text: result.rawValue)
        values.set("resultText", text: result.marked(words))
        return values
    }
}
