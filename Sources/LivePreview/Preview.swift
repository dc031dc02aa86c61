import CellExecution
import CellMessages
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
    private let server: PageServer
    private let watcher: FileWatcher

    /// A preview of chapters, which has its port; nothing is served yet.
    /// - Parameters:
    ///   - files: The chapters' paths, at least one.
    ///   - port: The port to serve on; 0 for any that is free.
    ///   - configuration: What it works with.
    ///   - report: Is told what happens, on any thread.
    /// - Throws: ``PreviewError`` where the files cannot be watched or the port cannot be had.
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
        server = try PageServer(port: port)
    }

    /// The address of the first chapter's page.
    public var address: String { "http://127.0.0.1:\(server.port)\(firstPath)" }

    private var firstPath: String {
        "/" + (names[0].addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? names[0])
    }

    /// Serves until the task is cancelled; then ends all cells.
    /// - Throws: ``PreviewError`` where the server fails.
    public func run() async throws {
        let watching = Task {
            for await event in watcher.events {
                switch event {
                case .written(let file): await chapters[ReportFile(chapter: file, folder: "").name]?.reloadIfOpen()
                case .overflow: for chapter in chapters.values { await chapter.reloadIfOpen() }
                }
            }
        }
        defer { watching.cancel() }
        do {
            try await server.run { await self.answer($0) }
        } catch {
            await end()
            throw error
        }
    }

    private func end() async {
        for chapter in chapters.values { await chapter.end() }
    }

    private func answer(_ request: PageRequest) async -> PageResponse {
        guard request.isOwn(port: server.port) else {
            return .words(
                "403 Forbidden", "This server answers to its own pages only. Type or copy the address to open one.")
        }
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if request.path == "/" { return .redirect(to: firstPath) }
        guard let name = parts.first, let chapter = chapters[String(name)] else {
            return .words("404 Not Found", "No such page. There are: \(names.joined(separator: ", ")).")
        }
        switch (request.method, parts.dropFirst().joined(separator: "/")) {
        case ("GET", ""): return .page(await chapter.open())
        case ("GET", "events"): return .events(await chapter.events())
        case ("POST", "stop"):
            await chapter.stop()
            return .done
        case ("POST", "run"):
            await chapter.runAgain()
            return .done
        default: return .words("405 Method Not Allowed", "No such action.")
        }
    }
}
