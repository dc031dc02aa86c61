import CellExecution
import ChapterDocument
import FoundationEssentials
import KernelReference

/// The structure of a lesson: sections, cells and labels, and the lines that can be folded.
struct Outline {
    let lesson: LessonSnapshot
    let chapter: Chapter

    /// A heading with the lines of its section.
    private struct Section {
        var heading: Heading
        var block: Block
        /// The lines, from 0.
        var lines: ClosedRange<Int>
    }

    private var sections: [Section] {
        let headings = chapter.blocks.compactMap { block -> (Heading, Block)? in
            if case .heading(let heading) = block.content { (heading, block) } else { nil }
        }
        return headings.enumerated().map { index, entry in
            let next = headings[(index + 1)...].first { $0.0.level <= entry.0.level }
            let start = entry.1.range.start.line - 1
            let end = next.map { $0.1.range.start.line - 2 } ?? lesson.document.lines.count - 1
            return Section(heading: entry.0, block: entry.1, lines: start...max(start, lastFilled(end)))
        }
    }

    /// The last line before one, or itself, that is not blank.
    private func lastFilled(_ line: Int) -> Int {
        var line = min(line, lesson.document.lines.count - 1)
        while line > 0, lesson.document.line(line).allSatisfy(\.isWhitespace) { line -= 1 }
        return line
    }

    /// The sections with what stands in them.
    var symbols: [DocumentSymbol] {
        // What stands alone, in the order of the text; each goes into the section that it stands in.
        var rest = (cellSymbols + labelSymbols).sorted { $0.range.start < $1.range.start }[...]
        var open: [(level: Int, symbol: DocumentSymbol)] = []
        var roots: [DocumentSymbol] = []
        func close(from level: Int) {
            while let last = open.last, last.level >= level {
                open.removeLast()
                if open.isEmpty {
                    roots.append(last.symbol)
                } else {
                    open[open.count - 1].symbol.children.append(last.symbol)
                }
            }
        }
        func place(before position: Position?) {
            while let next = rest.first, position.map({ next.range.start < $0 }) ?? true {
                rest.removeFirst()
                if open.isEmpty { roots.append(next) } else { open[open.count - 1].symbol.children.append(next) }
            }
        }
        for section in sections {
            let range = lesson.document.range(ofLines: section.lines)
            place(before: range.start)
            close(from: section.heading.level)
            let name = section.heading.content.plainText
            open.append(
                (
                    section.heading.level,
                    DocumentSymbol(
                        name: name.isEmpty ? "section" : name, kind: .string, range: range,
                        selectionRange: lesson.document.range(
                            ofLines: section.lines.lowerBound...section.lines.lowerBound))
                ))
        }
        place(before: nil)
        close(from: 0)
        return roots
    }

    private var cellSymbols: [DocumentSymbol] {
        chapter.cells.map { cell in
            let first = cell.range.start.line - 1
            let code = SwiftTokens(cell.code)
            return DocumentSymbol(
                name: cell.name, detail: "swift cell", kind: .module,
                range: lesson.document.range(ofLines: cell.range.lines),
                selectionRange: lesson.document.range(ofLines: first...first),
                children: code.topLevelDeclarations.map { declaration in
                    let range = range(of: declaration.nameRange, in: cell)
                    return DocumentSymbol(
                        name: declaration.name, kind: declaration.kind.symbolKind, range: range, selectionRange: range)
                })
        }
    }

    private var labelSymbols: [DocumentSymbol] {
        let places = ChapterPlaces(chapter.text)
        return chapter.allBlocks.compactMap { block in
            guard let label = block.label, let place = chapter.place(ofLabelOf: block, in: places) else { return nil }
            let start = lesson.document.position(place)
            let end = Position(line: start.line, character: start.character + "label:`\(label)`".utf16.count)
            let range = TextRange(start: start, end: end)
            return DocumentSymbol(name: label, detail: "label", kind: .key, range: range, selectionRange: range)
        }
    }

    /// Where some bytes of a cell's code stand in the lesson.
    private func range(of bytes: Range<Int>, in cell: Cell) -> TextRange {
        let code = DocumentText(cell.code)
        let positions = [bytes.lowerBound, bytes.upperBound].map { offset in
            let inside = code.position(ofByte: offset)
            let line = cell.codeStart.line - 1 + inside.line
            let before = lesson.document.line(line).utf16.count - code.line(inside.line).utf16.count
            return Position(line: line, character: inside.character + max(0, before))
        }
        return TextRange(start: positions[0], end: positions[1])
    }

    /// The lines that can be folded: the front matter, sections, cells, outputs and other fenced blocks.
    var foldingRanges: [FoldingRange] {
        let lines = lesson.document.lines.indices.map { lesson.document.line($0)[...] }
        let head = FrontMatter.lineCount(lines)
        var ranges = head > 1 ? [0...(head - 1)] : []
        ranges += sections.map(\.lines)
        ranges += chapter.cells.map(\.range.lines)
        ranges += chapter.cells.compactMap { $0.documentedOutput?.range.lines }
        ranges += chapter.exercises.flatMap(\.codes).map(\.range.lines)
        ranges += chapter.allBlocks.compactMap { block in
            if case .listing = block.content { block.range.lines } else { nil }
        }
        return ranges.filter { $0.count > 1 }.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
            .map { FoldingRange(startLine: $0.lowerBound, endLine: $0.upperBound, kind: "region") }
    }
}

extension TopLevelDeclaration.Kind {
    fileprivate var symbolKind: DocumentSymbol.Kind {
        switch self {
        case .type: .class
        case .function: .function
        case .variable: .variable
        }
    }
}

extension LanguageServer {
    /// A lesson's outline, in the form that the editor knows.
    enum Symbols: Encodable, Sendable {
        case nested([DocumentSymbol])
        case flat([SymbolInformation])

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .nested(let symbols): try symbols.encode(to: encoder)
            case .flat(let symbols): try symbols.encode(to: encoder)
            }
        }
    }

    func symbols(_ parameters: DocumentParameters) async throws -> Symbols? {
        let lesson = try lesson(parameters.textDocument)
        guard let chapter = lesson.chapter else { return .nested([]) }
        let symbols = Outline(lesson: lesson, chapter: chapter).symbols
        if capabilities?.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport == true {
            return .nested(symbols)
        }
        func flat(_ symbols: [DocumentSymbol], in container: String?) -> [SymbolInformation] {
            symbols.flatMap { symbol in
                [
                    SymbolInformation(
                        name: symbol.name, kind: symbol.kind, location: Location(uri: lesson.uri, range: symbol.range),
                        containerName: container)
                ] + flat(symbol.children, in: symbol.name)
            }
        }
        return .flat(flat(symbols, in: nil))
    }

    func foldingRanges(_ parameters: DocumentParameters) async throws -> [FoldingRange]? {
        let lesson = try lesson(parameters.textDocument)
        return lesson.chapter.map { Outline(lesson: lesson, chapter: $0).foldingRanges } ?? []
    }
}
