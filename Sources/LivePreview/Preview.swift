import CellExecution
import CellMessages
import Foundation
import LanguageService
import ReportRendering
import Synchronization

/// What pages are served for.
public enum PreviewPurpose: String, Sendable {
    /// An author sees what is wrong, and may write into the lesson.
    case authoring
    /// A reader changes cells and runs them; the lesson stays as it is.
    case learning
}

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
    /// What the pages are for.
    public var purpose: PreviewPurpose
    /// The editor that cells are changed with; nil for none.
    public var editor: EditorFiles?
    /// Where what readers type is kept.
    public var texts: ReaderTexts

    /// A configuration; by default the states of a chapter may take a quarter of the machine's memory.
    public init(
        toolchain: Toolchain, rules: CellRules = CellRules(), cache: ResultCache?, template: ReportTemplate = .builtIn,
        assets: ReportAssets = ReportAssets(), memoryLimit: Int? = nil, purpose: PreviewPurpose = .authoring,
        editor: EditorFiles? = nil, texts: ReaderTexts = .standard
    ) {
        self.toolchain = toolchain
        self.rules = rules
        self.cache = cache
        self.template = template
        self.assets = assets
        self.memoryLimit = memoryLimit ?? max(1 << 30, Int(ProcessInfo.processInfo.physicalMemory / 4))
        self.purpose = purpose
        self.editor = editor
        self.texts = texts
    }
}

/// Chapters served on this machine alone, each page kept as its file is. Chapters that come into the folders that it shows have
/// pages at once.
///
/// A chapter's cells run once somebody opens its page. The server answers at 127.0.0.1 only, only to requests that name
/// it as their host, and serves nothing but the pages. It runs what a page's script sends only where that shows the token
/// that the pages carry, which no page of another site can read.
public final class Preview: Sendable {
    private let shelf: Shelf
    /// The chapters that somebody has asked for, by their pages' addresses.
    private let chapters = Mutex<[String: LiveChapter]>([:])
    private let printer: PagePrinter
    private let configuration: PreviewConfiguration
    private let assistant: CellAssistant
    private let report: @Sendable (PreviewEvent) -> Void
    private let server: PageServer
    private let watcher: FileWatcher
    private let token: String

    /// A preview of chapters, which has its port; nothing is served yet.
    /// - Parameters:
    ///   - paths: The paths of chapters, and of folders with chapters in them.
    ///   - port: The port to serve on; 0 for any that is free.
    ///   - configuration: What it works with.
    ///   - report: Is told what happens, on any thread.
    /// - Throws: ``PreviewError`` where the files cannot be watched or the port cannot be had.
    public init(
        paths: [String], port: UInt16, configuration: PreviewConfiguration,
        report: @escaping @Sendable (PreviewEvent) -> Void
    ) throws {
        shelf = Shelf(paths)
        token = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        printer = PagePrinter(
            shelf: shelf, renderer: ReportRenderer(assets: configuration.assets, template: configuration.template),
            purpose: configuration.purpose, token: token, hasEditor: configuration.editor != nil)
        self.configuration = configuration
        assistant = CellAssistant(toolchain: configuration.toolchain, rules: configuration.rules)
        self.report = report
        watcher = try FileWatcher(folders: shelf.folders.map(Shelf.identity))
        server = try PageServer(port: port)
    }

    /// The paths of the chapters that there are.
    public var files: [String] { shelf.entries.map(\.path) }

    /// The address of the chapter's page, where there is one chapter; else of the contents.
    public var address: String { "http://127.0.0.1:\(server.port)\(firstPath)" }

    private var firstPath: String {
        let entries = shelf.entries
        guard let first = entries.first else { return "/" }
        let folder = first.address.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        let path = entries.count == 1 ? first.address : folder
        return "/" + (path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)
    }

    /// Serves until the task is cancelled; then ends all cells.
    /// - Throws: ``PreviewError`` where the server fails.
    public func run() async throws {
        let watching = Task {
            var entries = shelf.entries
            for await event in watcher.events {
                for chapter in chapters.withLock(\.self).values { await chapter.follow(event) }
                let entriesNow = shelf.entries
                guard entriesNow != entries else { continue }
                entries = entriesNow
                // The pages lead to each other.
                for chapter in chapters.withLock(\.self).values { await chapter.showNeighbours() }
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
        for chapter in chapters.withLock(\.self).values { await chapter.end() }
        await assistant.end()
    }

    /// The chapter whose page has the address; nil where there is none.
    private func chapter(at address: String) -> LiveChapter? {
        if let known = chapters.withLock({ $0[address] }) { return known }
        guard let entry = shelf.entries.first(where: { $0.address == address }) else { return nil }
        return chapters.withLock { chapters in
            if let known = chapters[address] { return known }
            let chapter = LiveChapter(
                path: entry.path, printer: printer, configuration: configuration, assistant: assistant,
                watcher: watcher, report: report)
            chapters[address] = chapter
            return chapter
        }
    }

    /// The address of a page, and the action that stands behind it; empty for none.
    private static func parts(of path: Substring) -> (address: String, action: String) {
        guard let end = path.ranges(of: ".html/").last else { return (String(path), "") }
        return (path[..<end.upperBound].dropLast().description, String(path[end.upperBound...]))
    }

    private func answer(_ request: PageRequest) async -> PageResponse {
        guard request.isOwn(port: server.port, token: token) else {
            return .words(
                "403 Forbidden", "This server answers to its own pages only. Type or copy the address to open one.")
        }
        let path = request.path.dropFirst()
        if path.hasPrefix(Self.editorPrefix) { return editorFile(path.dropFirst(Self.editorPrefix.count)) }
        if path.isEmpty, firstPath != "/" { return .redirect(to: firstPath) }
        // Actions stand behind the page's own address.
        let (address, action) = Self.parts(of: path)
        guard let chapter = chapter(at: address) else {
            if request.method == "GET", action.isEmpty, let lessons = shelf.contents(at: address) {
                let texts = configuration.purpose == .learning ? configuration.texts : nil
                return .page(await printer.contents(of: lessons, texts))
            }
            let names = shelf.entries.map(\.address).joined(separator: ", ")
            return .words(
                "404 Not Found", names.isEmpty ? "There are no lessons." : "No such page. There are: \(names).")
        }
        switch (request.method, action) {
        case ("GET", ""): return .page(await chapter.open())
        case ("GET", let action) where action == "events" || action.hasPrefix("events/"):
            return .events(await chapter.events(for: String(action.dropFirst("events/".count))))
        case ("POST", "stop"):
            await chapter.stop()
            return .done
        case ("POST", "run"):
            await chapter.runAgain()
            return .done
        case ("POST", let action)
        where configuration.purpose == .authoring && (action == "accept" || action.hasPrefix("accept/")):
            await chapter.accept(cell: Int(action.dropFirst("accept/".count)).map { $0 - 1 })
            return .done
        default: return await readersAnswer(request, action, chapter)
        }
    }

    /// The answer to a page's script that changes cells and runs them.
    private func readersAnswer(_ request: PageRequest, _ action: String, _ chapter: LiveChapter) async -> PageResponse {
        func reading<Request: Decodable>(_ answer: (Request) async -> PageResponse) async -> PageResponse {
            guard let asked: Request = ReaderRequest.read(request.body) else {
                return .words("400 Bad Request", "The action does not say what it needs.")
            }
            return await answer(asked)
        }
        switch (request.method, action) {
        case _ where configuration.editor == nil: return .words("405 Method Not Allowed", "No such action.")
        case ("GET", "cells"): return .json(await chapter.cells())
        case ("POST", "try"): return await reading { await chapter.run($0) }
        case ("POST", "problems"): return await reading { await chapter.problems($0) }
        case ("POST", "completions"): return await reading { await chapter.completions($0) }
        case ("POST", "stop-trying"):
            return await reading { (stop: ReaderRequest.Stop) in
                await chapter.stopRun(of: stop.reader)
                return .done
            }
        case ("POST", "keep"): return await reading { await chapter.keep($0) }
        case ("POST", "write"): return await reading { await chapter.write($0) }
        default: return .words("405 Method Not Allowed", "No such action.")
        }
    }

    /// What the addresses of the editor's files start with; no lesson's page does.
    private static let editorPrefix = "-/editor/"

    private func editorFile(_ name: Substring) -> PageResponse {
        switch (name, configuration.editor) {
        case ("editor.js", let editor?): .file(editor.script, type: "text/javascript")
        case ("editor.css", let editor?): .file(editor.styles, type: "text/css")
        default: .words("404 Not Found", "No such file.")
        }
    }
}
