import CellMessages
import ChapterDocument

/// One thing among a cell's outputs, ready for the template.
enum ShownOutput {
    /// Text that was printed.
    case printed(HTMLNode)
    /// Text that was printed to standard error.
    case remarked(HTMLNode)
    /// Anything else.
    case shown(HTMLNode)

    /// What the template is given: just one of its values is there.
    var templateValues: TemplateValues {
        var values = TemplateValues()
        for name in ["printed", "remarked", "shown"] { values.set(name, markup: nil) }
        switch self {
        case .printed(let node): values.set("printed", markup: node.html)
        case .remarked(let node): values.set("remarked", markup: node.html)
        case .shown(let node): values.set("shown", markup: node.html)
        }
        return values
    }
}

/// Shows one thing that a cell printed or displayed.
struct OutputRenderer {
    let context: PageContext

    /// The output as it is shown. `name` is what the identifiers of its parts begin with; `mark` makes a drawing one that
    /// references lead to.
    func shown(_ output: CellOutput, named name: String, mark: FigureMark?) -> ShownOutput {
        switch output {
        case .text(.standardOutput, let text): .printed(Self.preformatted(text))
        case .text(.standardError, let text): .remarked(Self.preformatted(text))
        case .display(_, let display): .shown(context.display(display, named: name, mark: mark))
        }
    }

    /// The content of a `pre` element, whose first line break a browser leaves out.
    private static func preformatted(_ text: String) -> HTMLNode {
        let text = visible(text)
        return .text(text.hasPrefix("\n") ? "\n" + text : text)
    }

    /// Text as a terminal would leave it: a line that is written over shows its last version, colour codes are gone.
    static func visible(_ text: String) -> String {
        let plain = withoutEscapes(text)
        guard plain.unicodeScalars.contains("\r") else { return plain }
        let lines = plain.split(separator: /\r?\n/, omittingEmptySubsequences: false)
        return lines.map { line in
            line.split(separator: "\r", omittingEmptySubsequences: true).last.map(String.init) ?? ""
        }.joined(separator: "\n")
    }

    private static func withoutEscapes(_ text: String) -> String {
        guard text.unicodeScalars.contains("\u{1B}") else { return text }
        return text.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
    }
}

extension CellOutput {
    /// Whether it is a figure to its readers.
    var isDrawing: Bool {
        switch self {
        case .display(_, .figure), .display(_, .images): true
        case .display(_, .table), .text: false
        }
    }
}
