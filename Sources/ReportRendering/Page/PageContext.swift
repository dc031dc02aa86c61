import CellMessages
import ChapterDocument

/// What the parts of one page share while it is composed.
final class PageContext {
    let chapter: Chapter
    /// Where pieces of the chapter's text stand in its file.
    let places: ChapterPlaces
    let options: ReportOptions
    let phrases: Phrases
    let numbering: Numbering
    let footnotes: FootnoteMarks
    let template: ReportTemplate
    /// The page's own words, for the templates.
    let words: TemplateValues
    private let typesetter: MathTypesetter
    private let highlighter: CodeHighlighter
    private let displays: DisplayRenderer
    private var identifiers: [String: Int] = [:]
    /// What is amiss, in the order of composing.
    private(set) var warnings: [Diagnostic] = []
    /// The paths of the picture files that the page shows.
    private(set) var pictures: [String] = []
    /// The classes of the formulas so far, which tell what styles and fonts the page needs.
    private(set) var mathClasses: Set<String> = []

    init(
        chapter: Chapter, options: ReportOptions, template: ReportTemplate, typesetter: MathTypesetter,
        highlighter: CodeHighlighter, displays: DisplayRenderer
    ) {
        self.chapter = chapter
        self.places = ChapterPlaces(chapter.text)
        self.options = options
        self.template = template
        self.phrases = Phrases.in(chapter.frontMatter.language)
        self.words = phrases.templateValues
        self.numbering = Numbering(of: chapter)
        self.footnotes = FootnoteMarks(of: chapter)
        self.typesetter = typesetter
        self.highlighter = highlighter
        self.displays = displays
    }

    /// Notes something that is amiss at a line of the chapter.
    func warn(_ message: String, advice: String? = nil, at position: SourcePosition?) {
        warnings.append(
            Diagnostic(.warning, path: chapter.path, position: position, message: message, advice: advice))
    }

    /// Notes that the page shows the picture in a file.
    func show(pictureAt path: String) {
        pictures.append(path)
    }

    /// A place as messages name it: `4.6-dropout.md:42`.
    func place(_ position: SourcePosition) -> String {
        let file = chapter.path.split(separator: "/").last.map(String.init) ?? chapter.path
        return "\(file):\(position.line)"
    }

    /// A place that leads to the line in the chapter's file, where the page knows the file's address. `words` stand for
    /// it; nil for the place as messages name it.
    func link(to position: SourcePosition, words: String? = nil) -> HTMLNode {
        let words = words ?? place(position)
        guard let address = options.sourceAddress else { return .text(words) }
        return .tag("a", .href("\(address)#L\(position.line)"), text: words)
    }

    /// An identifier that no other element of the page has: `prefix-1`, `prefix-2`, …
    func identifier(_ prefix: String) -> String {
        identifiers[prefix, default: 0] += 1
        return "\(prefix)-\(identifiers[prefix, default: 0])"
    }

    /// A formula; one that KaTeX rejects is shown as written, with the reason.
    func math(
        _ formula: String, isDisplay: Bool, tag: String? = nil, at position: SourcePosition?
    ) throws(ReportError) -> HTMLNode {
        switch try typesetter.typeset(formula, isDisplay: isDisplay, tag: tag) {
        case .success(let markup):
            mathClasses.formUnion(markup.classes)
            return .markup(markup.html)
        case .failure(let error):
            let place = position.map { places.place(of: error.offset, in: formula, from: $0) }
            warn("KaTeX rejects the formula: \(error.reason)", at: place)
            return .tag(
                "span", .class("formula-error"),
                content: [
                    .tag("code", text: formula), .text(" "),
                    .tag("span", .class("reason"), text: "\(phrases.rejectedFormula)\(phrases.colon)\(error.message)"),
                ])
        }
    }

    /// Code with its tokens marked up.
    func code(_ code: String, language: String) throws(ReportError) -> HTMLNode {
        try highlighter.highlight(code, language: language)
    }

    /// What makes a picture or drawing the figure that references to `label` lead to.
    func mark(_ label: String) -> FigureMark? {
        numbering.targets[label]?.number.map { FigureMark(name: "\(phrases.figure) \($0)", label: label) }
    }

    /// Something that a cell displays. `name` is what the identifiers of its parts begin with.
    func display(_ display: Display, named name: String, mark: FigureMark?) -> HTMLNode {
        displays.node(display, named: name, mark: mark, language: chapter.frontMatter.language)
    }
}
