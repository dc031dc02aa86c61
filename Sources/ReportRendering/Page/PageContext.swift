import CellMessages
import ChapterDocument
import KernelReference
import OutputVerification

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the parts of one page share while it is composed.
final class PageContext {
    let chapter: Chapter
    /// Where pieces of the chapter's text stand in its file.
    let places: ChapterPlaces
    /// What the prose documents, each with its verdict; empty where nothing was compared.
    let values: [ChapterVerdict.Value]
    let options: ReportOptions
    let phrases: Phrases
    let numbering: Numbering
    let footnotes: FootnoteMarks
    let template: ReportTemplate
    /// The kernel's names in the page's code; nil where it does not tell about them.
    let names: CodeNames?
    /// The page's own words, for the templates.
    let words: TemplateValues
    private let typesetter: MathTypesetter
    private let highlighter: CodeHighlighter
    private let displays: DisplayRenderer
    private var identifiers: [String: Int] = [:]
    /// What is amiss, in the order of composing.
    private(set) var warnings: [Diagnostic] = []
    private var toldWarnings: Set<Diagnostic> = []
    /// The paths of the other files that the page is made from: pictures, definitions for formulas, lessons that it refers to.
    private(set) var sources: [String] = []
    /// What the page shows of the things around its lesson, as far as it is composed.
    private(set) var surroundings: PageSurroundings
    /// How many of the page's bytes are there for parameters to turn.
    private(set) var turningBytes = 0
    /// What the page tells of the kernel's names so far.
    private var toldNames: Set<String> = []
    /// The classes of the formulas so far, which tell what styles and fonts the page needs.
    private(set) var mathClasses: Set<String> = []

    init(
        chapter: Chapter, values: [ChapterVerdict.Value], options: ReportOptions, template: ReportTemplate,
        typesetter: MathTypesetter,
        highlighter: CodeHighlighter, displays: DisplayRenderer
    ) {
        self.chapter = chapter
        self.places = ChapterPlaces(chapter.text)
        self.values = values
        self.options = options
        var surroundings = options.surroundings ?? PageSurroundings(path: chapter.path, options: options)
        (surroundings.links, surroundings.references, surroundings.pictures) = ([:], [:], [:])
        self.surroundings = surroundings
        self.template = template
        self.phrases = Phrases.in(chapter.frontMatter.language)
        self.words = phrases.templateValues
        self.names = options.reference.map { CodeNames($0, codes: chapter.swiftCodes) }
        self.numbering = Numbering(of: chapter)
        self.footnotes = FootnoteMarks(of: chapter, anchors: numbering.anchors)
        self.typesetter = typesetter
        self.highlighter = highlighter
        self.displays = displays
    }

    /// Makes the definitions in `macros.tex` beside the lesson hold for its formulas, and those of other pages no more.
    func startFormulas() throws(ReportError) {
        typesetter.startPage()
        let path = PageLinks(context: self).path(of: ReportFile.definitionsName)
        use(path)
        guard let data = FileManager.default.contents(atPath: path) else { return }
        let result = try typesetter.typeset(String(decoding: data, as: UTF8.self), isDisplay: true)
        if case .failure(let error) = result {
            warnings.append(
                Diagnostic(.warning, path: path, position: nil, message: "KaTeX rejects the file: \(error.reason)"))
        }
    }

    /// The identifiers of the page's elements.
    var anchors: PageAnchors { numbering.anchors }

    /// Where the title stands in the file.
    var titlePosition: SourcePosition {
        guard chapter.frontMatter.title == nil, let index = chapter.titleHeading?.index else {
            return SourcePosition(line: 1)
        }
        return chapter.blocks[index].range.start
    }

    /// Notes something that is amiss at a line of the chapter.
    func warn(_ message: String, advice: String? = nil, at position: SourcePosition?) {
        let warning = Diagnostic(.warning, path: chapter.path, position: position, message: message, advice: advice)
        // What stands twice on the page, such as a heading in the contents, is amiss once.
        if toldWarnings.insert(warning).inserted { warnings.append(warning) }
    }

    /// Notes how many of the page's bytes are there for parameters to turn.
    func noteTurningBytes(_ count: Int) { turningBytes += count }

    /// Notes that the page depends on another file.
    func use(_ path: String) {
        if !sources.contains(path) { sources.append(path) }
    }

    /// Notes that an address of another lesson leads to a page.
    func noteLink(_ destination: String, to page: String) { surroundings.links[destination] = page }

    /// Notes what a reference to another lesson became.
    func noteReference(_ label: String, _ reference: PageSurroundings.Reference) {
        surroundings.references[label] = reference
    }

    /// Notes that the page holds a picture from beside the lesson.
    func notePicture(_ source: String, as address: String) {
        guard options.lesson != nil else { return }
        surroundings.pictures[source] = PageSurroundings.digest(ofPicture: address)
    }

    /// A place as messages name it: `4.6-dropout.md:42`.
    func place(_ position: SourcePosition) -> String {
        switch options.placeNames {
        case .file: break
        case .cells: return lineInCell(position)
        case .lines: return phrases.line(position.line)
        }
        let file = chapter.path.split(separator: "/").last.map(String.init) ?? chapter.path
        return "\(file):\(position.line)"
    }

    private func lineInCell(_ position: SourcePosition) -> String {
        guard
            let cell = chapter.cells.first(where: { ($0.range.start.line...$0.range.end.line).contains(position.line) })
        else { return phrases.line(position.line) }
        return "\(phrases.cell) \(cell.index + 1)\(phrases.comma)"
            + phrases.line(max(1, position.line - cell.codeStart.line + 1))
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
            guard !markup.isEmpty else { return .nothing }
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

    /// Code with its tokens marked up, and the kernel's names in it.
    func code(_ code: String, language: String) throws(ReportError) -> HTMLNode {
        let highlighted = try highlighter.highlight(code, language: language)
        guard let names, language.lowercased() == "swift" else { return highlighted }
        let markup = NamedCode(names.uses(in: code), referenceAddress: options.referenceAddress)
            .markup(highlighted.html, of: code, told: &toldNames)
        return .markup(markup)
    }

    /// What makes a picture or drawing the figure that references to `label` lead to.
    func mark(_ label: String) -> FigureMark? {
        numbering.targets[label]?.number.map {
            FigureMark(name: "\(phrases.figure) \($0)", identifier: anchors.labelled(label))
        }
    }

    /// Something that a cell displays. `name` is what the identifiers of its parts begin with.
    func display(_ display: Display, named name: String, mark: FigureMark?) throws(ReportError) -> HTMLNode {
        try displays.node(display, named: name, mark: mark, language: chapter.frontMatter.language)
    }
}
