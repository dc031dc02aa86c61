import CellExecution
import CellMessages
import FoundationEssentials
import SystemPackage
import UnixSystem

/// The toolchain's language server for Swift, a process of its own. It is started when something is first asked of it, and
/// again when it ends before its time.
actor SourceKitServer {
    /// Why nothing can be asked.
    enum Failure: Error {
        /// It does not start, or ends again and again.
        case unavailable
        /// It did not answer in time.
        case late
    }

    /// A connection to one process.
    private struct Connection {
        var number: Int
        var stream: MessageStream
        var process: Task<Void, Never>
        /// What it has been told the documents hold.
        var documents: [String: (version: Int, text: String)] = [:]
    }

    private let program: FilePath
    private let arguments: [String]
    private let folder: String
    private let usesSnippets: Bool
    private var connection: Connection?
    private var startCount = 0
    private var requestCount = 0
    private var waiting: [Int: CheckedContinuation<IncomingMessage, any Error>] = [:]

    /// How often it may be started.
    private static let startLimit = 4
    /// Bytes of memory it may use.
    private static let memoryLimit = 8 << 30
    /// How long an answer may take.
    private static let patience = Duration.seconds(20)

    /// - Parameters:
    ///   - program: The server's program.
    ///   - arguments: The compiler's arguments for files of cells.
    ///   - folder: A folder for it alone.
    ///   - usesSnippets: Whether what it proposes may have places to fill in.
    /// - Throws: What keeps files from being written into the folder.
    init(program: FilePath, arguments: [String], folder: String, usesSnippets: Bool) throws {
        self.program = program
        self.arguments = arguments
        self.folder = folder
        self.usesSnippets = usesSnippets
        try FileManager.default.createDirectory(atPath: "\(folder)/.sourcekit-lsp", withIntermediateDirectories: true)
        try arguments.joined(separator: "\n").write(
            toFile: "\(folder)/compile_flags.txt", atomically: false, encoding: .utf8)
        try Self.configuration.write(
            toFile: "\(folder)/.sourcekit-lsp/config.json", atomically: false, encoding: .utf8)
    }

    /// Nothing is built or indexed, and a document's changes do not cancel what is asked of it.
    private static let configuration = """
        {"backgroundIndexing": false, "defaultWorkspaceType": "compilationDatabase",
         "cancelTextDocumentRequestsOnEditAndClose": false}
        """

    /// Asks something about a place in a file of cells.
    /// - Parameters:
    ///   - method: The request's name.
    ///   - file: The file.
    ///   - name: What tells it from the files of other lessons.
    ///   - position: The place.
    ///   - type: What the answer is read as.
    /// - Returns: The answer; nil where there is none.
    /// - Throws: ``Failure``; `ResponseError` with the server's own words; `CancellationError`.
    func ask<Result: Decodable & Sendable>(
        _ method: String, in file: CellsFile, named name: String, at position: Position, _ type: Result.Type
    ) async throws -> Result? {
        let uri = address(of: name)
        let parameters = PositionParameters(textDocument: .init(uri: uri), position: position)
        try open(uri, file.text)
        let answer: IncomingMessage = try await request(method, parameters)
        return try answer.result(Result.self)
    }

    /// The address of a file of cells.
    func address(of name: String) -> String { DocumentAddress.uri("\(folder)/\(name)/main.swift") }

    /// Lets go of the files whose names start with one.
    func closeAll(_ name: String) {
        let start = DocumentAddress.uri("\(folder)/\(name)/")
        for uri in connection?.documents.keys.filter({ $0.hasPrefix(start) }) ?? [] {
            connection?.documents[uri] = nil
            notify("textDocument/didClose", DocumentParameters(textDocument: .init(uri: uri)))
        }
    }

    /// Ends the process.
    func end() {
        startCount = Self.startLimit
        connection?.process.cancel()
        disconnect(connection?.number)
    }
}

// MARK: - Conversation

extension SourceKitServer {
    private struct Greeting: Encodable {
        struct Capabilities: Encodable {
            let textDocument: TextDocument
        }
        struct TextDocument: Encodable {
            let completion: Completion
            let hover = HoverFormat()
            let signatureHelp = Signatures()
            /// Diagnostics are asked for, and nobody does.
            let diagnostic = NoParameters()
        }
        struct Completion: Encodable { let completionItem: Item }
        struct Item: Encodable {
            let snippetSupport: Bool
            let documentationFormat = ["markdown"]
        }
        struct HoverFormat: Encodable { let contentFormat = ["markdown"] }
        struct Signatures: Encodable { let signatureInformation = Information() }
        struct Information: Encodable {
            struct Parameters: Encodable { let labelOffsetSupport = true }
            let parameterInformation = Parameters()
            let documentationFormat = ["markdown"]
        }

        let processId: Int
        let rootUri: String
        let capabilities: Capabilities
    }

    private struct Open: Encodable {
        struct Document: Encodable {
            var uri: String
            let languageId = "swift"
            var version: Int
            var text: String
        }
        var textDocument: Document
    }

    private struct Change: Encodable {
        struct Content: Encodable { var text: String }
        var textDocument: DocumentIdentifier
        var contentChanges: [Content]
    }

    /// Makes a document hold a text, so that what is asked next is asked of it.
    private func open(_ uri: String, _ text: String) throws {
        try connect()
        guard let known = connection?.documents[uri] else {
            connection?.documents[uri] = (1, text)
            notify("textDocument/didOpen", Open(textDocument: .init(uri: uri, version: 1, text: text)))
            return
        }
        guard known.text != text else { return }
        connection?.documents[uri] = (known.version + 1, text)
        notify(
            "textDocument/didChange",
            Change(textDocument: .init(uri: uri, version: known.version + 1), contentChanges: [.init(text: text)]))
    }

    private func notify(_ method: String, _ parameters: some Encodable) {
        connection?.stream.send(OutgoingMessage.notification(method, parameters))
    }

    private func request(_ method: String, _ parameters: some Encodable & Sendable) async throws -> IncomingMessage {
        guard let connection else { throw Failure.unavailable }
        requestCount += 1
        let number = requestCount
        let timer = Task {
            try await Task.sleep(for: Self.patience)
            giveUp(number, Failure.late)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting[number] = continuation
                connection.stream.send(OutgoingMessage.request(.number(number), method, parameters))
                if Task.isCancelled { giveUp(number, CancellationError()) }
            }
        } onCancel: {
            Task { await self.giveUp(number, CancellationError()) }
        }
    }

    private func giveUp(_ number: Int, _ reason: any Error) {
        guard let continuation = waiting.removeValue(forKey: number) else { return }
        notify("$/cancelRequest", CancelParameters(id: .number(number)))
        continuation.resume(throwing: reason)
    }

    private func receive(_ content: [UInt8]) {
        guard let message = try? IncomingMessage(content) else { return }
        switch message.kind {
        case .response(.number(let number)): waiting.removeValue(forKey: number)?.resume(returning: message)
        case .request(let id, _): connection?.stream.send(OutgoingMessage.response(to: id, NoParameters?.none))
        case .response, .notification: break
        }
    }
}

// MARK: - Process

extension SourceKitServer {
    private func connect() throws {
        if connection != nil { return }
        guard startCount < Self.startLimit, let input = try? ByteStream.pipe(), let output = try? ByteStream.pipe()
        else {
            throw Failure.unavailable
        }
        startCount += 1
        let number = startCount
        let stream = MessageStream(input: output.reading, output: input.writing)
        let tool = ToolProcess(program: program, limits: ToolLimits(seconds: .infinity, memory: Self.memoryLimit))
        let process = Task { [folder] in
            // However it ends, its end of the streams closes.
            _ = try? await tool.converse(in: folder, input: input.reading, output: output.writing)
        }
        connection = Connection(number: number, stream: stream, process: process)
        Task {
            for await event in stream.events {
                stream.take()
                if case .message(let content) = event { receive(content) }
            }
            // All that it wrote has been read, or nobody can read on.
            process.cancel()
            await stream.flush(within: 2)
            ByteStream.close(output.reading)
            ByteStream.close(input.writing)
            disconnect(number)
        }
        requestCount += 1
        let greeting = Greeting(
            processId: Int(ThisProcess.number), rootUri: DocumentAddress.uri(folder),
            capabilities: .init(
                textDocument: .init(completion: .init(completionItem: .init(snippetSupport: usesSnippets)))))
        stream.send(OutgoingMessage.request(.number(requestCount), "initialize", greeting))
        notify("initialized", NoParameters())
    }

    /// Forgets a process that has ended.
    private func disconnect(_ number: Int?) {
        guard let connection, connection.number == number else { return }
        self.connection = nil
        let unanswered = waiting.values
        waiting = [:]
        for continuation in unanswered { continuation.resume(throwing: Failure.unavailable) }
    }
}
