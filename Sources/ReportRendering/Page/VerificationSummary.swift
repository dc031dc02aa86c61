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

    /// The identifier of the section's heading.
    static let anchor = "verification"

    private var words: VerificationPhrases { context.phrases.verification }

    /// The section; nothing where a chapter has no cells.
    var node: HTMLNode {
        guard !verdict.cells.isEmpty else { return .nothing }
        let rows = zip(chapter.cells, verdict.cells).filter { isWorthARow($0.1) }.map(row)
        let table: [HTMLNode] = rows.isEmpty ? [] : [self.table(rows)]
        return .tag(
            "section", .class("verification"), .attribute("aria-labelledby", Self.anchor),
            content: [
                .tag("h2", .id(Self.anchor), text: words.title),
                .tag(
                    "p", .class(verdict.isOK ? "matched" : "differed"),
                    text: "\(verdict.isOK ? "✓" : "✗") \(words.summary(verdict.counts))"),
            ] + table)
    }

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

    private func table(_ rows: [HTMLNode]) -> HTMLNode {
        .tag(
            "div", .class("table"), .attribute("tabindex", "0"),
            content: .tag(
                "table",
                content: .tag(
                    "thead",
                    content: .tag(
                        "tr",
                        content: [words.cell, words.line, words.result].map {
                            .tag("th", .attribute("scope", "col"), text: $0)
                        })),
                .tag("tbody", content: rows)))
    }

    private func row(_ cell: Cell, _ verdict: ChapterVerdict.Cell) -> HTMLNode {
        var results: [HTMLNode] = []
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
        return .tag(
            "tr",
            content: .tag("td", content: .tag("a", .href("#\(CellRenderer.anchor(of: cell))"), text: name(of: cell))),
            .tag("td", text: "\(verdict.outputLine ?? verdict.line)"), .tag("td", content: results))
    }

    private func name(of cell: Cell) -> String {
        cell.options.id ?? "\(context.phrases.cell) \(cell.index + 1)"
    }

    private func result(_ words: String, isOK: Bool) -> HTMLNode {
        .tag("div", .class(isOK ? "matched" : "differed"), text: "\(isOK ? "✓" : "✗") \(words)")
    }
}
