import CellExecution
import FlyingFox
import FlyingSocks
import Foundation
import ReportRendering

/// What a preview works with.
public struct PreviewConfiguration: Sendable {
    /// The programs that compile and run cells.
    public var toolchain: Toolchain
    /// What cells may use and reach.
    public var rules: CellRules
    /// Where results are kept; nil for nowhere.
    public var cache: ResultCache?
    /// What pages are made with.
    public var template: ReportTemplate
    /// Where the components that typeset pages are.
    public var assets: ReportAssets
    /// Bytes of memory that the states after one chapter's cells may take.
    public var memoryLimit: Int

    /// A configuration; by default the states of a chapter may take a quarter of the machine's memory.
    public init(
        toolchain: Toolchain, rules: CellRules = CellRules(), cache: ResultCache?, template: ReportTemplate = .builtIn,
        assets: ReportAssets = ReportAssets(), memoryLimit: Int? = nil
    ) {
        self.toolchain = toolchain
        self.rules = rules
        self.cache = cache
        self.template = template
        self.assets = assets
        self.memoryLimit = memoryLimit ?? max(1 << 30, Int(ProcessInfo.processInfo.physicalMemory / 4))
    }
}

/// Chapters served on this machine alone, each page kept as its file is.
///
/// A chapter's cells run once somebody opens its page. The server answers at 127.0.0.1 only, only to requests that name
/// it as their host, and serves nothing but the pages.
public final class Preview: Sendable {
    private let chapters: [String: LiveChapter]
    /// The pages' names, in the order of the files.
    private let names: [String]
    private let server: HTTPServer
    private let port: UInt16
    private let watcher: FileWatcher

    /// A preview of chapters; nothing is served yet.
    /// - Parameters:
    ///   - files: The chapters' paths, at least one.
    ///   - port: The port to serve on.
    ///   - configuration: What it works with.
    ///   - report: Is told what happens, on any thread.
    /// - Throws: ``PreviewError`` where the files cannot be watched.
    public init(
        files: [String], port: UInt16, configuration: PreviewConfiguration,
        report: @escaping @Sendable (PreviewEvent) -> Void
    ) throws {
        let printer = PagePrinter(
            files: files, renderer: ReportRenderer(assets: configuration.assets, template: configuration.template))
        names = files.map { ReportFile(chapter: $0, folder: "").name }
        chapters = Dictionary(
            zip(
                names,
                files.map { LiveChapter(path: $0, printer: printer, configuration: configuration, report: report) }),
            uniquingKeysWith: { first, _ in first })
        watcher = try FileWatcher(
            folders: Set(files.map { URL(filePath: $0).deletingLastPathComponent().relativePath }).sorted())
        self.port = port
        do {
            server = HTTPServer(
                config: .init(address: try .inet(ip4: "127.0.0.1", port: port), timeout: 60, logger: .disabled))
        } catch {
            throw PreviewError.cannotServe(reason: "\(error)")
        }
    }

    /// The address of the first chapter's page.
    public var address: String { "http://127.0.0.1:\(port)/\(names[0])" }

    /// Serves until the task is cancelled; then ends all cells.
    /// - Parameter ready: Is called once the server answers.
    /// - Throws: ``PreviewError`` where the port cannot be had.
    public func run(ready: @escaping @Sendable () -> Void) async throws {
        await server.appendRoute("*", handler: { [self] request in try await answer(request) })
        let watching = Task {
            for await file in watcher.changes {
                await chapters[ReportFile(chapter: file, folder: "").name]?.reloadIfOpen()
            }
        }
        let announcing = Task {
            try await server.waitUntilListening()
            ready()
        }
        defer {
            watching.cancel()
            announcing.cancel()
        }
        do {
            try await server.run()
        } catch let error as SocketError {
            await end()
            // A server that is cancelled sees its own socket go.
            try Task.checkCancellation()
            if case .failed(_, EADDRINUSE, _) = error { throw PreviewError.portIsTaken(Int(port)) }
            throw PreviewError.cannotServe(reason: error.localizedDescription)
        } catch {
            await end()
            throw error
        }
    }

    private func end() async {
        for chapter in chapters.values { await chapter.end() }
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard isOwn(request) else { return Self.refusal(.forbidden, "This server answers to its own pages only.") }
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard request.path != "/" else {
            let headers: HTTPHeaders = [.location: "/\(names[0])"]
            return HTTPResponse(statusCode: .temporaryRedirect, headers: headers)
        }
        guard let name = parts.first, let chapter = chapters[String(name)] else {
            return Self.refusal(.notFound, "No such page. There are: \(names.joined(separator: ", ")).")
        }
        switch (request.method, parts.dropFirst().first) {
        case (.GET, nil): return Self.page(await chapter.open())
        case (.GET, "events"):
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: HTTPBodySequence(from: EventStreamBody(events: await chapter.events())))
        case (.POST, "stop"):
            await chapter.stop()
            return HTTPResponse(statusCode: .noContent)
        case (.POST, "run"):
            await chapter.runAgain()
            return HTTPResponse(statusCode: .noContent)
        default: return Self.refusal(.methodNotAllowed, "No such action.")
        }
    }

    /// Whether a request comes from a page of this server: another site that names its own host, or leads here from a
    /// name of its own (DNS rebinding), is refused.
    private func isOwn(_ request: HTTPRequest) -> Bool {
        let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = request.headers[.host], hosts.contains(host) else { return false }
        if let origin = request.headers[HTTPHeader("Origin")] { return origin == "http://\(host)" }
        return request.method == .GET
    }

    private static func page(_ html: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                HTTPHeader("X-Content-Type-Options"): "nosniff",
                HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
                HTTPHeader("X-Frame-Options"): "DENY",
            ], body: Data(html.utf8))
    }

    private static func refusal(_ code: HTTPStatusCode, _ words: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: code, headers: [.contentType: "text/plain; charset=utf-8"], body: Data("\(words)\n".utf8))
    }
}
