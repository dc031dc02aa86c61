/// Turns CommonMark's tree into a chapter's blocks: what a fence's tag means, which output belongs to which cell,
/// where formulas, tables, callouts, footnotes and labels stand.
struct ChapterBuilder {
    let path: String
    let lifted: LiftedText
    let definitions: FootnoteDefinitions
    /// The file's lines.
    private let lines: [Substring]
    private let places: ChapterPlaces
    /// The lines that CommonMark read.
    let liftedLines: [Substring]
    /// What the names in links' square brackets stand for, as the author wrote it.
    private(set) lazy var linkDefinitions = liftedLines.filter { $0.prefixMatch(of: /[> ]*\[[^\]\^][^\]]*\]:/) != nil }
        .map { $0[...].drop { $0 == ">" || $0 == " " } }.joined(separator: "\n")
    private var tags: FenceTagReader
    private var anchors = AnchorRegister()
    var labels = LabelRegister()
    /// How many quotations the block that is being read stands in.
    private(set) var quoteDepth = 0
    /// How many links and pictures the prose that is being read stands in.
    var linkDepth = 0
    /// Which of the blocks that are being read is the exercise that further parts belong to.
    private(set) var openExercise: Int?
    private var exerciseCount = 0
    var questionCount = 0
    var footnotes: [String: Footnote] = [:]
    private(set) var cells: [Cell] = []
    private(set) var values: [DocumentedValue] = []
    private var linkPlaces: LinkPlaces
    private(set) var diagnostics: [Diagnostic] = []

    init(path: String, text: String, definitions: FootnoteDefinitions, lifted: LiftedText) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        places = ChapterPlaces(text)
        self.definitions = definitions
        self.lifted = lifted
        liftedLines = lifted.text.split(separator: "\n", omittingEmptySubsequences: false)
        linkPlaces = lifted.linkPlaces
        tags = FenceTagReader(path: path)
    }

    /// The chapter's content as CommonMark's `root` holds it.
    mutating func content(of root: CommonMarkNode) -> (blocks: [Block], footnotes: [Footnote]) {
        let blocks = blocks(of: root)
        let footnotes = footnotesInOrder(of: blocks)
        checkReferences(in: blocks + footnotes.flatMap(\.blocks))
        checkExercises(in: Block.all(in: blocks + footnotes.flatMap(\.blocks)))
        finish()
        return (blocks, footnotes)
    }

    /// Adds what is known only after the last block, and puts the diagnostics in the order of their places.
    private mutating func finish() {
        for remark in lifted.remarks {
            warn(definitions.sourcePosition(remark.position), remark.message, advice: remark.advice)
        }
        var lines: [String: Int] = [:]
        for cell in cells {
            guard let id = cell.options.id else { continue }
            if let line = lines[id] {
                report(cell.range.start, "a cell with the id `\(id)` stands already on line \(line)")
            }
            lines[id] = lines[id] ?? cell.range.start.line
        }
        for index in values.indices {
            values[index].cellsAbove = cells.count { $0.range.end.line < values[index].position.line }
        }
        diagnostics += tags.diagnostics
        diagnostics.sort { ($0.position ?? .init(line: 0)) < ($1.position ?? .init(line: 0)) }
    }

    /// The blocks that `node` contains.
    mutating func blocks(of node: CommonMarkNode) -> [Block] {
        var blocks: [Block] = []
        let outerExercise = openExercise
        openExercise = nil
        defer { openExercise = outerExercise }
        for child in node.children { append(child, to: &blocks) }
        return blocks
    }

    private mutating func append(_ node: CommonMarkNode, to blocks: inout [Block]) {
        let content: BlockContent
        switch node.kind {
        case .heading(let level):
            openExercise = nil
            let inlines = inlines(of: node.children)
            content = .heading(Heading(level: level, content: inlines, anchor: anchors.add(inlines.plainText)))
        case .paragraph: return appendParagraph(node, to: &blocks)
        case .codeBlock(let info): return appendCode(node, info: info, to: &blocks)
        case .htmlBlock:
            let html = lifted.restore(node.literal)
            check(html, at: place(node.range).start)
            content = .html(html)
        case .quote:
            quoteDepth += 1
            defer { quoteDepth -= 1 }
            return appendQuotation(node, to: &blocks)
        case .list(let start, let isTight):
            var items: [ItemList.Item] = []
            for item in node.children {
                if let definition = definitions.byLine[item.range.start.line] {
                    define(definition, item)
                } else {
                    items.append(listItem(item))
                }
            }
            guard !items.isEmpty else { return }
            content = .list(ItemList(start: start, isTight: isTight, items: items))
        case .thematicBreak: content = .thematicBreak
        default: return
        }
        blocks.append(Block(content, range: place(node.range)))
    }

    /// A list item; as on GitHub, one whose text starts with `[ ]` or `[x]` is a task.
    private mutating func listItem(_ node: CommonMarkNode) -> ItemList.Item {
        var node = node
        guard let first = node.children.first, case .paragraph = first.kind, let text = first.children.first,
            case .text = text.kind, text.literal.hasPrefix("["),
            let mark = withMarkedEscapes(text).literal.prefixMatch(of: /\[([ xX])\][ \t]+/),
            mark.0.utf8.count < text.literal.utf8.count || first.children.count > 1
        else { return ItemList.Item(blocks: blocks(of: node)) }
        node.children[0].children[0].literal.removeFirst(mark.0.count)
        node.children[0].children[0].range.start.column += mark.0.utf8.count
        node.children[0].range.start.column += mark.0.utf8.count
        return ItemList.Item(blocks: blocks(of: node), isDone: mark.1 != " ")
    }

    /// Where a stretch of the lifted text stands in the file.
    func place(_ range: SourceRange) -> SourceRange {
        SourceRange(start: place(range.start), end: place(range.end))
    }

    /// Where a place in the lifted text stands in the file.
    func place(_ position: SourcePosition) -> SourcePosition {
        definitions.sourcePosition(lifted.sourcePosition(position))
    }

    // MARK: Code

    private mutating func appendCode(_ node: CommonMarkNode, info: String, to blocks: inout [Block]) {
        let range = place(node.range)
        let start = range.start
        let infoStart = positionOfInfo(info, from: start)
        var exerciseCode: Exercise.Code {
            let afterLanguage = info.utf8.drop { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            let beforeTag =
                info.utf8.count - afterLanguage.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
            return Exercise.Code(
                code: lifted.restore(node.literal), range: range,
                codeStart: SourcePosition(line: start.line + 1, column: start.column),
                tag: SourcePosition(line: start.line, column: infoStart.column + beforeTag))
        }
        switch tags.read(info, at: infoStart) {
        case .exercise(let id, let isWithheld):
            let statement = takeStatement(from: &blocks)
            let exercise = Exercise(
                index: exerciseCount, id: id, statement: statement, start: exerciseCode, isWithheld: isWithheld,
                cellsAbove: cells.count)
            exerciseCount += 1
            openExercise = blocks.count
            let first = statement.first?.range.start ?? range.start
            blocks.append(Block(.exercise(exercise), range: SourceRange(start: first, end: range.end)))
        case .check: append(.check(exerciseCode), called: "check", at: range, to: &blocks)
        case .solution(let isKept):
            append(.solution(exerciseCode), called: "solution", at: range, to: &blocks)
            if isKept { keepSolution(in: &blocks) }
        case .wrong(let reason):
            append(.wrong(exerciseCode, reason: reason), called: "wrong answer", at: range, to: &blocks)
        case .listing(let language, let tab):
            if case .cell? = blocks.last?.content, nearestName(to: language, in: ["output"]) != nil {
                warn(start, "`\(language)` is shown and not compared", advice: "did you mean `output`?")
            }
            let code = lifted.restore(node.literal)
            if language == "math" {
                return blocks.append(Block(.math(code), range: range))
            }
            checkIndentation(of: code, at: start)
            blocks.append(Block(.listing(CodeListing(language: language, code: code, tab: tab)), range: range))
        case .cell(let options):
            openExercise = nil
            let cell = Cell(
                index: cells.count, code: lifted.restore(node.literal), range: range,
                codeStart: SourcePosition(line: start.line + 1, column: start.column), options: options)
            blocks.append(Block(.cell(cell.index), range: range))
            cells.append(cell)
        case .output(let comparison, let figures):
            if case .listing? = blocks.last?.content {
                // What code that is not run would print is shown like it.
                let output = CodeListing(language: "output", code: lifted.restore(node.literal))
                return blocks.append(Block(.listing(output), range: range))
            }
            guard case .cell(let index)? = blocks.last?.content else {
                return report(
                    start, "this output follows no cell", advice: "put it directly after the cell that prints it")
            }
            if let first = cells[index].documentedOutput {
                return report(
                    start, "the cell's output stands already on line \(first.range.start.line)",
                    advice: "put all that the cell prints into one block")
            }
            cells[index].documentedOutput = DocumentedOutput(
                text: lifted.restore(node.literal), comparison: comparison, figures: figures, range: range)
        }
    }

    /// Words of the prose that say what the cells compute.
    /// - Parameters:
    ///   - expression: The Swift expression.
    ///   - rule: The link's title, which says how the words are compared.
    ///   - content: The words.
    ///   - place: Where the link stands; nil where that is not known.
    ///   - line: The line that CommonMark gives for it.
    /// - Returns: The words as a value; as words alone where there is no expression.
    mutating func value(
        _ expression: String, rule: String, content: [Inline], place: LinkPlaces.Place?, line: Int
    ) -> Inline {
        let position = place?.start ?? SourcePosition(line: line)
        let comparison = tags.comparison(
            ofValue: rule, at: places.place(in: rule, from: place?.address ?? position))
        if expression.allSatisfy(\.isWhitespace) {
            report(position, "`swift:` is followed by no expression", advice: "write `[0.86](swift:accuracy)`")
            return .emphasis(content)
        }
        if content.plainText.lowercased().hasPrefix(DocumentedValue.scheme) {
            report(
                self.position(of: "<\(content.plainText)", onLine: line), "the value has no words to compare",
                advice: "write `[0.86](swift:accuracy)`")
            return .emphasis(content)
        }
        if content.plainText.allSatisfy(\.isWhitespace) {
            report(position, "the value has no words to compare", advice: "write `[0.86](swift:accuracy)`")
            return .emphasis(content)
        }
        if ProseRun(content: content, line: line).pieces.contains(where: { $0.inline.isHTML }) {
            report(position, "the words of a value hold HTML, so that they are not what is compared")
        }
        if let place, place.isInline, place.address.line != place.words.upperBound.line {
            report(position, "the address of a value stands on another line than the end of its words")
        }
        values.append(
            DocumentedValue(
                index: values.count, expression: expression, text: content.plainText, comparison: comparison,
                position: position, words: place?.words, isNamedByWords: place?.isNamedByWords == true, cellsAbove: 0))
        return .value(values.count - 1, content: content)
    }

    /// Where the next link or picture with an address stands in the file; nil where that is not known.
    mutating func takePlace(ofLinkTo address: String, fromLine line: Int) -> LinkPlaces.Place? {
        guard var place = linkPlaces.take(address, fromLine: line) else { return nil }
        place.start = definitions.sourcePosition(place.start)
        place.words =
            definitions.sourcePosition(place.words.lowerBound)..<definitions.sourcePosition(place.words.upperBound)
        place.address = definitions.sourcePosition(place.address)
        return place
    }

    /// Reports values that nothing checks, because Markdown does not reach into HTML, and comments that hide what follows them
    /// by mistake. A value in a comment that ends is left out on purpose.
    private mutating func check(_ html: String, at start: SourcePosition) {
        var shown = ""
        var rest = html[...]
        while let comment = rest.firstRange(of: "<!--") {
            shown += rest[..<comment.lowerBound]
            guard let end = rest[comment.upperBound...].firstRange(of: "-->") else {
                let before = html[..<comment.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
                let position = SourcePosition(
                    line: start.line + max(0, before.count - 1),
                    column: before.count > 1 ? before[before.count - 1].utf8.count + 1 : start.column)
                report(
                    position, "this comment is not closed, so what follows it is left out",
                    advice: "close it with `-->`")
                return
            }
            rest = rest[end.upperBound...]
        }
        let text = String(shown + rest)
        guard text.contains(DocumentedValue.opening) || DocumentedValue.isNamed(inHTML: text) else { return }
        report(
            start, DocumentedValue.faultInHTML,
            advice: "leave an empty line between the HTML's tags and the text, which makes that Markdown")
    }

    /// Warns where a cell is shown because its fence is indented.
    private mutating func checkIndentation(of code: String, at start: SourcePosition) {
        guard code.hasPrefix("```") || code.hasPrefix("~~~"),
            let fence = code.prefixMatch(of: /(?:`{3,}|~{3,}) *swift cell\b.*/),
            lines[start.line - 1].hasSuffix(fence.0)
        else { return }
        warn(
            start, "this cell is shown and not run, because its fence is indented by four columns or more",
            advice: "indent it by less")
    }

    /// Where the info string stands on the fence's line.
    private func positionOfInfo(_ info: String, from start: SourcePosition) -> SourcePosition {
        let line = lines[start.line - 1].utf8.dropFirst(start.column - 1)
        let afterFence = line.drop { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }
        let beforeInfo = afterFence.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return SourcePosition(
            line: start.line, column: start.column + line.count - afterFence.count + beforeInfo.count)
    }

    /// Notes an error.
    mutating func report(_ position: SourcePosition, _ message: String, advice: String? = nil) {
        diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
    }

    /// Notes something that does not stop the chapter.
    mutating func warn(_ position: SourcePosition, _ message: String, advice: String? = nil) {
        diagnostics.append(Diagnostic(.warning, path: path, position: position, message: message, advice: advice))
    }

    // MARK: References

    private mutating func checkReferences(in blocks: [Block]) {
        for case .reference(let reference) in blocks.flatMap(\.proseRuns).flatMap(\.pieces).map(\.inline) {
            guard let fault = labels.fault(of: reference) else { continue }
            let position = self.position(of: "`\(reference.label)`", onLine: reference.line)
            report(position, fault.message, advice: fault.advice)
        }
    }

    /// Where `text` first stands on a line of the file; the line's start where it does not.
    func position(of text: String, onLine line: Int) -> SourcePosition {
        places.place(in: text, from: SourcePosition(line: line))
    }
}
