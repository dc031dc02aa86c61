import CellExecution
import ChapterDocument
import ContentDigest
import FoundationEssentials

extension LessonSnapshot {
    /// What tells the lesson's file of cells from those of other lessons.
    var fileName: String { "lesson-" + Digest(of: [uri]).hexadecimal.prefix(16) }
}

/// Questions about Swift, which the toolchain's language server answers.
extension LanguageServer {
    /// What the toolchain's server says of a place in a cell's code; nil where the place is in none, or nobody can say.
    func askSwift<Result: Decodable & Sendable>(
        _ method: String, _ lesson: LessonSnapshot, _ position: Position, _ type: Result.Type = Result.self
    ) async throws -> (result: Result, file: CellsFile)? {
        guard let cell = lesson.cell(atLine: position.line) else { return nil }
        return try await askSwift(method, in: CellsFile(lesson, around: cell), of: lesson, position, type)
    }

    /// Lets the toolchain's server read a lesson's cells before something is asked of it.
    func warmUp(_ lesson: LessonSnapshot) async {
        guard let cell = lesson.chapter?.cells.first else { return }
        let start = lesson.document.position(cell.codeStart)
        _ = try? await askSwift("textDocument/hover", lesson, start, Hover.self)
    }

    /// What the toolchain's server says of a place in a lesson, going by the cells that some file holds.
    ///
    /// Files for different purposes are kept apart, so that their texts need not change all the time.
    func askSwift<Result: Decodable & Sendable>(
        _ method: String, in file: CellsFile, of lesson: LessonSnapshot, as purpose: String = "questions",
        _ position: Position, _ type: Result.Type
    ) async throws -> (result: Result, file: CellsFile)? {
        guard let server = startedSourceKit() else { return nil }
        do {
            let result = try await server.ask(
                method, in: file, named: "\(lesson.fileName)/\(purpose)", at: file.position(ofLesson: position), type)
            return result.map { ($0, file) }
        } catch SourceKitServer.Failure.unavailable {
            tell(.warning, "sourcekit-lsp does not work, so cells have no completion and no hover")
            return nil
        } catch SourceKitServer.Failure.late {
            return nil
        }
    }

    private func startedSourceKit() -> SourceKitServer? {
        if let sourceKit { return sourceKit }
        guard let toolchain = try? toolchain.get() else { return nil }
        guard let program = toolchain.sourceKit else {
            tell(
                .warning,
                "the Swift toolchain has no sourcekit-lsp, so cells have no completion, no hover and no definitions")
            return nil
        }
        do {
            let scratch = try ScratchFolder()
            sourceKit = try SourceKitServer(
                program: program, arguments: toolchain.editingArguments(scratch: scratch.path),
                folder: "\(scratch.path)/swift",
                usesSnippets: capabilities?.textDocument?.completion?.completionItem?.snippetSupport == true)
            self.scratch = scratch
        } catch {
            tell(.warning, "cells have no completion and no hover: \(error)")
        }
        return sourceKit
    }
}

// MARK: - Requests

extension LanguageServer {
    func completion(_ parameters: CompletionParameters) async throws -> CompletionList? {
        let lesson = try lesson(parameters.textDocument)
        guard lesson.cell(atLine: parameters.position.line) != nil else {
            let completions = LessonCompletions(words(of: lesson), at: parameters.position)
            return CompletionList(items: completions.items)
        }
        // Other characters that ask for completion do so in prose.
        if let trigger = parameters.context?.triggerCharacter, ![".", "("].contains(trigger) {
            return CompletionList(items: [])
        }
        // What later cells declare is not to be proposed.
        guard let cell = lesson.cell(atLine: parameters.position.line),
            let (list, file) = try await askSwift(
                "textDocument/completion", in: CellsFile(lesson, upTo: cell), of: lesson, as: "completion",
                parameters.position, CompletionList.self)
        else { return CompletionList(items: []) }
        var moved = list
        moved.items = list.items.map { item in
            var item = item
            item.textEdit = item.textEdit.flatMap { edit in
                file.lessonRange(edit.range).map { TextEdit(range: $0, newText: edit.newText) }
            }
            return item
        }
        return moved
    }

    func hover(_ parameters: PositionParameters) async throws -> Hover? {
        let lesson = try lesson(parameters.textDocument)
        guard lesson.cell(atLine: parameters.position.line) != nil else {
            return words(of: lesson).hover(at: parameters.position)
        }
        guard let (hover, file) = try await askSwift("textDocument/hover", lesson, parameters.position, Hover.self)
        else { return nil }
        return Hover(contents: hover.contents, range: hover.range.flatMap(file.lessonRange))
    }

    func signatureHelp(_ parameters: PositionParameters) async throws -> SignatureHelp? {
        let lesson = try lesson(parameters.textDocument)
        return try await askSwift("textDocument/signatureHelp", lesson, parameters.position)?.result
    }

    func definition(_ parameters: PositionParameters) async throws -> [Location]? {
        let lesson = try lesson(parameters.textDocument)
        guard lesson.cell(atLine: parameters.position.line) != nil else {
            return words(of: lesson).definition(at: parameters.position)
        }
        guard
            let (locations, file) = try await askSwift(
                "textDocument/definition", lesson, parameters.position, [Location].self)
        else { return nil }
        let own = await sourceKit?.address(of: "\(lesson.fileName)/questions")
        return locations.compactMap { location in
            if location.uri == own {
                return file.lessonRange(location.range).map { Location(uri: lesson.uri, range: $0) }
            }
            // The kernel was built from files that may not be on this machine.
            guard let path = DocumentAddress.path(location.uri), FileManager.default.fileExists(atPath: path) else {
                return nil
            }
            return location
        }
    }

    func highlights(_ parameters: PositionParameters) async throws -> [DocumentHighlight]? {
        let lesson = try lesson(parameters.textDocument)
        return try await swiftUses(lesson, parameters.position)?.map { DocumentHighlight(range: $0, kind: nil) }
    }

    func references(_ parameters: ReferenceParameters) async throws -> [Location]? {
        let lesson = try lesson(parameters.textDocument)
        let includesDeclaration = parameters.context.includeDeclaration
        guard lesson.cell(atLine: parameters.position.line) != nil else {
            return words(of: lesson).references(
                at: parameters.position, includesDeclaration: includesDeclaration)
        }
        let place = PositionParameters(textDocument: parameters.textDocument, position: parameters.position)
        let declarations = includesDeclaration ? [] : try await definition(place) ?? []
        return try await swiftUses(lesson, parameters.position)?.map { Location(uri: lesson.uri, range: $0) }
            .filter { use in
                !declarations.contains { $0.uri == use.uri && use.range.touches($0.range.start) }
            }
    }

    /// Where the Swift name at a place stands in the lesson's cells, as long as it means the same.
    private func swiftUses(_ lesson: LessonSnapshot, _ position: Position) async throws -> [TextRange]? {
        guard let cell = lesson.cell(atLine: position.line), let cells = lesson.chapter?.cells else { return nil }
        // The more cells the file has, the more uses are found, up to a cell in which the name means something else.
        let declared = cells.map { SwiftTokens($0.code).topLevelDeclarations }
        let name = lesson.document.name(at: position)
        let next = cells.indices.first { index in
            index > cell.index && declared[index].contains { $0.baseName == name }
        }
        let last = cells[(next ?? cells.count) - 1]
        // Uses above a cell that declares the name again are of another one.
        let declaring = cells.indices.filter { index in
            index <= cell.index && declared[index].contains { $0.baseName == name }
        }
        let first = declaring.count > 1 ? declaring.last.map { cells[$0].range.start.line - 1 } ?? 0 : 0
        guard
            let (found, file) = try await askSwift(
                "textDocument/documentHighlight", in: CellsFile(lesson, upTo: last), of: lesson, as: "uses", position,
                [DocumentHighlight].self)
        else { return nil }
        return found.compactMap { file.lessonRange($0.range) }.filter { $0.start.line >= first }
    }
}
