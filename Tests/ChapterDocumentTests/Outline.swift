import ChapterDocument

extension Chapter {
    /// A compact picture of a text's blocks: `p[…]` paragraphs, `$…$` inline and `$$…$$` display formulas, and so on.
    static func outline(_ text: String) throws -> String {
        try Chapter(parsing: text, path: "x.md").outline
    }

    var outline: String {
        (blocks.map(\.outline) + footnotes.map { "fn:\($0.name)(\($0.blocks.outline))" }).joined(separator: " ")
    }

    /// What is wrong with a text, an entry each: `line:column message (advice)`; warnings start with `warning`.
    static func diagnostics(_ text: String) -> [String] {
        let diagnostics: [Diagnostic]
        do {
            diagnostics = try Chapter(parsing: text, path: "x.md").warnings
        } catch {
            diagnostics = error.diagnostics
        }
        return diagnostics.map { diagnostic in
            let position = diagnostic.position ?? SourcePosition(line: 0, column: 0)
            return (diagnostic.severity == .warning ? "warning " : "")
                + "\(position.line):\(position.column) \(diagnostic.message)"
                + (diagnostic.advice.map { " (\($0))" } ?? "")
        }
    }
}

extension [Block] {
    var outline: String { map(\.outline).joined(separator: " ") }
}

extension [Inline] {
    var outline: String { map(\.outline).joined() }
}

extension Block {
    var outline: String {
        let name = label.map { "\($0)=" } ?? ""
        let picture =
            switch content {
            case .paragraph(let content): "p[\(content.outline)]"
            case .heading(let heading): "h[\(heading.content.outline)]"
            case .figure(let image): "f[\(image.alternative)|\(image.title)|\(image.source)]"
            case .table(let table): table.outline
            case .math(let tex): "$$\(tex)$$"
            case .quote(let blocks): "q(\(blocks.outline))"
            case .callout(let callout): "\(callout.kind.rawValue)(\(callout.blocks.outline))"
            case .list(let list): "l(\(list.items.map(\.outline).joined(separator: " ")))"
            case .exercise(let exercise):
                "e\(exercise.statement.isEmpty ? "" : "{\(exercise.statement.outline)}")[\(exercise.start.code)]"
                    + "(\(exercise.parts.map(\.outline).joined(separator: " ")))"
            case .question(let question):
                "?(\(question.text.outline) \(question.answers.map(\.outline).joined(separator: " ")))"
            case .listing(let listing): "c[\(listing.code)]"
            case .html(let html): "<\(html)>"
            case .cell, .thematicBreak: "?"
            }
        return name + picture
    }
}

extension Exercise.Part {
    fileprivate var outline: String {
        switch self {
        case .text(let block): block.outline
        case .hint(let blocks): "hint(\(blocks.outline))"
        case .check(let code): "check[\(code.code)]"
        case .solution(let code): "solution[\(code.code)]"
        case .wrong(let code, let reason): "wrong:\(reason)[\(code.code)]"
        }
    }
}

extension Question.Answer {
    fileprivate var outline: String { "\(isRight ? "[x]" : "[ ]")\(text.outline)(\(reason.outline))" }
}

extension ItemList.Item {
    fileprivate var outline: String { (isDone.map { $0 ? "[x]" : "[ ]" } ?? "") + blocks.outline }
}

extension PipeTable {
    fileprivate var outline: String {
        let marks = alignments.map { $0.map { String($0.rawValue.prefix(1)) } ?? "-" }.joined()
        let lines = ([header] + rows).map { row in row.cells.map(\.outline).joined(separator: "|") }
        return "t\(marks)[\(lines.joined(separator: "/"))]" + (caption.isEmpty ? "" : "{\(caption.outline)}")
    }
}

extension Inline {
    fileprivate var outline: String {
        switch self {
        case .text(let text): text
        case .math(let tex): "$\(tex)$"
        case .code(let code): "`\(code)`"
        case .softBreak: "~"
        case .strong(let content): "*\(content.outline)*"
        case .emphasis(let content): "_\(content.outline)_"
        case .strikethrough(let content): "-\(content.outline)-"
        case .link(let destination, _, let content, _): "\(content.outline)→\(destination)"
        case .reference(let reference): "@\(reference.kind.rawValue):\(reference.label):\(reference.line)"
        case .footnote(let mark): "^\(mark.name):\(mark.line)"
        default: "?"
        }
    }
}
