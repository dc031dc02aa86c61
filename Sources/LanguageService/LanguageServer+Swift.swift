import CellExecution
import ChapterDocument
import ContentDigest
import FoundationEssentials
import KernelReference

extension LessonSnapshot {
    /// What tells the lesson's file of cells from those of other lessons.
    var fileName: String { "lesson-" + Digest(of: [uri]).hexadecimal.prefix(16) }
}

/// Questions about Swift, which the toolchain's language server answers.
extension LanguageServer {
    /// The file for questions about a place in Swift that is compiled or in an expression of the prose; nil for any other place.
    private func file(_ lesson: LessonSnapshot, at position: Position) -> CellsFile? {
        lesson.piece(atLine: position.line).map { CellsFile(lesson, around: $0) }
            ?? CellsFile(lesson, expressionAt: position)
    }

    /// Lets the toolchain's server read a lesson's cells before something is asked of it.
    func warmUp(_ lesson: LessonSnapshot) async {
        if reference == nil, let toolchain = try? toolchain.get() {
            reference = Task(priority: .low) { try? await toolchain.reference() }
        }
        guard let first = lesson.pieces.first else { return }
        let start = Position(line: first.firstLine, character: 0)
        _ = try? await askSwift("textDocument/hover", in: CellsFile(lesson, around: 0), of: lesson, start, Hover.self)
        _ = try? await askSwift(
            "textDocument/completion", in: CellsFile(lesson, upTo: 0, for: .completion), of: lesson, start,
            CompletionList.self)
    }

    /// What the toolchain's server says of a place in a lesson, going by the cells that some file holds; nil where nobody can
    /// say.
    private func askSwift<Result: Decodable & Sendable>(
        _ method: String, in file: CellsFile, of lesson: LessonSnapshot, _ position: Position, _ type: Result.Type
    ) async throws -> Result? {
        guard let server = startedSourceKit() else { return nil }
        do {
            return try await server.ask(
                method, in: file, named: "\(lesson.fileName)/\(file.purpose)", at: file.position(ofLesson: position),
                type)
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
        let position = parameters.position
        // What later cells declare is not to be proposed.
        let code = lesson.piece(atLine: position.line).map { CellsFile(lesson, upTo: $0, for: .completion) }
        guard let file = code ?? CellsFile(lesson, expressionAt: position) else {
            return CompletionList(items: LessonCompletions(words(of: lesson), at: position).items)
        }
        // Other characters that ask for completion do so in prose.
        if let trigger = parameters.context?.triggerCharacter, ![".", "("].contains(trigger) {
            return CompletionList(items: [])
        }
        guard
            var list = try await askSwift(
                "textDocument/completion", in: file, of: lesson, position, CompletionList.self)
        else { return CompletionList(items: []) }
        for index in list.items.indices {
            list.items[index].textEdit = list.items[index].textEdit.flatMap { edit in
                file.lessonRange(edit.range).map { TextEdit(range: $0, newText: edit.newText) }
            }
        }
        let beginning = lesson.document.beginning(ofLineAt: position)
        return SwiftCompletions(
            list, beginning: beginning,
            word: TextRange(start: lesson.document.startOfName(before: position), end: position),
            reference: SwiftCompletions.isOfType(beginning) ? await reference?.value : nil
        ).list
    }

    func hover(_ parameters: PositionParameters) async throws -> Hover? {
        let lesson = try lesson(parameters.textDocument)
        guard let file = file(lesson, at: parameters.position) else {
            return words(of: lesson).hover(at: parameters.position)
        }
        let hover = try await askSwift("textDocument/hover", in: file, of: lesson, parameters.position, Hover.self)
        return hover.map { Hover(contents: $0.contents, range: $0.range.flatMap(file.lessonRange)) }
    }

    func signatureHelp(_ parameters: PositionParameters) async throws -> SignatureHelp? {
        let lesson = try lesson(parameters.textDocument)
        guard let file = file(lesson, at: parameters.position) else { return nil }
        return try await askSwift(
            "textDocument/signatureHelp", in: file, of: lesson, parameters.position, SignatureHelp.self)
    }

    func definition(_ parameters: PositionParameters) async throws -> [Location]? {
        let lesson = try lesson(parameters.textDocument)
        guard let file = file(lesson, at: parameters.position) else {
            return words(of: lesson).definition(at: parameters.position)
        }
        guard
            let locations = try await askSwift(
                "textDocument/definition", in: file, of: lesson, parameters.position, [Location].self)
        else { return nil }
        let own = await sourceKit?.address(of: "\(lesson.fileName)/\(file.purpose)")
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
        guard lesson.piece(atLine: parameters.position.line) != nil else {
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
        guard let index = lesson.piece(atLine: position.line) else { return nil }
        let pieces = lesson.pieces
        let name = lesson.document.name(at: position)
        let declaring = pieces.indices.filter { other in
            (pieces[other].role == .cell || pieces[other].isSeenBelow)
                && SwiftTokens(pieces[other].code).topLevelDeclarations.contains { $0.baseName == name }
        }
        // The more cells the file has, the more uses are found, up to a cell in which the name means something else.
        var last = index
        if pieces[index].role == .cell || pieces[index].isSeenBelow {
            let next = declaring.first { $0 > index } ?? pieces.count
            last = pieces.indices.last { $0 < next && pieces[$0].role == .cell } ?? index
        }
        // Uses above a cell that declares the name again are of another one.
        let above = declaring.filter { $0 <= index }
        let first = above.count > 1 ? above.last.map { pieces[$0].range.start.line - 1 } ?? 0 : 0
        let file = CellsFile(lesson, upTo: max(index, last), for: .uses)
        guard
            let found = try await askSwift(
                "textDocument/documentHighlight", in: file, of: lesson, position, [DocumentHighlight].self)
        else { return nil }
        return found.compactMap { file.lessonRange($0.range) }.filter { $0.start.line >= first }
    }
}
