/// Prose that runs without a break: a paragraph's, a heading's, a table cell's.
package struct ProseRun: Sendable {
    /// The prose.
    package var content: [Inline]
    /// The line it starts on.
    package var line: Int

    /// Every piece of the prose, those inside others after the ones around them, each with the line it starts on.
    package var pieces: [(inline: Inline, line: Int)] { pieces { _ in false } }

    /// The pieces of the prose but for some and all inside those.
    package func pieces(without isLeftOut: (Inline) -> Bool) -> [(inline: Inline, line: Int)] {
        var line = line
        return content.flatMap { inline -> [(inline: Inline, line: Int)] in
            defer { line += inline.lineBreaks }
            guard !isLeftOut(inline) else { return [] }
            return [(inline, line)] + ProseRun(content: inline.children, line: line).pieces(without: isLeftOut)
        }
    }
}

extension Inline {
    /// The prose inside the piece.
    package var children: [Inline] {
        switch self {
        case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content, _),
            .value(_, let content):
            content
        default: []
        }
    }

    /// How many line ends of the file the piece spans, but for those in code, which CommonMark turns into spaces.
    package var lineBreaks: Int {
        switch self {
        case .softBreak, .lineBreak: 1
        case .math(let text), .html(let text): text.utf8.count { $0 == UInt8(ascii: "\n") }
        default: children.reduce(0) { $0 + $1.lineBreaks }
        }
    }
}

extension Chapter {
    /// All prose in the order of the text, the footnotes' in the order of their numbers after the rest.
    package var proseRuns: [ProseRun] {
        blocks.flatMap(\.proseRuns) + footnotes.flatMap { $0.blocks.flatMap(\.proseRuns) }
    }
}

extension Block {
    /// The prose of the block and of the blocks inside it.
    package var proseRuns: [ProseRun] {
        let line = range.start.line
        switch content {
        case .heading(let heading): return [ProseRun(content: heading.content, line: line)]
        case .paragraph(let content): return [ProseRun(content: content, line: line)]
        case .figure(let image):
            return [ProseRun(content: [.image(image)], line: line), ProseRun(content: image.caption, line: line)]
        case .table(let table):
            let rows = ([table.header] + table.rows).flatMap { row in
                row.cells.map { ProseRun(content: $0, line: row.line) }
            }
            return [ProseRun(content: table.caption, line: line)] + rows
        case .quote, .callout, .list, .exercise, .question: return children.flatMap(\.proseRuns)
        case .cell, .listing, .math, .html, .thematicBreak: return []
        }
    }

    /// The blocks inside the block.
    package var children: [Block] {
        switch content {
        case .quote(let blocks): blocks
        case .callout(let callout): callout.blocks
        case .list(let list): list.items.flatMap(\.blocks)
        case .exercise(let exercise):
            exercise.statement
                + exercise.parts.flatMap { part -> [Block] in
                    switch part {
                    case .text(let block): [block]
                    case .hint(let blocks): blocks
                    case .check, .solution, .wrong: []
                    }
                }
        case .question(let question): question.text + question.answers.flatMap { [$0.text] + $0.reason }
        default: []
        }
    }
}
