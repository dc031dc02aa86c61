import ChapterDocument
import FoundationEssentials
import ReportRendering

/// What the words of a lesson that are no Swift mean: labels, references to them, links and options.
struct LessonWords {
    /// The lesson.
    let lesson: LessonSnapshot
    /// The lesson and the others of its book.
    let lessons: [LessonSnapshot]

    /// A label or a reference to it at some place of a lesson.
    private struct LabelUse {
        var label: String
        /// From the first colon to the last backtick.
        var range: TextRange
        var isDeclaration: Bool
    }

    /// Where the label at a place is written, what a link there leads to, or the cell that an anchor names.
    func definition(at position: Position) -> [Location] {
        if let use = labelUse(at: position) {
            return lessons.flatMap { other in
                labelUses(in: other).filter { $0.isDeclaration && $0.label == use.label }
                    .map { Location(uri: other.uri, range: $0.range) }
            }
        }
        guard let destination = destination(at: position) else { return [] }
        return target(of: destination).map { [$0] } ?? []
    }

    /// Where the label at a place is written and referred to, in all lessons of the book.
    func references(at position: Position, includesDeclaration: Bool) -> [Location] {
        if let use = labelUse(at: position) {
            return lessons.flatMap { other in
                labelUses(in: other).filter { $0.label == use.label && (includesDeclaration || !$0.isDeclaration) }
                    .map { Location(uri: other.uri, range: $0.range) }
            }
        }
        guard let chapter = lesson.chapter, let cell = lesson.cellOrOutput(atLine: position.line),
            cell.range.start.line == position.line + 1
        else { return [] }
        // Links may lead to the cell by its anchor.
        let anchor = "#" + PageAnchors(of: chapter).cell(cell)
        return linkDestinations(in: lesson).filter { $0.text == anchor }
            .map { Location(uri: lesson.uri, range: $0.range) }
    }

    /// What the word at a place means.
    func hover(at position: Position) -> Hover? {
        if let use = labelUse(at: position), let location = definition(at: position).first {
            let other = lessons.first { $0.uri == location.uri }
            let text = other.map { LessonWords.described(use.label, in: $0) } ?? nil
            let place = location.uri == lesson.uri ? "line \(location.range.start.line + 1)" : name(of: location.uri)
            return Hover(
                contents: .init(value: [text, place].compactMap { $0 }.joined(separator: "\n\n")), range: use.range)
        }
        let word = lesson.document.name(at: position)
        guard let keyword = keywords(atLine: position.line).first(where: { $0.name == word }) else { return nil }
        let form = keyword.value.map { "\(keyword.name)=\($0)" } ?? keyword.name
        let notation = isFrontMatter(line: position.line) ? "\(keyword.name): \(keyword.value ?? "")" : form
        return Hover(contents: .init(value: "`\(notation)`\n\n\(keyword.summary)"))
    }

    /// The words that mean something on a line.
    func keywords(atLine line: Int) -> [Keyword] {
        if isFrontMatter(line: line) { return Keyword.frontMatter }
        let words = lesson.document.line(line).fenceInfo?.split(whereSeparator: \.isWhitespace) ?? []
        return keywords(info: words) + (words.first == "swift" ? Keyword.tags : [])
    }

    /// The options that may follow some words of an info string.
    func keywords(info words: [Substring]) -> [Keyword] {
        switch words.first {
        case "output": Keyword.outputOptions
        case "swift":
            switch words.dropFirst().first {
            case "cell": Keyword.cellOptions
            case "exercise": Keyword.exerciseOptions
            case "solution": Keyword.solutionOptions
            default: []
            }
        case "python": Keyword.tabOptions
        default: []
        }
    }

    /// Whether a line, from 0, belongs to the front matter.
    func isFrontMatter(line: Int) -> Bool {
        let text = lesson.document.text
        guard text.hasPrefix("---") || text.hasPrefix("+++") else { return false }
        let lines = lesson.document.lines.indices.map { lesson.document.line($0)[...] }
        return line < FrontMatter.lineCount(lines)
    }

    private func name(of uri: String) -> String {
        uri.split(separator: "/").last.map { String($0).removingPercentEncoding ?? String($0) } ?? uri
    }

    /// What a label stands at: the heading's words, or the formula.
    private static func described(_ label: String, in lesson: LessonSnapshot) -> String? {
        guard let block = lesson.chapter?.allBlocks.first(where: { $0.label == label }) else { return nil }
        switch block.content {
        case .heading(let heading): return "**\(heading.content.plainText)**"
        case .math(let formula): return "```tex\n\(formula)\n```"
        case .figure(let image): return image.alternative
        case .table(let table): return table.caption.plainText
        default: return nil
        }
    }
}

// MARK: - Labels

extension LessonWords {
    private func labelUse(at position: Position) -> LabelUse? {
        labelUses(in: lesson).first { $0.range.touches(position) }
    }

    /// The labels of a lesson and the references to labels, code aside.
    private func labelUses(in lesson: LessonSnapshot) -> [LabelUse] {
        // Most lines, and many lessons, have none.
        guard lesson.document.text.contains("ref:`") || lesson.document.text.contains("label:`") else { return [] }
        let verbatim = lesson.verbatimLines
        return lesson.document.lines.indices.filter { !verbatim.contains($0) }.flatMap { number in
            let line = lesson.document.line(number)
            return line.matches(of: #/:(?<role>label|eqlabel|numref|eqref):`(?<label>[^`]*)`/#).map { match in
                let start = line[..<match.range.lowerBound].utf16.count
                let length = line[match.range].utf16.count
                return LabelUse(
                    label: String(match.label),
                    range: TextRange(
                        start: Position(line: number, character: start),
                        end: Position(line: number, character: start + length)),
                    isDeclaration: match.role.hasSuffix("label"))
            }
        }
    }
}

// MARK: - Links

extension LessonWords {
    private func destination(at position: Position) -> String? {
        linkDestinations(in: lesson).first { $0.range.touches(position) }?.text
    }

    /// The addresses of links and pictures that stand on one line with their text.
    private func linkDestinations(in lesson: LessonSnapshot) -> [(text: String, range: TextRange)] {
        let verbatim = lesson.verbatimLines
        return lesson.document.lines.indices.filter { !verbatim.contains($0) }.flatMap { number in
            let line = lesson.document.line(number)
            return line.matches(of: #/\]\((?<address>[^)\s]+)/#).map { match in
                let start = line[..<match.address.startIndex].utf16.count
                return (
                    String(match.address),
                    TextRange(
                        start: Position(line: number, character: start),
                        end: Position(line: number, character: start + match.address.utf16.count))
                )
            }
        }
    }

    private func target(of destination: String) -> Location? {
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let start = TextRange(start: Position(line: 0, character: 0), end: Position(line: 0, character: 0))
        var other = lesson
        if !parts[0].isEmpty {
            guard !parts[0].contains(":"), let path = DocumentAddress.path(lesson.uri) else { return nil }
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let file = URL(filePath: "\(folder)/\(parts[0].removingPercentEncoding ?? parts[0])").standardized.path
            guard FileManager.default.fileExists(atPath: file) else { return nil }
            guard let known = lessons.first(where: { $0.path == file }) else {
                return Location(uri: DocumentAddress.uri(file), range: start)
            }
            other = known
        }
        guard parts.count == 2, let chapter = other.chapter else { return Location(uri: other.uri, range: start) }
        let anchor = parts[1].removingPercentEncoding ?? parts[1]
        let place = chapter.anchors.first { $0.name == anchor }?.range.start
        return place.map { Location(uri: other.uri, range: other.document.word(at: $0)) }
    }
}

extension Chapter {
    /// What links can lead to: headings, cells, exercises and blocks with labels.
    var anchors: [(name: String, range: SourceRange)] {
        let headings = allBlocks.compactMap { block -> (String, SourceRange)? in
            guard case .heading(let heading) = block.content else { return nil }
            return (heading.anchor, block.range)
        }
        let own = PageAnchors(of: self)
        let labels = allBlocks.compactMap { block in block.label.map { (own.labelled($0), block.range) } }
        return headings + cells.map { (own.cell($0), $0.range) }
            + exercises.map { (own.exercise($0), $0.start.range) } + labels
    }
}

extension LessonSnapshot {
    /// The lines, from 0, of code and raw HTML, where labels and links mean nothing.
    var verbatimLines: Set<Int> {
        guard let chapter else { return [] }
        var lines: Set<Int> = []
        for block in chapter.allBlocks {
            switch block.content {
            case .cell(let index):
                let cell = chapter.cells[index]
                lines.formUnion(cell.range.lines)
                if let output = cell.documentedOutput { lines.formUnion(output.range.lines) }
            case .exercise(let exercise):
                for code in exercise.codes { lines.formUnion(code.range.lines) }
            case .listing, .html: lines.formUnion(block.range.lines)
            default: break
            }
        }
        return lines
    }
}

extension SourceRange {
    /// The lines, from 0.
    var lines: ClosedRange<Int> { (start.line - 1)...max(start.line - 1, end.line - 1) }
}

extension String {
    /// The info string of a line that opens a fenced block; nil for any other line.
    var fenceInfo: Substring? {
        guard let match = firstMatch(of: #/^[\s>]*(?:[-*+]\s+|[0-9]+[.)]\s+)?(?:`{3,}|~{3,})/#) else { return nil }
        return self[match.range.upperBound...]
    }
}
