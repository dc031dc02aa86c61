/// Turns CommonMark's tree into a chapter's blocks: what a fence's tag means, which output belongs to which cell,
/// where formulas stand.
struct ChapterBuilder {
    private let path: String
    private let lines: [Substring]
    private let math: LiftedMath
    private var tags: FenceTagReader
    private var anchors: Set<String> = []
    private(set) var cells: [Cell] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(path: String, lines: [Substring], math: LiftedMath) {
        self.path = path
        self.lines = lines
        self.math = math
        tags = FenceTagReader(path: path)
    }

    /// Adds what is known only after the last block, and puts the diagnostics in the order of their places.
    mutating func finish() {
        for position in math.unclosed {
            diagnostics.append(
                Diagnostic(
                    .warning, path: path, position: position, message: "no `$$` closes the formula that opens here",
                    advice: "close it, or write `\\$\\$` for dollar signs"))
        }
        var lines: [String: Int] = [:]
        for cell in cells {
            guard let id = cell.options.id else { continue }
            if let line = lines[id] {
                report(cell.range.start, "a cell with the id `\(id)` stands already on line \(line)")
            }
            lines[id] = lines[id] ?? cell.range.start.line
        }
        diagnostics += tags.diagnostics
        diagnostics.sort { ($0.position ?? .init(line: 0)) < ($1.position ?? .init(line: 0)) }
    }

    /// The blocks that `node` contains.
    mutating func blocks(of node: CommonMarkNode) -> [Block] {
        var blocks: [Block] = []
        for child in node.children { append(child, to: &blocks) }
        return blocks
    }

    private mutating func append(_ node: CommonMarkNode, to blocks: inout [Block]) {
        let content: BlockContent
        switch node.kind {
        case .heading(let level):
            let inlines = inlines(of: node)
            content = .heading(Heading(level: level, content: inlines, anchor: newAnchor(for: inlines.plainText)))
        case .paragraph: return appendParagraph(node, to: &blocks)
        case .codeBlock(let info): return appendCode(node, info: info, to: &blocks)
        case .htmlBlock: content = .html(math.restore(node.literal))
        case .quote: content = .quote(self.blocks(of: node))
        case .list(let start, let isTight):
            var items: [[Block]] = []
            for item in node.children { items.append(self.blocks(of: item)) }
            content = .list(ItemList(start: start, isTight: isTight, items: items))
        case .thematicBreak: content = .thematicBreak
        default: return
        }
        blocks.append(Block(content, range: node.range))
    }

    // MARK: Code

    private mutating func appendCode(_ node: CommonMarkNode, info: String, to blocks: inout [Block]) {
        let start = node.range.start
        switch tags.read(info, at: positionOfInfo(info, from: start)) {
        case .listing(let language, let tab):
            let listing = CodeListing(language: language, code: math.restore(node.literal), tab: tab)
            blocks.append(Block(.listing(listing), range: node.range))
        case .cell(let options):
            let cell = Cell(
                index: cells.count, code: math.restore(node.literal), range: node.range,
                codeStart: SourcePosition(line: start.line + 1, column: start.column), options: options)
            blocks.append(Block(.cell(cell.index), range: node.range))
            cells.append(cell)
        case .output(let comparison):
            guard case .cell(let index)? = blocks.last?.content, cells[index].documentedOutput == nil else {
                return report(
                    start, "this output follows no cell", advice: "put it directly after the cell that prints it")
            }
            cells[index].documentedOutput = DocumentedOutput(
                text: math.restore(node.literal), comparison: comparison, range: node.range)
        }
    }

    /// Where the info string stands on the fence's line.
    private func positionOfInfo(_ info: String, from start: SourcePosition) -> SourcePosition {
        let line = lines[start.line - 1].utf8.dropFirst(start.column - 1)
        let afterFence = line.drop { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }
        let beforeInfo = afterFence.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return SourcePosition(
            line: start.line, column: start.column + line.count - afterFence.count + beforeInfo.count)
    }

    // MARK: Prose

    /// A paragraph, split where display formulas stand in it.
    private mutating func appendParagraph(_ node: CommonMarkNode, to blocks: inout [Block]) {
        var prose: [Inline] = []
        func flush(_ blocks: inout [Block]) {
            let trimmed = prose.trimmingBreaks()
            if !trimmed.isEmpty { blocks.append(Block(.paragraph(trimmed), range: node.range)) }
            prose = []
        }
        for child in node.children {
            guard case .text = child.kind else {
                prose += inline(child)
                continue
            }
            for piece in math.pieces(of: child.literal) {
                switch piece {
                case .formula(let formula) where formula.isDisplay:
                    flush(&blocks)
                    let newlines = formula.source.utf8.count { $0 == UInt8(ascii: "\n") }
                    let end = SourcePosition(line: formula.position.line + newlines)
                    blocks.append(Block(.math(formula.tex), range: SourceRange(start: formula.position, end: end)))
                case .formula(let formula): prose.append(.math(formula.tex))
                case .text(let text): prose.append(.text(text))
                }
            }
        }
        flush(&blocks)
    }

    private func inlines(of node: CommonMarkNode) -> [Inline] {
        node.children.flatMap { inline($0) }
    }

    private func inline(_ node: CommonMarkNode) -> [Inline] {
        switch node.kind {
        case .text:
            math.pieces(of: node.literal).map { piece in
                switch piece {
                case .text(let text): .text(text)
                case .formula(let formula): .math(formula.tex)
                }
            }
        case .softBreak: [.softBreak]
        case .lineBreak: [.lineBreak]
        case .code: [.code(math.restore(node.literal))]
        case .inlineHTML: [.html(math.restore(node.literal))]
        case .emphasis: [.emphasis(inlines(of: node))]
        case .strong: [.strong(inlines(of: node))]
        case .link(let destination, let title):
            [.link(destination: math.restore(destination), title: math.restore(title), content: inlines(of: node))]
        case .image(let source, let title):
            [
                .image(
                    .init(
                        source: math.restore(source), title: math.restore(title),
                        alternative: inlines(of: node).plainText, line: node.range.start.line))
            ]
        default: []
        }
    }

    /// An anchor in GitHub's manner: lower case, letters and digits of any script, hyphens for spaces.
    private mutating func newAnchor(for text: String) -> String {
        let slug = text.lowercased().reduce(into: "") { slug, character in
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                slug.append(character)
            } else if character == " " {
                slug.append("-")
            }
        }
        let base = slug.isEmpty ? "section" : slug
        var anchor = base
        var count = 0
        while !anchors.insert(anchor).inserted {
            count += 1
            anchor = "\(base)-\(count)"
        }
        return anchor
    }

    private mutating func report(_ position: SourcePosition, _ message: String, advice: String? = nil) {
        diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
    }
}

extension [Inline] {
    /// The prose without line breaks and white space at its two ends.
    fileprivate func trimmingBreaks() -> [Inline] {
        func isBlank(_ inline: Inline) -> Bool {
            switch inline {
            case .softBreak, .lineBreak: true
            case .text(let text): text.allSatisfy(\.isWhitespace)
            default: false
            }
        }
        return Array(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
