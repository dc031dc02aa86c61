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

    private mutating func parts(of nodes: [CommonMarkNode]) -> [(part: ProsePart, range: SourceRange)] {
        let children = Strikethrough.applied(to: nodes.map(withMarkedEscapes))
        checkEmphasis(in: children)
        var parts: [(part: ProsePart, range: SourceRange)] = []
        var next = 0
        while next < children.count {
            let child = children[next]
            next += 1
            guard child.kind.isText else {
                // The line ends inside what was lifted are its own.
                if case .softBreak = child.kind, next < children.count, children[next].kind.isText,
                    children[next].literal.unicodeScalars.first == LiftedText.filler
                {
                    continue
                }
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

    func withMarkedEscapes(_ node: CommonMarkNode) -> CommonMarkNode {
        // A text that takes as many bytes in the file as on the page has no escapes.
        guard node.kind.isText, node.range.end.column - node.range.start.column + 1 > node.literal.utf8.count,
            liftedLines.indices.contains(node.range.start.line - 1)
        else { return node }
        var node = node
        node.literal = EscapedCharacters.marked(node.literal, in: liftedLines[node.range.start.line - 1])
        return node
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
            case .address(let address):
                let text = Inline.text(address.text)
                let link = Inline.link(destination: address.destination, title: "", content: [text], position: nil)
                // There are no links in links.
                return (.inline(linkDepth > 0 ? text : link), SourceRange(start: start, end: end))
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
        case .softBreak: return .softBreak
        case .lineBreak: return .lineBreak
        case .code: return .code(lifted.restore(node.literal))
        case .inlineHTML:
            let html = lifted.restore(node.literal)
            if DocumentedValue.isNamed(inHTML: html) {
                report(position(of: html, onLine: node.range.start.line), DocumentedValue.faultInHTML)
            }
            return .html(html)
        case .emphasis: return .emphasis(inlines(of: node.children))
        case .strong: return .strong(inlines(of: node.children))
        case .strikethrough: return .strikethrough(inlines(of: node.children))
        case .link(let destination, let title):
            linkDepth += 1
            defer { linkDepth -= 1 }
            let (destination, title) = (lifted.restore(destination), lifted.restore(title))
            let place = takePlace(ofLinkTo: destination, fromLine: node.range.start.line)
            let content = inlines(of: node.children)
            if let expression = DocumentedValue.expression(ofAddress: destination) {
                return value(
                    expression, rule: title, content: content, place: place, line: node.range.start.line)
            }
            return .link(destination: destination, title: title, content: content, position: place?.address)
        case .image(let source, let title):
            linkDepth += 1
            defer { linkDepth -= 1 }
            let line = node.range.start.line
            let source = lifted.restore(source)
            let place = takePlace(ofLinkTo: source, fromLine: line)
            if DocumentedValue.expression(ofAddress: source) != nil {
                report(
                    place?.start ?? SourcePosition(line: line), "a picture is no value, so nothing is checked",
                    advice: "take the `!` out")
            }
            let words = inlines(of: node.children)
            let caption = title.isEmpty ? words : proseNode([title], line: line).flatMap { inlines(of: $0.children) }
            return .image(
                .init(
                    source: source, title: lifted.restore(title), alternative: words.plainText,
                    caption: caption.trimmingBlanks(), line: line, position: place?.address))
        default: return nil
        }
    }

    /// One line of Markdown by itself, such as a title in a front matter; tags in it are text, and so are values.
    static func prose(ofLine text: String) -> [Inline] {
        let text = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let lifted = LiftedText(text, footnotes: [], outline: BlockOutline(lineCount: 1))
        let definitions = FootnoteDefinitions(text) { _ in true }
        var builder = ChapterBuilder(path: "", text: text, definitions: definitions, lifted: lifted)
        let nodes = builder.proseNode([lifted.text], line: 1)
        return nodes.flatMap { builder.inlines(of: $0.children) }.trimmingBlanks().flatMap { inline -> [Inline] in
            switch inline {
            case .html(let tag): [.text(tag)]
            case .value(_, let content): content
            default: [inline]
            }
        }
    }

    // MARK: Emphasis

    /// Warns of asterisks that open or close nothing because CommonMark finds punctuation on one side and a letter on the
    /// other, as next to Chinese punctuation.
    private mutating func checkEmphasis(in nodes: [CommonMarkNode]) {
        var open: Set<Int> = []
        for node in nodes where node.kind.isText && node.literal.utf8.contains(UInt8(ascii: "*")) {
            let scalars = Array(node.literal.unicodeScalars)
            var index = 0
            while index < scalars.count {
                let length = scalars[index...].prefix { $0 == "*" }.count
                let end = index + length
                defer { index = max(end, index + 1) }
                guard (1...2).contains(length), index > 0, end < scalars.count, scalars[end] != LiftedText.filler else {
                    if (1...2).contains(length) { open.insert(length) }
                    continue
                }
                let (before, after) = (scalars[index - 1], scalars[end])
                let closes = open.contains(length) && before.isPunctuation && !before.opensBracket && after.isWordPart
                let opens = before.isWordPart && after.opensBracket
                if closes || opens {
                    let marks = String(repeating: "*", count: length)
                    let place = position(of: "\(before)\(marks)\(after)", onLine: node.range.start.line)
                    warn(
                        SourcePosition(line: place.line, column: place.column + UTF8.width(before)),
                        "`\(marks)` is shown as it stands: CommonMark \(opens ? "opens" : "closes") no emphasis between a letter "
                            + "and punctuation", advice: "leave the punctuation outside of the emphasis")
                    if closes { open.remove(length) }
                }
                if !closes { open.insert(length) }
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isPunctuation: Bool {
        switch properties.generalCategory {
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
            .dashPunctuation, .connectorPunctuation:
            true
        default: false
        }
    }

    fileprivate var opensBracket: Bool {
        switch properties.generalCategory {
        case .openPunctuation, .initialPunctuation: true
        default: false
        }
    }

    /// Whether it is a letter or a digit.
    var isWordPart: Bool { properties.isAlphabetic || properties.numericType != nil }
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
