import ChapterDocument
import OutputVerification

/// The page around a chapter's content.
struct Page {
    let context: PageContext
    let executed: ExecutedChapter
    let verdict: ChapterVerdict?
    /// The title, as markup.
    let title: String
    /// The content, as markup.
    let body: String
    /// The list of sections.
    let sections: [TemplateValues]
    let mathStyles: String

    private var phrases: Phrases { context.phrases }
    private var frontMatter: FrontMatter { context.chapter.frontMatter }

    /// The whole document.
    var html: String {
        let chapter = context.chapter
        var values = TemplateValues(
            pageWithWords: context.words, language: frontMatter.language, template: context.template,
            service: context.options.service)
        values.set("title", text: chapter.title)
        values.set("titleMarkup", markup: title.isEmpty ? nil : title)
        values.set("number", text: frontMatter.number)
        values.set("fullTitle", text: [frontMatter.number, chapter.title].compactMap { $0 }.joined(separator: " "))
        values.set("titleAnchor", text: chapter.titleHeading?.heading.anchor)
        values.set("description", text: frontMatter.description)
        values.set("facts", text: facts)
        values.set("sections", list: context.numbering.sections.count > 1 ? sections : [])
        values.set("textAnchor", text: context.anchors.own("text"))
        values.set("themeAnchor", text: context.anchors.own("theme"))
        values.set("body", markup: body)
        values.set("lesson", markup: carriedLesson?.markup)
        values.set("mathStyles", markup: mathStyles)
        let summary = verdict.flatMap { verdict in
            VerificationSummary(context: context, chapter: chapter, verdict: verdict).templateValues
        }
        values.set("verification", fields: summary)
        values.set("sourcePath", text: context.surroundings.path)
        values.set("sourceAddress", text: context.surroundings.sourceAddress)
        if let book = context.surroundings.book {
            values.set("book", fields: way(through: book))
            values.set("bookTitle", text: book.title)
            values.set("authors", text: book.authors.isEmpty ? nil : book.authors.joined(separator: ", "))
            values.set("license", text: book.license)
        }
        return context.template.page(values, body: body, service: context.options.service)
    }

    /// The date, without a time of day, and, where that is asked for, how long the cells ran.
    private var facts: String? {
        var facts = frontMatter.date.map { [String($0.prefix { $0 != "T" })] } ?? []
        let seconds = executed.results.reduce(0) { $0 + $1.seconds }
        if seconds > 0, context.options.showsTimes { facts.append("\(phrases.ranIn) \(phrases.duration(seconds))") }
        return facts.isEmpty ? nil : facts.joined(separator: " · ")
    }

    /// The lesson that the page carries, with what it takes to make the page again.
    private var carriedLesson: CarriedLesson? {
        var lesson = context.options.lesson
        lesson?.surroundings = context.surroundings
        if context.options.showsTimes { lesson?.surroundings?.seconds = executed.results.map(\.seconds) }
        return lesson
    }

    /// The way to the chapters before and after this one, and to the book's contents.
    private func way(through book: PageSurroundings.BookPlace) -> TemplateValues? {
        guard let contentsAddress = book.contentsAddress else { return nil }
        func fields(_ page: PageSurroundings.Neighbour) -> TemplateValues {
            var values = TemplateValues()
            values.set("pageAddress", text: page.address)
            values.set("pageTitle", text: page.title)
            return values
        }
        var values = TemplateValues()
        values.set("contentsAddress", text: contentsAddress)
        values.set("previous", fields: book.previous.map(fields))
        values.set("next", fields: book.next.map(fields))
        return values
    }
}

extension TemplateValues {
    /// What every page has around its content; the rest is absent.
    init(pageWithWords words: TemplateValues, language: String, template: ReportTemplate, service: PageService?) {
        self.init()
        set("words", fields: words)
        set("language", text: language)
        set("styles", markup: template.styles)
        set("script", markup: template.script)
        set("serviceHead", markup: service?.head)
        set("serviceBody", markup: service?.body)
    }
}

/// The sections as a list of links.
struct ContentsList {
    let context: PageContext

    /// The list, sections of level 3 under the section they belong to.
    var items: [TemplateValues] {
        get throws(ReportError) { try items(of: context.numbering.sections.filter { $0.level <= 3 }[...]) }
    }

    private func items(of sections: ArraySlice<Numbering.Section>) throws(ReportError) -> [TemplateValues] {
        var items: [TemplateValues] = []
        var index = sections.startIndex
        while index < sections.endIndex {
            let section = sections[index]
            let end = sections[(index + 1)...].firstIndex { $0.level <= section.level } ?? sections.endIndex
            var values = TemplateValues()
            values.set("sectionAnchor", text: section.heading.anchor)
            values.set("sectionNumber", text: section.number)
            let words = try ProseRenderer(context: context).nodes(
                section.heading.content.unlinked, at: section.position)
            values.set("sectionMarkup", markup: HTMLNode.group(words).html)
            values.set("subsections", list: try self.items(of: sections[(index + 1)..<end]))
            items.append(values)
            index = end
        }
        return items
    }
}

extension [Inline] {
    /// The prose without what leads somewhere, for a place that is itself a link, and without an author's HTML.
    fileprivate var unlinked: [Inline] {
        flatMap { inline -> [Inline] in
            switch inline {
            case .link(_, _, let content, _), .value(_, let content): content.unlinked
            case .emphasis(let content): [.emphasis(content.unlinked)]
            case .strong(let content): [.strong(content.unlinked)]
            case .strikethrough(let content): [.strikethrough(content.unlinked)]
            case .footnote, .html: []
            case .image(let image): [.text(image.alternative)]
            case .reference(let reference): [.text(reference.label)]
            case .lineBreak: [.softBreak]
            case .text, .softBreak, .code, .math: [inline]
            }
        }
    }
}
