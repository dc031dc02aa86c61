import CellMessages

/// Shows what cells display, and keeps the node of each: a page that is rendered again mostly shows the same.
final class DisplayRenderer {
    private let known = Memo<NamedDisplay, HTMLNode>(limit: 256)

    /// The display as a node in the words of `language`. `name` is what the identifiers of its parts begin with; no other
    /// display on the page has it.
    func node(_ display: Display, named name: String, mark: FigureMark?, language: String) -> HTMLNode {
        known.value(for: NamedDisplay(display: display, name: name, mark: mark, language: language)) {
            let phrases = Phrases.in(language)
            return switch display {
            case .figure(let figure): FigureRenderer(phrases: phrases, name: name, mark: mark).node(figure)
            case .images(let grid): ImageGridRenderer(phrases: phrases, mark: mark).node(grid)
            case .table(let table): TableRenderer().node(table)
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
