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
    func shown(_ output: CellOutput, named name: String, mark: FigureMark?) throws(ReportError) -> ShownOutput {
        switch output {
        case .text(.standardOutput, let text): .printed(Self.preformatted(text))
        case .text(.standardError, let text): .remarked(Self.preformatted(text))
        case .display(_, let display): .shown(try context.display(display, named: name, mark: mark))
        }
    }

    /// The content of a `pre` element, whose first line break a browser leaves out.
    static func preformatted(_ text: String) -> HTMLNode {
        let text = TerminalText.plain(text)
        return .text(text.hasPrefix("\n") ? "\n" + text : text)
    }
}

extension CellOutput {
    /// Whether it is a figure to its readers.
    var isDrawing: Bool {
        switch self {
        case .display(_, .figure), .display(_, .images), .display(_, .graph): true
        case .display(_, .table), .text: false
        }
    }
}
