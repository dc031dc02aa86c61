extension ChapterBuilder {
    /// A paragraph: a table, or prose, split where display formulas and labels stand in it.
    mutating func appendParagraph(_ node: CommonMarkNode, to blocks: inout [Block]) {
        let lines = contentLines(of: node)
        guard let reader = TableReader(lines) else {
            if let misfit = TableReader.misfit(lines) {
                warn(
                    place(SourcePosition(line: node.range.start.line + misfit.line)),
                    "this is shown as text: the table's header has \(misfit.headerColumns) "
                        + "column\(misfit.headerColumns == 1 ? "" : "s"), the line below it \(misfit.columns)",
                    advice: "give both lines as many columns")
            }
            return appendProse(node.children, of: node, to: &blocks)
        }
        if reader.linesBefore > 0 {
            let before = proseNode([lines[..<reader.linesBefore].joined(separator: "\n")], line: node.range.start.line)
            for paragraph in before { appendProse(paragraph.children, of: paragraph, to: &blocks) }
        }
        appendTable(reader, at: node.range, to: &blocks)
    }

    /// Appends children of the paragraph `node` as blocks.
    mutating func appendProse(_ children: [CommonMarkNode], of node: CommonMarkNode, to blocks: inout [Block]) {
        let parts = parts(of: children)
        let isWhole = parts.allSatisfy { if case .inline = $0.part { true } else { false } }
        var prose = ProseCollector()
        func flush(_ whole: SourceRange?) {
            guard let (content, range) = prose.take() else { return }
            blocks.append(Block(content.onlyImage.map { .figure($0) } ?? .paragraph(content), range: whole ?? range))
        }
        for (part, range) in parts {
            switch part {
            case .inline(let inline): prose.append(inline, at: range)
            case .display(let formula):
                flush(nil)
                blocks.append(Block(.math(formula.tex), range: range))
            case .label(let role, let name, let line):
                flush(nil)
                attach(name, as: role, line: line, to: &blocks)
            }
        }
        flush(isWhole ? place(node.range) : nil)
    }

    /// Makes `name` the label of the last block.
    mutating func attach(_ name: String, as role: Role, line: Int, to blocks: inout [Block]) {
        let position = position(of: "`\(name)`", onLine: line)
        guard let block = blocks.last, block.label == nil, block.content.takesLabel(role) else {
            let what = role == .eqlabel ? "formula" : "heading, figure, table or cell"
            return report(
                position, "`:\(role.rawValue):` follows no \(what)", advice: "put it directly after what it names")
        }
        if let fault = labels.add(name, isFormula: role == .eqlabel, line: line) { return report(position, fault) }
        blocks[blocks.count - 1].label = name
    }

    /// Prose that is not a paragraph's own: nothing in it starts a block.
    mutating func inlines(of children: [CommonMarkNode]) -> [Inline] {
        parts(of: children).compactMap { part, _ in
            switch part {
            case .inline(let inline): return inline
            case .display(let formula): return .math(formula.tex)
            case .label(let role, let name, let line):
                report(
                    position(of: "`\(name)`", onLine: line), "`:\(role.rawValue):` stands inside other text",
                    advice: "put it on the line after what it names")
                return nil
            }
        }
    }

    private mutating func parts(of children: [CommonMarkNode]) -> [(part: ProsePart, range: SourceRange)] {
        var parts: [(part: ProsePart, range: SourceRange)] = []
        var next = 0
        while next < children.count {
            let child = children[next]
            next += 1
            guard child.kind.isText else {
                if let inline = inline(child) { parts.append((.inline(inline), place(child.range))) }
                continue
            }
            guard next < children.count, children[next].kind.isCode, let (text, word) = Role.split(child.literal) else {
                parts += pieces(of: child.literal, at: child.range)
                continue
            }
            let code = children[next]
            guard let role = Role(rawValue: String(word)) else {
                reportUnknownRole(String(word), line: code.range.start.line)
                parts += pieces(of: child.literal, at: child.range)
                continue
            }
            next += 1
            parts += pieces(of: String(text), at: child.range)
            let name = lifted.restore(code.literal)
            let line = code.range.start.line
            if let kind = Inline.Reference.Kind(rawValue: role.rawValue) {
                let reference = Inline.Reference(kind: kind, label: name, line: line)
                parts.append((.inline(.reference(reference)), place(code.range)))
            } else {
                parts.append((.label(role, name: name, line: line), place(code.range)))
            }
        }
        return parts
    }

    private mutating func reportUnknownRole(_ word: String, line: Int) {
        guard let near = nearestName(to: word, in: Role.allCases.map(\.rawValue)) else { return }
        let position = position(of: ":\(word):", onLine: line)
        warn(position, "`:\(word):` is shown as it stands", advice: "did you mean `:\(near):`?")
    }

    /// Text with what was lifted put back.
    private func pieces(of text: String, at range: SourceRange) -> [(part: ProsePart, range: SourceRange)] {
        var start = place(range.start)
        let end = place(range.end)
        return lifted.pieces(of: text).map { piece in
            switch piece {
            case .text(let text): return (.inline(.text(text)), SourceRange(start: start, end: end))
            case .footnote(let mark): return (.inline(.footnote(mark)), SourceRange(start: start, end: end))
            case .formula(let formula):
                let whole = SourceRange(
                    start: definitions.sourcePosition(formula.position), end: definitions.sourcePosition(formula.end))
                start = SourcePosition(line: whole.end.line, column: whole.end.column + 1)
                return (formula.isDisplay ? .display(formula) : .inline(.math(formula.tex)), whole)
            }
        }
    }

    private mutating func inline(_ node: CommonMarkNode) -> Inline? {
        switch node.kind {
        case .softBreak: .softBreak
        case .lineBreak: .lineBreak
        case .code: .code(lifted.restore(node.literal))
        case .inlineHTML: .html(lifted.restore(node.literal))
        case .emphasis: .emphasis(inlines(of: node.children))
        case .strong: .strong(inlines(of: node.children))
        case .link(let destination, let title):
            .link(
                destination: lifted.restore(destination), title: lifted.restore(title),
                content: inlines(of: node.children))
        case .image(let source, let title):
            .image(
                .init(
                    source: lifted.restore(source), title: lifted.restore(title),
                    alternative: inlines(of: node.children).plainText, line: node.range.start.line))
        default: nil
        }
    }
}

extension LiftedText.Formula {
    /// The place of its last dollar sign.
    fileprivate var end: SourcePosition {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let isOneLine = lines.count == 1
        return SourcePosition(
            line: position.line + lines.count - 1,
            column: (isOneLine ? position.column - 1 : 0) + (lines.last?.utf8.count ?? 0))
    }
}

extension BlockContent {
    fileprivate func takesLabel(_ role: Role) -> Bool {
        switch self {
        case .math: role == .eqlabel
        case .heading, .figure, .table, .cell: role == .label
        default: false
        }
    }
}

extension CommonMarkNode.Kind {
    fileprivate var isText: Bool { if case .text = self { true } else { false } }
    fileprivate var isCode: Bool { if case .code = self { true } else { false } }
}
