import ChapterDocument
import OutputVerification

/// The page around a chapter's content.
struct Page {
    let context: PageContext
    let executed: ExecutedChapter
    let verdict: ChapterVerdict?
    let body: [HTMLNode]
    let mathStyles: String

    private var phrases: Phrases { context.phrases }
    private var service: PageService? { context.options.service }
    private var frontMatter: FrontMatter { context.chapter.frontMatter }
    private var hasContents: Bool { context.numbering.sections.count > 1 }

    /// The whole document.
    var html: String {
        let page: HTMLNode = .tag(
            "html", .attribute("lang", frontMatter.language),
            content: .tag("head", content: head),
            .tag(
                "body", .attribute("data-copy", phrases.copy), .attribute("data-copied", phrases.copied),
                content: [
                    .tag("a", .class("skip"), .href("#text"), text: phrases.skipToText),
                    themeButton,
                    .tag("div", .class("page"), content: [title, contents, main, footer]),
                    .tag("script", content: .markup(PageResources.script)),
                    .markup(service?.body ?? ""),
                ]))
        return "<!DOCTYPE html>\n" + page.html
    }

    private var head: [HTMLNode] {
        let title = [frontMatter.number, context.chapter.title].compactMap { $0 }.joined(separator: " ")
        var nodes: [HTMLNode] = [
            .tag("meta", .attribute("charset", "utf-8")),
            .tag(
                "meta", .attribute("http-equiv", "Content-Security-Policy"),
                .attribute("content", contentSecurityPolicy)),
            .tag("meta", .attribute("name", "viewport"), .attribute("content", "width=device-width, initial-scale=1")),
            .tag("meta", .attribute("name", "color-scheme"), .attribute("content", "light dark")),
            .tag("meta", .attribute("name", "generator"), .attribute("content", "Lectern")),
            .tag("title", text: title),
        ]
        if let description = frontMatter.description {
            nodes.append(.tag("meta", .attribute("name", "description"), .attribute("content", description)))
        }
        nodes += [
            .tag("link", .attribute("rel", "icon"), .href("data:,")),
            .tag("script", content: .markup(PageResources.earlyScript)),
            .tag("style", content: .markup(PageResources.styles + mathStyles)),
            .markup(service?.head ?? ""),
        ]
        return nodes
    }

    /// Lets a browser fetch nothing, whatever an author's own HTML asks for; a served page may talk with its server.
    private var contentSecurityPolicy: String {
        "default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; "
            + "script-src 'unsafe-inline'" + (service == nil ? "" : "; connect-src 'self'")
    }

    private var themeButton: HTMLNode {
        .tag(
            "button", .attribute("type", "button"), .id("theme"), .label(phrases.theme),
            .attribute("title", phrases.theme), .flag("hidden"),
            content: .tag(
                "svg", .attribute("viewBox", "0 0 20 20"), .attribute("aria-hidden", "true"),
                content: .tag(
                    "circle", .attribute("cx", "10"), .attribute("cy", "10"), .attribute("r", "8"),
                    .attribute("fill", "none"), .attribute("stroke", "currentColor"), .attribute("stroke-width", "2")),
                .tag("path", .attribute("d", "M10 2a8 8 0 0 1 0 16z"), .attribute("fill", "currentColor"))))
    }

    private var contents: HTMLNode {
        guard hasContents else { return .nothing }
        return .tag(
            "nav", .class("contents"), .label(phrases.contents),
            content: .tag(
                "details", .flag("open"),
                content: .tag("summary", text: phrases.contents),
                ContentsList(sections: context.numbering.sections.filter { $0.level <= 3 }).node),
            .tag("script", content: .markup(PageResources.contentsScript)))
    }

    private var title: HTMLNode {
        var title: [HTMLNode] = []
        if let number = frontMatter.number { title.append(.tag("p", .class("chapter"), text: number)) }
        let anchor = context.chapter.titleHeading.map { [HTMLAttribute.id($0.heading.anchor)] } ?? []
        title.append(.element("h1", anchor, [.text(context.chapter.title)]))
        if let description = frontMatter.description { title.append(.tag("p", .class("lead"), text: description)) }
        let facts = self.facts
        if !facts.isEmpty { title.append(.tag("p", .class("facts"), text: facts.joined(separator: " · "))) }
        return .tag("header", .class("title"), content: title)
    }

    private var main: HTMLNode { .tag("main", .id("text"), content: body + summary) }

    private var summary: HTMLNode {
        verdict.map { VerificationSummary(context: context, chapter: context.chapter, verdict: $0).node } ?? .nothing
    }

    /// The date, without a time of day, and how long the cells ran.
    private var facts: [String] {
        var facts = frontMatter.date.map { [String($0.prefix { $0 != "T" })] } ?? []
        let seconds = executed.results.reduce(0) { $0 + $1.seconds }
        if seconds > 0 { facts.append("\(phrases.ranIn) \(phrases.duration(seconds))") }
        return facts
    }

    private var footer: HTMLNode {
        let path = HTMLNode.tag("code", text: context.chapter.path)
        let source = context.options.sourceAddress.map { HTMLNode.tag("a", .href($0), content: path) } ?? path
        return .tag("footer", content: [bookLinks, .tag("p", content: .text("\(phrases.source) "), source)])
    }

    /// The way to the chapters before and after this one, and to the book's contents.
    private var bookLinks: HTMLNode {
        guard let book = context.options.book, let (previous, next) = book.neighbours(of: context.chapter.path) else {
            return .nothing
        }
        func link(_ page: Book.Page?, _ relation: String, _ arrow: (before: String, after: String)) -> HTMLNode {
            guard let page else { return .tag("span") }
            let words = "\(arrow.before)\(page.fullTitle)\(arrow.after)"
            return .tag("a", .attribute("rel", relation), .href(page.address), text: words)
        }
        return .tag(
            "nav", .class("book"), .label(phrases.chapters),
            content: link(previous, "prev", ("← ", "")),
            .tag("a", .href(Book.indexAddress), text: phrases.contents), link(next, "next", ("", " →")))
    }
}

/// The sections as a list of links.
struct ContentsList {
    let sections: [Numbering.Section]

    /// The list, sections of level 3 under the section they belong to.
    var node: HTMLNode {
        var items: [HTMLNode] = []
        var index = 0
        while index < sections.count {
            let end = sections[(index + 1)...].firstIndex { $0.level <= sections[index].level } ?? sections.count
            let below = sections[(index + 1)..<end]
            let nested: [HTMLNode] =
                below.isEmpty ? [] : [ContentsList(sections: Array(below)).node]
            items.append(.tag("li", content: [Self.link(sections[index])] + nested))
            index = end
        }
        return .tag("ol", content: items)
    }

    private static func link(_ section: Numbering.Section) -> HTMLNode {
        let number: [HTMLNode] = section.number.map { [.tag("span", .class("number"), text: $0), .text(" ")] } ?? []
        return .tag(
            "a", .href("#\(section.heading.anchor)"), content: number + .text(section.heading.content.plainText))
    }
}
