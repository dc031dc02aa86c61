import ChapterDocument

/// The identifiers of the page's own elements, which make way for those of the author's headings and HTML.
package struct PageAnchors {
    /// What the author's own have.
    private let authors: Set<String>

    package init(of chapter: Chapter) {
        var authors: Set<String> = []
        for block in chapter.allBlocks {
            switch block.content {
            case .heading(let heading): authors.insert(heading.anchor)
            case .html(let html): authors.formUnion(AuthorHTML(html).identifiers.map(\.value))
            default: break
            }
        }
        for case .html(let html) in chapter.proseRuns.lazy.flatMap(\.pieces).map(\.inline) {
            authors.formUnion(AuthorHTML(html).identifiers.map(\.value))
        }
        self.authors = authors
    }

    /// An identifier for an element of the page: `name`, where the author has none like it.
    func own(_ name: String) -> String {
        var anchor = name
        while authors.contains(anchor) { anchor = "page-\(anchor)" }
        return anchor
    }

    /// The identifier of a cell's element.
    package func cell(_ cell: Cell) -> String { own("cell-" + (cell.options.id ?? "\(cell.index + 1)")) }

    /// The identifier of an exercise's element.
    package func exercise(_ exercise: Exercise) -> String {
        own("exercise-" + (exercise.id ?? "\(exercise.index + 1)"))
    }

    /// The identifier of an element with a label.
    package func labelled(_ label: String) -> String { own("ref-\(label)") }

    /// The identifiers of the author's elements, the cells and the exercises.
    func all(of chapter: Chapter) -> Set<String> {
        authors.union(chapter.cells.map(cell)).union(chapter.exercises.map(exercise))
    }
}
