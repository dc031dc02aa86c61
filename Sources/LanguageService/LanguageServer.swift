import CellExecution
import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials
import KernelReference
import ReportRendering
import UnixSystem

/// A language server for lessons: it speaks the Language Server Protocol over the standard streams until the editor ends it,
/// or ends itself.
///
/// Requests are answered side by side, each from the lesson as it is by then: what takes long, such as a cell
/// that runs or a compiler at work, holds up nothing else.
public actor LanguageServer {
    /// What the server works with.
    public struct Configuration: Sendable {
        /// What cells may use and reach.
        public var rules: CellRules
        /// Where KaTeX and Prism are.
        public var assets: ReportAssets

        /// These rules and assets.
        public init(rules: CellRules, assets: ReportAssets) {
            self.rules = rules
            self.assets = assets
        }
    }

    /// A lesson that is open in the editor.
    struct OpenLesson {
        /// The lesson as the editor shows it.
        var snapshot: LessonSnapshot
        /// What is wrong with its text.
        var text: [Diagnostic] = []
        /// What the compiler has against its cells, and the lesson that this speaks of.
        var compiled: (chapter: Chapter, diagnostics: [Diagnostic])?
        /// The compiler's work.
        var compileCheck: CompileCheck?
        /// What its cells did.
        var run: LessonRun?
        /// The states after its cells, and the run that goes on in them.
        var session: ChapterSession?
        var running: Task<ExecutedChapter, any Error>?
        /// Where the editor is told how far the run has come.
        var progress: RequestID?
        /// What finds out what is wrong with it as it is now.
        var diagnosing: Task<Void, Never>?
    }

    let client: MessageStream
    let configuration: Configuration
    let library = Library()
    let checker: LessonChecker
    let toolchain: Result<Toolchain, SetupError>
    var lessons: [String: OpenLesson] = [:]
    var capabilities: InitializeParameters.Capabilities?
    var scratch: ScratchFolder?
    var sourceKit: SourceKitServer?
    /// The kernel's names, once they are read.
    var reference: Task<APIReference?, Never>?
    private var state = State.new
    private var requests: [RequestID: Task<Void, Never>] = [:]
    /// What the person was told, which is told once.
    private var told: Set<String> = []

    private enum State { case new, initialized, shutDown }

    /// Requests that may be at work at once.
    private static let requestLimit = 512

    private init(_ configuration: Configuration) {
        self.configuration = configuration
        client = MessageStream(input: ByteStream.standardInput, output: ByteStream.standardOutput)
        checker = LessonChecker(assets: configuration.assets)
        toolchain = Result { () throws(SetupError) in try Toolchain.find() }
    }

    /// Serves until the editor ends the server or is gone.
    /// - Returns: The exit status: 0 after a proper farewell, else 1.
    public static func serve(_ configuration: Configuration) async -> Int32 {
        let server = LanguageServer(configuration)
        let isProper = await server.converse()
        await server.end()
        await server.client.flush(within: 2)
        return isProper ? 0 : 1
    }

    private func converse() async -> Bool {
        for await event in client.events {
            switch event {
            case .message(let content):
                defer { client.take() }
                do throws(ResponseError) {
                    let message = try IncomingMessage(content)
                    if case .notification("exit") = message.kind { return state == .shutDown }
                    receive(message)
                } catch {
                    client.send(OutgoingMessage.failure(of: nil, error))
                }
            case .fault(let fault):
                let reason =
                    switch fault {
                    case .badHeader: "a message starts with `Content-Length`, its length, and an empty line"
                    case .tooLarge: "a message has at most \(MessageFrames.contentLimit >> 20) MB"
                    }
                client.send(OutgoingMessage.failure(of: nil, .parse(reason)))
            }
        }
        return state == .shutDown
    }

    private func end() async {
        for request in requests.values { request.cancel() }
        let open = lessons.values
        lessons = [:]
        for lesson in open { await end(lesson) }
        await sourceKit?.end()
        scratch?.remove()
    }

    private func receive(_ message: IncomingMessage) {
        switch message.kind {
        case .request(let id, let method): answer(id, method, message)
        case .notification(let method):
            // What a notification is wrong about nobody waits to hear.
            guard state == .initialized || method == "$/cancelRequest" else { return }
            try? note(method, message)
        case .response: break
        }
    }

    private func answer(_ id: RequestID, _ method: String, _ message: IncomingMessage) {
        do throws(ResponseError) {
            switch (state, method) {
            case (.new, "initialize"):
                let parameters: InitializeParameters = try message.parameters()
                capabilities = parameters.capabilities
                state = .initialized
                if let editor = parameters.processId { endWith(editor) }
                return client.send(OutgoingMessage.response(to: id, InitializeResult()))
            case (.new, _): throw .notInitialized
            case (.shutDown, _), (_, "initialize"): throw .invalidRequest("`\(method)` comes too late")
            case (.initialized, "shutdown"):
                state = .shutDown
                return client.send(OutgoingMessage.response(to: id, NoParameters?.none))
            case (.initialized, _): break
            }
            guard requests.count < Self.requestLimit, requests[id] == nil else {
                throw .invalidRequest("too many requests at once, or two with one number")
            }
            let work = try handler(of: method, message)
            requests[id] = Task {
                let response: [UInt8]
                do {
                    response = try await work(id)
                } catch is CancellationError {
                    response = OutgoingMessage.failure(of: id, .cancelled)
                } catch let error as ResponseError {
                    response = OutgoingMessage.failure(of: id, error)
                } catch {
                    response = OutgoingMessage.failure(of: id, .failed("\(error)"))
                }
                client.send(response)
                requests[id] = nil
            }
        } catch {
            client.send(OutgoingMessage.failure(of: id, error))
        }
    }

    /// Ends this process once the editor's has ended, even where somebody else holds the streams open.
    private func endWith(_ editor: Int) {
        guard let number = Int32(exactly: editor), number > 0 else { return }
        let handle = ProcessHandle(number)
        guard handle.descriptor >= 0 else { return }
        DispatchQueue(label: "editor").async {
            while Polling.wait(for: [handle.descriptor], milliseconds: nil).isEmpty {}
            Task {
                await self.end()
                ThisProcess.exit(1)
            }
        }
    }

    /// Cancels a request.
    func cancel(_ id: RequestID) { requests[id]?.cancel() }

    /// Tells the person something, once.
    func tell(_ type: MessageType, _ message: String) {
        guard told.insert(message).inserted else { return }
        show(type, message)
    }

    /// Tells the person something.
    func show(_ type: MessageType, _ message: String) {
        client.send(
            OutgoingMessage.notification("window/showMessage", MessageParameters(type: type, message: message)))
    }
}
