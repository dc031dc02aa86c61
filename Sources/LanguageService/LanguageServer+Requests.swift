import ChapterDocument
import ReportRendering

extension LanguageServer {
    /// What answers one request: its response for the request's number.
    typealias Handler = @Sendable (RequestID) async throws -> [UInt8]

    /// What answers a request.
    func handler(of method: String, _ message: IncomingMessage) throws(ResponseError) -> Handler {
        switch method {
        case "textDocument/completion":
            try answering(message) { server, parameters in try await server.completion(parameters) }
        case "textDocument/hover":
            try answering(message) { server, parameters in try await server.hover(parameters) }
        case "textDocument/signatureHelp":
            try answering(message) { server, parameters in try await server.signatureHelp(parameters) }
        case "textDocument/definition":
            try answering(message) { server, parameters in try await server.definition(parameters) }
        case "textDocument/references":
            try answering(message) { server, parameters in try await server.references(parameters) }
        case "textDocument/documentHighlight":
            try answering(message) { server, parameters in try await server.highlights(parameters) }
        case "textDocument/documentSymbol":
            try answering(message) { server, parameters in try await server.symbols(parameters) }
        case "textDocument/foldingRange":
            try answering(message) { server, parameters in try await server.foldingRanges(parameters) }
        case "textDocument/formatting", "textDocument/rangeFormatting":
            try answering(message) { server, parameters in try await server.formatting(parameters) }
        case "textDocument/codeAction":
            try answering(message) { server, parameters in try await server.codeActions(parameters) }
        case "workspace/executeCommand":
            try answering(message) { server, parameters in try await server.execute(parameters) }
        default: throw .unknownMethod(method)
        }
    }

    private func answering<Parameters: Decodable & Sendable, Result: Encodable & Sendable>(
        _ message: IncomingMessage, _ work: @escaping @Sendable (LanguageServer, Parameters) async throws -> Result?
    ) throws(ResponseError) -> Handler {
        let parameters: Parameters = try message.parameters()
        return { [self] id in OutgoingMessage.response(to: id, try await work(self, parameters)) }
    }

    /// Takes note of what the editor says.
    func note(_ method: String, _ message: IncomingMessage) throws(ResponseError) {
        switch method {
        case "textDocument/didOpen":
            let document = try message.parameters(OpenParameters.self).textDocument
            let lesson = LessonSnapshot(
                uri: document.uri, version: document.version, document: DocumentText(document.text))
            show(lesson)
            Task { await warmUp(lesson) }
        case "textDocument/didChange":
            let parameters: ChangeParameters = try message.parameters()
            guard let lesson = lessons[parameters.textDocument.uri]?.snapshot else { return }
            let document = parameters.contentChanges.reduce(lesson.document) { document, change in
                change.range.map { document.replacing($0, with: change.text) } ?? DocumentText(change.text)
            }
            show(LessonSnapshot(uri: lesson.uri, version: parameters.textDocument.version, document: document))
        case "textDocument/didClose":
            let uri = try message.parameters(DocumentParameters.self).textDocument.uri
            guard let lesson = lessons.removeValue(forKey: uri) else { return }
            publish([], of: lesson.snapshot)
            Task { await end(lesson) }
        case "textDocument/didSave", "workspace/didChangeWatchedFiles":
            // What one lesson refers to may be in another.
            for uri in lessons.keys { diagnose(uri) }
        case "window/workDoneProgress/cancel":
            let token = try message.parameters(ProgressCancelParameters.self).token
            let session = lessons.values.first { $0.progress == token }?.session
            Task { await session?.stop() }
        case "$/cancelRequest": cancel(try message.parameters(CancelParameters.self).id)
        default: break
        }
    }

    /// The lesson that a request is about, as it is now.
    /// - Throws: ``ResponseError`` where it is not open.
    func lesson(_ document: DocumentIdentifier) throws(ResponseError) -> LessonSnapshot {
        guard let lesson = lessons[document.uri]?.snapshot else { throw .invalidParameters("the document is not open") }
        return lesson
    }

    /// The book that a lesson belongs to.
    func book(of lesson: LessonSnapshot) -> Book { library.book(of: lesson, open: lessons.values.map(\.snapshot)) }

    /// The words of a lesson, and the lessons that they may speak of.
    func words(of lesson: LessonSnapshot) -> LessonWords {
        LessonWords(
            lesson: lesson, lessons: library.lessons(around: lesson, open: lessons.values.map(\.snapshot)))
    }

    private func show(_ snapshot: LessonSnapshot) {
        lessons[snapshot.uri, default: OpenLesson(snapshot: snapshot)].snapshot = snapshot
        diagnose(snapshot.uri)
    }

    /// Ends what runs for a lesson.
    func end(_ lesson: OpenLesson) async {
        lesson.diagnosing?.cancel()
        lesson.running?.cancel()
        await lesson.diagnosing?.value
        await lesson.session?.end()
        await lesson.compileCheck?.end()
        await sourceKit?.closeAll(lesson.snapshot.fileName)
    }
}
