import ChapterDocument
import OutputVerification

/// Turns a chapter's blocks into nodes.
struct BlockRenderer {
    let context: PageContext
    let executed: ExecutedChapter
    let verdict: ChapterVerdict?

    private var prose: ProseRenderer { ProseRenderer(context: context) }

    /// The blocks, neighbouring code with tabs put together.
    func nodes(_ blocks: some Collection<Block>) throws(ReportError) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        var tabs: [Block] = []
        for block in blocks where !isHidden(block) {
            if executed.chapter.tabName(of: block) != nil {
                if executed.chapter.startsTabs(block, after: tabs) {
                    nodes.append(try tabSet(tabs))
                    tabs = []
                }
                tabs.append(block)
                continue
            }
            if !tabs.isEmpty { nodes.append(try tabSet(tabs)) }
            tabs = []
            nodes.append(try node(block))
        }
        if !tabs.isEmpty { nodes.append(try tabSet(tabs)) }
        return nodes
    }

    private func node(_ block: Block) throws(ReportError) -> HTMLNode {
        let start = block.range.start
        switch block.content {
        case .heading(let heading):
            return try self.heading(heading, at: start)
        case .paragraph(let content):
            return .tag("p", content: try prose.nodes(content, at: start))
        case .figure(let image):
            return try ImageRenderer(context: context).figure(image, label: block.label)
        case .table(let table):
            return try PipeTableRenderer(context: context).node(table, label: block.label)
        case .cell(let index):
            return try CellRenderer(context: context).node(
                executed.chapter.cells[index], executed.results[index], verdict: verdict?.cells[index],
                label: block.label)
        case .listing(let listing):
            return try CodeRenderer(context: context).listing(listing)
        case .math(let formula):
            return try math(formula, label: block.label, at: start)
        case .html(let html):
            let markup = AuthorHTMLRenderer(context: context).markup(html, at: start)
            return context.rawHTML(markup + "\n", at: start)
        case .quote(let blocks):
            return .tag("blockquote", content: try nodes(blocks))
        case .callout(let callout):
            return try CalloutRenderer(context: context, blocks: self).node(callout)
        case .exercise(let exercise):
            return try ExerciseRenderer(context: context, blocks: self).node(exercise)
        case .question(let question):
            return try QuestionRenderer(context: context, blocks: self).node(question)
        case .list(let list):
            return try self.list(list)
        case .thematicBreak:
            return .tag("hr")
        }
    }

    private func heading(_ heading: Heading, at position: SourcePosition) throws(ReportError) -> HTMLNode {
        let section = context.numbering.section(heading)
        var content: [HTMLNode] = []
        if let number = section?.number { content.append(.tag("span", .class("number"), text: "\(number) ")) }
        content += try prose.nodes(heading.content, at: position)
        content.append(
            .tag("a", .class("anchor"), .href("#\(heading.anchor)"), .label(context.phrases.linkToSection), text: "#"))
        return .tag("h\(section?.level ?? heading.level)", .id(heading.anchor), content: content)
    }

    private func math(_ formula: String, label: String?, at position: SourcePosition) throws(ReportError) -> HTMLNode {
        let number = label.flatMap { context.numbering.targets[$0]?.number }
        let anchor: [HTMLAttribute] = label.map { [.id(context.anchors.labelled($0))] } ?? []
        let node = try context.math(formula, isDisplay: true, tag: number, at: position)
        // A long formula scrolls, so it can take the focus for scrolling by keyboard.
        return .element(
            "div", [.class(isTaggedLine(node) ? "math tagged" : "math"), .attribute("tabindex", "0")] + anchor, [node])
    }

    /// Whether a typeset formula is one line with a number beside it, for which the styles make room.
    private func isTaggedLine(_ formula: HTMLNode) -> Bool {
        guard case .markup(let html) = formula else { return false }
        return html.contains("class=\"tag\"") && !html.contains("newline\"")
    }

    private func list(_ list: ItemList) throws(ReportError) -> HTMLNode {
        var items: [HTMLNode] = []
        for item in list.items { items.append(try self.item(item, isTight: list.isTight)) }
        let isTaskList = list.items.contains { $0.isDone != nil }
        var attributes: [HTMLAttribute] = isTaskList ? [.class("tasks")] : []
        guard let start = list.start else { return .element("ul", attributes, items) }
        if start != 1 { attributes.append(.attribute("start", "\(start)")) }
        return .element("ol", attributes, items)
    }

    /// A list item; a task's text starts with its check box.
    private func item(_ item: ItemList.Item, isTight: Bool) throws(ReportError) -> HTMLNode {
        let box: [HTMLNode] = item.isDone.map { [checkBox(isDone: $0), .text(" ")] } ?? []
        let attributes: [HTMLAttribute] = box.isEmpty ? [] : [.class("task")]
        if isTight { return .element("li", attributes, box + (try tightNodes(item.blocks))) }
        guard let first = item.blocks.first, case .paragraph(let content) = first.content, !box.isEmpty else {
            return .element("li", attributes, box + (try nodes(item.blocks)))
        }
        let words = box + (try prose.nodes(content, at: first.range.start))
        return .element("li", attributes, [.tag("p", content: words)] + (try nodes(item.blocks.dropFirst())))
    }

    /// The blocks of an item whose paragraphs are no elements of their own.
    private func tightNodes(_ blocks: [Block]) throws(ReportError) -> [HTMLNode] {
        var result: [HTMLNode] = []
        var rest = blocks[...]
        while let block = rest.first {
            if case .paragraph(let content) = block.content {
                result += try prose.nodes(content, at: block.range.start)
                rest = rest.dropFirst()
            } else {
                let others = rest.prefix { if case .paragraph = $0.content { false } else { true } }
                result += try nodes(others)
                rest = rest.dropFirst(others.count)
            }
        }
        return result
    }

    private func checkBox(isDone: Bool) -> HTMLNode {
        .element(
            "input",
            [
                .attribute("type", "checkbox"), .flag("disabled"),
                .label(isDone ? context.phrases.done : context.phrases.open),
            ] + (isDone ? [.flag("checked")] : []), [])
    }

    private func isHidden(_ block: Block) -> Bool {
        if case .listing(let listing) = block.content { listing.tab?.isHidden == true } else { false }
    }

    /// Code blocks one behind the other, chosen by radio buttons, which need no script.
    private func tabSet(_ blocks: [Block]) throws(ReportError) -> HTMLNode {
        guard blocks.count > 1 else { return .group(try blocks.map { block throws(ReportError) in try node(block) }) }
        let name = context.anchors.own(context.identifier("tabs"))
        var buttons: [HTMLNode] = []
        var panels: [HTMLNode] = []
        for (index, block) in blocks.enumerated() {
            let title = executed.chapter.tabName(of: block) ?? ""
            let id = "\(name)-\(index + 1)"
            let checked: [HTMLAttribute] = index == 0 ? [.flag("checked")] : []
            buttons += [
                .element("input", [.attribute("type", "radio"), .attribute("name", name), .id(id)] + checked, []),
                .tag("label", .attribute("for", id), text: title),
            ]
            panels.append(
                .tag("div", .class("panel"), content: .tag("p", .class("tab-name"), text: title), try node(block)))
        }
        return .tag(
            "div", .class("tabs"), .attribute("role", "group"), .label(context.phrases.code), content: buttons + panels)
    }
}
