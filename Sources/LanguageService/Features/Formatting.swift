import CellExecution
import ChapterDocument
import FileTree
import FoundationEssentials
import OutputVerification
import SystemPackage

/// Formats the Swift of a lesson's cells and exercises by the toolchain's formatter, and nothing else.
struct CodeFormatter {
    let program: FilePath
    let lesson: LessonSnapshot
    let options: FormattingParameters.Options

    /// Why cells stay as they are.
    struct Refusal: Error {
        var message: String
    }

    private static let limits = ToolLimits(seconds: 30, memory: 4 << 30)
    /// The name of a formatter's configuration, which a folder above the lesson may have.
    private static let configurationName = ".swift-format"

    /// The edits that format some pieces of code.
    /// - Throws: ``Refusal`` where the formatter does not take the code.
    func edits(of pieces: [SwiftPiece]) async throws -> [TextEdit] {
        guard !pieces.isEmpty else { return [] }
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let files = pieces.indices.map { "\(scratch.path)/piece-\($0 + 1).swift" }
        for (piece, file) in zip(pieces, files) {
            try piece.code.write(toFile: file, atomically: false, encoding: .utf8)
        }
        let result = try await ToolProcess(program: program, limits: Self.limits).run(
            ["format", "--in-place", "--configuration", try configuration(in: scratch.path)] + files,
            outputLimit: 1 << 20)
        let source = SourceLines(lesson.document.text)
        var edits: [TextEdit] = []
        for (piece, file) in zip(pieces, files) {
            let formatted = try String(contentsOfFile: file, encoding: .utf8)
            guard formatted != piece.code, let block = FencedBlock(source, at: piece.range, content: piece.code) else {
                continue
            }
            edits.append(edit(of: block, to: formatted))
        }
        if !result.succeeded, edits.isEmpty {
            let first = result.output.split(separator: "\n").first { $0.contains("error:") } ?? "it failed"
            let reason = first.range(of: "error: ").map { first[$0.upperBound...] } ?? first
            throw Refusal(message: "swift-format: \(reason)")
        }
        return isSound(edits) ? edits : []
    }

    /// The edit that gives a block new content, each line behind what stands before the block's lines.
    private func edit(of block: FencedBlock, to code: String) -> TextEdit {
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false).dropLast(code.hasSuffix("\n") ? 1 : 0)
        let ending = block.ending.isEmpty ? "\n" : block.ending
        let text = lines.map { line in
            // Blank lines need no indentation, but the mark of a quotation.
            let isBlank = line.isEmpty && block.prefix.allSatisfy(\.isWhitespace)
            return (isBlank ? "" : block.prefix + line) + ending
        }
        return TextEdit(
            range: TextRange(
                start: Position(line: block.content.lowerBound, character: 0),
                end: Position(line: block.content.upperBound, character: 0)),
            newText: text.joined())
    }

    /// Whether the lesson reads the same with the edits, but for the code of its cells.
    private func isSound(_ edits: [TextEdit]) -> Bool {
        let text = lesson.document.applying(edits).text
        guard let old = lesson.chapter,
            let new = Chapter.read(text, path: lesson.path, foreignLabels: .any).chapter
        else { return false }
        return new.swiftPieces.map(\.role) == old.swiftPieces.map(\.role) && new.blocks.count == old.blocks.count
            && zip(old.cells, new.cells).allSatisfy { $0.documentedOutput?.text == $1.documentedOutput?.text }
    }

    /// The configuration of the nearest folder above the lesson that has one; else one with the editor's indentation.
    private func configuration(in scratch: String) throws -> String {
        if let path = DocumentAddress.path(lesson.uri) {
            var folder = URL(filePath: path).deletingLastPathComponent().path
            while true {
                let file = "\(folder)/\(Self.configurationName)"
                if FileManager.default.fileExists(atPath: file) { return file }
                let parent = URL(filePath: folder).deletingLastPathComponent().path
                if parent == folder || folder == "/" { break }
                folder = parent
            }
        }
        let width = min(max(options.tabSize, 1), 16)
        let indentation = options.insertSpaces ? "\"spaces\": \(width)" : "\"tabs\": 1"
        let file = "\(scratch)/configuration.json"
        try "{\"version\": 1, \"indentation\": {\(indentation)}, \"tabWidth\": \(width)}".write(
            toFile: file, atomically: false, encoding: .utf8)
        return file
    }
}

extension LanguageServer {
    func formatting(_ parameters: FormattingParameters) async throws -> [TextEdit]? {
        let lesson = try lesson(parameters.textDocument)
        guard let program = (try? toolchain.get())?.formatter else {
            throw ResponseError.failed("the Swift toolchain has no swift-format")
        }
        let pieces = lesson.pieces.filter { piece in
            guard let range = parameters.range else { return true }
            return piece.range.lines.overlaps(range.start.line...max(range.start.line, range.end.line))
        }
        do {
            return try await CodeFormatter(program: program, lesson: lesson, options: parameters.options).edits(
                of: pieces)
        } catch let refusal as CodeFormatter.Refusal {
            throw ResponseError.failed(refusal.message)
        }
    }
}
