import CellMessages
import ChapterDocument
import OutputVerification

/// What a report shows where its lesson allows an output to be another one each time.
struct ShownOutputs {
    /// The lesson with the outputs that the report shows.
    private(set) var executed: ExecutedChapter
    /// The cells of which the report shows what the lesson does not allow, each with the first such line.
    private(set) var faults: [(cell: Cell, line: String)] = []
    /// The cells whose outputs are those of the report.
    private(set) var takenCells: Set<Int> = []

    private let report: String
    private let varying: Set<Int>
    private let template: ReportTemplate

    /// - Parameters:
    ///   - report: The report.
    ///   - executed: The lesson, and what its cells did now.
    ///   - varying: The cells whose outputs are not those that the report was made with.
    ///   - template: What the report was made with.
    init(in report: String, of executed: ExecutedChapter, varying: Set<Int>, template: ReportTemplate) {
        (self.report, self.executed, self.varying, self.template) = (report, executed, varying, template)
        let anchors = PageAnchors(of: executed.chapter)
        var rest = report[...]
        for cell in executed.chapter.cells {
            guard let start = rest.firstRange(of: "id=\"\(anchors.cell(cell))\"")?.upperBound else { continue }
            rest = rest[start...]
            guard cell.mayVary, isOther(cell), !cell.options.isQuiet else { continue }
            let next = cell.index + 1 < executed.chapter.cells.count ? executed.chapter.cells[cell.index + 1] : nil
            let end = next.flatMap { rest.firstRange(of: "id=\"\(anchors.cell($0))\"")?.lowerBound }
            takeTexts(of: cell, from: rest[..<(end ?? rest.endIndex)])
        }
        takeValues()
    }

    /// Takes for how long the cells of the report ran.
    mutating func take(seconds: [Double]) {
        for (index, seconds) in zip(executed.results.indices, seconds) { executed.results[index].seconds = seconds }
    }

    /// Whether a cell may have given the report other outputs than it gave now; what is only an example is part of no digest.
    private func isOther(_ cell: Cell) -> Bool {
        varying.contains(cell.index) || cell.documentedOutput?.comparison == .illustrative
    }

    /// Puts the texts that a part of the report shows in the place of those that a cell printed now.
    private mutating func takeTexts(of cell: Cell, from part: Substring) {
        var rest = part
        var outputs = executed.results[cell.index].outputs
        for index in outputs.indices {
            guard case .text(let stream, let printed) = outputs[index] else { continue }
            let (before, after) = frame(of: stream)
            guard let start = rest.firstRange(of: before)?.upperBound,
                let end = rest[start...].firstRange(of: after)?.lowerBound
            else { return }
            let shown = rest[start..<end].unescaped
            rest = rest[end...]
            if shown != Self.shown(printed) { outputs[index] = .text(stream, shown) }
        }
        guard outputs != executed.results[cell.index].outputs else { return }
        var result = executed.results[cell.index]
        result.outputs = outputs
        if let documented = cell.documentedOutput, documented.comparison != .illustrative,
            let difference = OutputDiff(documented, printed: result.printedText)
        {
            let lines = difference.hunks.flatMap(\.lines)
            faults.append((cell, lines.first { $0.kind == .printed }?.text ?? ""))
        } else {
            executed.results[cell.index] = result
            takenCells.insert(cell.index)
        }
    }

    /// Takes the values that the report gives for its checked words, where they depend on such a cell and are right too.
    private mutating func takeValues() {
        let cells = executed.chapter.cells
        let first = cells.firstIndex { $0.mayVary && isOther($0) } ?? cells.count
        var rest = report[...]
        for value in executed.chapter.values where value.cellsAbove > first {
            let opening = " title=\"\(HTMLNode.text("✓ \(value.expression) = ").html)"
            guard let start = rest.firstRange(of: opening)?.upperBound,
                let end = rest[start...].firstIndex(of: "\""), case .value(var computed) = executed.values[value.index]
            else { continue }
            computed.text = rest[start..<end].unescaped
            rest = rest[end...]
            let shown = ValueResult.value(computed)
            if ValueVerdict(verifying: value, shown).isOK { executed.values[value.index] = shown }
        }
    }

    /// What the template puts before and behind a text.
    private func frame(of stream: OutputStream) -> (before: String, after: String) {
        let mark = HTMLNode.text("\u{E000}")
        let output: ShownOutput = stream == .standardOutput ? .printed(mark) : .remarked(mark)
        var values = output.templateValues
        values.set("words", fields: Phrases.in(executed.chapter.frontMatter.language).templateValues)
        let parts = template.markup(.output, values).split(separator: "\u{E000}", maxSplits: 1)
        guard parts.count == 2 else { return ("", "") }
        return (String(parts[0].drop(while: \.isNewline)), String(parts[1].prefix { !$0.isNewline }))
    }

    /// A text as a page shows it.
    private static func shown(_ printed: String) -> String {
        OutputRenderer.preformatted(printed).html[...].unescaped
    }
}

extension Substring {
    /// The text that markup without tags shows.
    var unescaped: String {
        String(self).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
    }
}

extension Cell {
    /// Whether the lesson allows the cell other outputs each time.
    var mayVary: Bool {
        guard let output = documentedOutput else { return false }
        return output.comparison != .exact || output.figures == .any || output.text.contains("..")
    }
}
