import ChapterDocument

/// Numbers a chapter's footnotes and counts the marks that lead to each, so that each leads back to all of them.
final class FootnoteMarks {
    private let numbers: [String: Int]
    private let anchors: PageAnchors
    private var counts: [Int: Int] = [:]

    init(of chapter: Chapter, anchors: PageAnchors) {
        self.anchors = anchors
        let names = chapter.footnotes.map(\.name)
        numbers = Dictionary(uniqueKeysWithValues: zip(names, 1...))
    }

    /// The next mark that leads to the footnote of that name: a number that links to it.
    func node(_ mark: Inline.FootnoteMark, phrases: Phrases) -> HTMLNode {
        guard let number = numbers[mark.name] else { return .nothing }
        counts[number, default: 0] += 1
        let id = markAnchor(number: number, occurrence: counts[number, default: 1])
        return .tag(
            "sup", .class("footnote-mark"),
            content: .tag(
                "a", .id(id), .href("#\(anchor(number: number))"), .attribute("role", "doc-noteref"),
                .label("\(phrases.footnote) \(number)"), text: "\(number)"))
    }

    /// The identifiers of the marks so far that lead to a footnote.
    func anchors(number: Int) -> [String] {
        (1..<(counts[number, default: 0] + 1)).map { markAnchor(number: number, occurrence: $0) }
    }

    /// The identifier of a footnote.
    func anchor(number: Int) -> String { anchors.own("fn-\(number)") }

    private func markAnchor(number: Int, occurrence: Int) -> String {
        anchors.own(occurrence == 1 ? "fnref-\(number)" : "fnref-\(number)-\(occurrence)")
    }
}

/// Shows the footnotes below the text.
struct FootnoteRenderer {
    let context: PageContext
    let blocks: BlockRenderer

    /// The footnotes with links back to their marks; nothing where there are none.
    ///
    /// The rest of the page is rendered before, since its marks count.
    func section() throws(ReportError) -> HTMLNode {
        let footnotes = context.chapter.footnotes
        guard !footnotes.isEmpty else { return .nothing }
        // All contents come first: a footnote can lead to an earlier one.
        var contents: [[HTMLNode]] = []
        for footnote in footnotes { contents.append(try blocks.nodes(footnote.blocks)) }
        let items = contents.enumerated().map { index, content in
            HTMLNode.tag(
                "li", .id(context.footnotes.anchor(number: index + 1)),
                content: self.content(content, number: index + 1))
        }
        return .tag(
            "section", .class("footnotes"), .attribute("role", "doc-endnotes"), .label(context.phrases.footnotes),
            content: .tag("ol", content: items))
    }

    /// The content with its way back at the end of its last paragraph.
    private func content(_ content: [HTMLNode], number: Int) -> [HTMLNode] {
        let links = context.footnotes.anchors(number: number).enumerated().flatMap { index, anchor -> [HTMLNode] in
            let name = "\(context.phrases.backToText) \(number)" + (index > 0 ? " (\(index + 1))" : "")
            let link = HTMLNode.tag(
                "a", .class("back"), .href("#\(anchor)"), .attribute("role", "doc-backlink"), .label(name),
                text: "↩\u{FE0E}")
            return [.text(" "), link]
        }
        guard case .element("p", let attributes, let words)? = content.last else {
            return content + [.tag("p", content: links)]
        }
        return content.dropLast() + [.element("p", attributes, words + links)]
    }
}
