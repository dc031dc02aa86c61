import CellMessages

/// Shows what cells display, and keeps the node of each: a page that is rendered again mostly shows the same.
final class DisplayRenderer {
    private let known = Memo<NamedDisplay, HTMLNode>(limit: 256)
    private let layout: GraphLayout

    /// - Parameter layout: What places the nodes of graphs.
    init(layout: GraphLayout) {
        self.layout = layout
    }

    /// The display as a node in the words of `language`. `name` is what the identifiers of its parts begin with; no other
    /// display on the page has it.
    func node(
        _ display: Display, named name: String, mark: FigureMark?, language: String
    ) throws(ReportError) -> HTMLNode {
        let key = NamedDisplay(display: display, name: name, mark: mark, language: language)
        return try known.value(for: key) { () throws(ReportError) in
            let phrases = Phrases.in(language)
            switch display {
            case .figure(let figure): return FigureRenderer(phrases: phrases, name: name, mark: mark).node(figure)
            case .images(let grid): return ImageGridRenderer(phrases: phrases, mark: mark).node(grid)
            case .table(let table): return TableRenderer().node(table)
            case .graph(let graph):
                return try GraphRenderer(phrases: phrases, name: name, mark: mark, layout: layout).node(graph)
            }
        }
    }
}

private struct NamedDisplay: Hashable {
    var display: Display
    var name: String
    var mark: FigureMark?
    var language: String
}
