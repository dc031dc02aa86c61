import ChapterDocument

/// Shows what doc comments say, each like a small lesson of its own.
final class CommentRenderer {
    private let context: (Chapter) -> PageContext
    /// The classes of the formulas so far, which tell what styles and fonts the page needs.
    private(set) var mathClasses: Set<String> = []

    /// - Parameter context: What the parts of a page share, for the chapter that it shows.
    init(context: @escaping (Chapter) -> PageContext) {
        self.context = context
    }

    /// A comment's Markdown; as it is where it is none.
    func prose(_ text: String) throws(ReportError) -> HTMLNode {
        guard let chapter = Chapter.read(text, path: "", foreignLabels: .any).chapter else {
            return .tag("p", text: text)
        }
        let context = context(chapter)
        let executed = ExecutedChapter(chapter: chapter, results: [])
        let nodes = try BlockRenderer(context: context, executed: executed, verdict: nil).nodes(chapter.blocks)
        mathClasses.formUnion(context.mathClasses)
        return .group(nodes)
    }

    /// A declaration with its keywords and types marked up, as briefly as can be: there are many.
    func declaration(_ code: String) throws(ReportError) -> HTMLNode {
        guard case .markup(let html) = try self.code(code) else { return .text(code) }
        return .markup(
            html.replacing(#/<span class="token ([^"]*)">([^<]*)<\/span>/#) { token in
                switch token.1 {
                case "keyword": "<b>\(token.2)</b>"
                case "class-name": "<i>\(token.2)</i>"
                default: "\(token.2)"
                }
            })
    }

    /// Swift code with its tokens marked up.
    func code(_ code: String) throws(ReportError) -> HTMLNode {
        guard let chapter = Chapter.read("", path: "", foreignLabels: .any).chapter else { return .text(code) }
        return try context(chapter).code(code, language: "swift")
    }
}
