import ChapterDocument

/// Turns prose into nodes.
struct ProseRenderer {
    let context: PageContext

    /// Running text that starts at `position`.
    func nodes(_ inlines: [Inline], at position: SourcePosition) throws(ReportError) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        var line = position.line
        var held = 0
        for (index, inline) in inlines.enumerated() {
            if !inlines.isNoSpace(at: index) {
                var node = try node(inline.dropping(held), at: SourcePosition(line: line))
                held = inlines.punctuation(afterFormulaAt: index).count
                if held > 0 {
                    let punctuation = HTMLNode.text(String(inlines.punctuation(afterFormulaAt: index)))
                    node = .tag("span", .class("held"), content: node, punctuation)
                }
                nodes.append(node)
            }
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
        case .html(let html):
            return context.rawHTML(AuthorHTMLRenderer(context: context).markup(html, at: position), at: position)
        case .emphasis(let content):
            // Chinese and Japanese are not slanted: the styles mark them with dots.
            let isUpright = content.plainText.unicodeScalars.contains(where: \.isWrittenWithoutSpaces)
            return .element("em", isUpright ? [.class("upright")] : [], try nodes(content, at: position))
        case .strong(let content): return .tag("strong", content: try nodes(content, at: position))
        case .strikethrough(let content): return .tag("del", content: try nodes(content, at: position))
        case .link(let destination, let title, let content, let place):
            let place = place ?? context.places.place(in: destination, from: position)
            return link(destination, title: title, content: try nodes(content, at: position), at: place)
        case .value(let index, let content):
            return CheckedWords(context: context).node(index, try nodes(content, at: position))
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
                at: position)
            return .tag("span", content: content)
        }
        let page = PageLinks(context: context).address(of: address, at: position)
        let attributes = [HTMLAttribute.href(page)] + (title.isEmpty ? [] : [.attribute("title", title)])
        return .element("a", attributes, content)
    }

    /// What a reference to a label of another lesson says, and where it leads.
    private func foreignReference(_ label: String) -> PageSurroundings.Reference? {
        if let surroundings = context.options.surroundings { return surroundings.references[label] }
        guard let (target, page) = context.options.book?.target(label, from: context.chapter.path) else { return nil }
        context.use(page.lesson.path)
        return PageSurroundings.Reference(words: words(for: target), address: "\(page.address)#\(target.anchor)")
    }

    private func reference(_ reference: Inline.Reference) -> HTMLNode {
        if let target = context.numbering.targets[reference.label] {
            return .tag("a", .class("reference"), .href("#\(target.anchor)"), text: words(for: target))
        }
        guard let foreign = foreignReference(reference.label) else {
            let line = SourcePosition(line: reference.line)
            context.warn(
                "The reference to `\(reference.label)` leads nowhere",
                at: context.places.place(in: "`\(reference.label)`", from: line))
            return .tag("span", .class("unresolved"), text: reference.label)
        }
        context.noteReference(reference.label, foreign)
        return .tag("a", .class("reference"), .href(foreign.address), text: foreign.words)
    }

    private func words(for target: Numbering.Target) -> String {
        switch (target.kind, target.number) {
        case (.section, let number?): context.phrases.sectionReference(number)
        case (.figure, let number?): "\(context.phrases.figure) \(number)"
        case (.table, let number?): "\(context.phrases.table) \(number)"
        case (.formula, let number?): "(\(number))"
        default: target.words
        }
    }
}

extension [Inline] {
    /// The punctuation that a line must not start with, directly behind the formula at `index`: browsers break lines there. A
    /// long formula is left alone, since it must be broken itself.
    fileprivate func punctuation(afterFormulaAt index: Int) -> Substring {
        guard case .math(let tex) = self[index], tex.utf8.count < 40, index + 1 < count,
            case .text(let text) = self[index + 1]
        else { return "" }
        return text.prefix { ",.;:!?)]}，。、；：！？）】》”’」』".contains($0) }
    }
}

extension Inline {
    /// A text without its first characters.
    fileprivate func dropping(_ count: Int) -> Inline {
        if count > 0, case .text(let text) = self { .text(String(text.dropFirst(count))) } else { self }
    }
}
