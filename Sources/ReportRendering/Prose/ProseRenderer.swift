import ChapterDocument

/// Turns prose into nodes.
struct ProseRenderer {
    let context: PageContext

    /// Running text that starts at `position`.
    func nodes(_ inlines: [Inline], at position: SourcePosition) throws(ReportError) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        var line = position.line
        for inline in inlines {
            nodes.append(try node(inline, at: SourcePosition(line: line)))
            line += inline.lineBreaks
        }
        return nodes
    }

    private func node(_ inline: Inline, at position: SourcePosition) throws(ReportError) -> HTMLNode {
        switch inline {
        case .text(let text): return .text(text)
        case .softBreak: return .text("\n")
        case .lineBreak: return .tag("br")
        case .code(let code): return .tag("code", text: code)
        case .math(let formula): return try context.math(formula, isDisplay: false, at: position)
        case .html(let html): return context.rawHTML(html, at: position)
        case .emphasis(let content): return .tag("em", content: try nodes(content, at: position))
        case .strong(let content): return .tag("strong", content: try nodes(content, at: position))
        case .link(let destination, let title, let content):
            return link(destination, title: title, content: try nodes(content, at: position), at: position)
        case .image(let image): return ImageRenderer(context: context).node(image)
        case .reference(let reference): return self.reference(reference)
        case .footnote(let mark): return context.footnotes.node(mark, phrases: context.phrases)
        }
    }

    private func link(
        _ destination: String, title: String, content: [HTMLNode], at position: SourcePosition
    ) -> HTMLNode {
        guard let address = SafeAddress.link(destination) else {
            context.warn(
                "The link to `\(destination)` is left out: following it could run a script",
                at: context.places.place(in: destination, from: position))
            return .tag("span", content: content)
        }
        let attributes = [HTMLAttribute.href(address)] + (title.isEmpty ? [] : [.attribute("title", title)])
        return .element("a", attributes, content)
    }

    private func reference(_ reference: Inline.Reference) -> HTMLNode {
        let own = context.numbering.targets[reference.label].map { (target: $0, page: "") }
        guard let (target, page) = own ?? context.options.book?.target(reference.label) else {
            let line = SourcePosition(line: reference.line)
            context.warn(
                "The reference to `\(reference.label)` leads nowhere",
                at: context.places.place(in: "`\(reference.label)`", from: line))
            return .tag("span", .class("unresolved"), text: reference.label)
        }
        let words: String =
            switch (target.kind, target.number) {
            case (.section, let number?): context.phrases.sectionReference(number)
            case (.figure, let number?): "\(context.phrases.figure) \(number)"
            case (.table, let number?): "\(context.phrases.table) \(number)"
            case (.formula, let number?): "(\(number))"
            default: target.words
            }
        return .tag("a", .class("reference"), .href("\(page)#\(target.anchor)"), text: words)
    }
}
