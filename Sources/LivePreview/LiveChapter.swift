import CellExecution
import CellMessages
import ChapterDocument
import FileTree
import FoundationEssentials
import LanguageService
import OutputVerification
import ReportRendering
import UnixSystem

/// A chapter that is edited while somebody looks at it: its session, and its page as it is now.
actor LiveChapter {
    /// The least seconds between two pages while a cell runs.
    static let pageInterval = Duration.milliseconds(150)

    /// The chapter's path.
    nonisolated let path: String
    let printer: PagePrinter
    let configuration: PreviewConfiguration
    let assistant: CellAssistant
    private let watcher: FileWatcher
    private let report: @Sendable (PreviewEvent) -> Void

    private var text: String?
    private(set) var chapter: Chapter?
    private(set) var session: ChapterSession?
    private var run: Task<Void, Never>?
    private var problem: String?
    /// The page as it is now.
    private var page = ""
    private var status = PreviewStatus(page: 0, nil, problem: nil)
    private var isPagePending = false
    private var isPageWanted = false
    private var making: Task<Void, Never>?
    private var listeners: [Int: (reader: String, events: AsyncStream<String>.Continuation)] = [:]
    private var listenerCount = 0
    /// What runs for readers, by the names that their pages have given themselves.
    var readers: [String: ReaderRun] = [:]
    /// How many runs for readers there have been.
    var readerRunCount = 0
    /// Where changes of the files are told that the page is made from, beside the chapter's own.
    private var sources: Set<String> = []
    /// What is wrong with the chapter as the page shows it.
    private var findings: [Finding] = []
    private var acceptable = 0

    init(
        path: String, printer: PagePrinter, configuration: PreviewConfiguration, assistant: CellAssistant,
        watcher: FileWatcher, report: @escaping @Sendable (PreviewEvent) -> Void
    ) {
        self.path = path
        self.printer = printer
        self.configuration = configuration
        self.assistant = assistant
        self.watcher = watcher
        self.report = report
    }

    /// The page, made now where there is none yet.
    func open() async -> String {
        if status.page == 0 {
            watch([path])
            await reload()
            if status.page == 0 { await makePage() }
        }
        return page
    }

    /// Does what a change of some file asks for, where somebody has opened the page.
    func follow(_ event: FileEvents.Event) async {
        guard status.page > 0 else { return }
        switch event {
        case .appeared: break
        case .overflow:
            await reload()
            if let chapter { show(chapter) }
        case .written(let file), .gone(let file):
            if Shelf.places(of: path).contains(file) {
                // Some programs save by moving the old file away first.
                if case .gone = event { try? await Task.sleep(for: .milliseconds(300)) }
                await reload()
            } else if let chapter, DataFiles(of: chapter).contains(file) {
                show(chapter)
            } else if sources.contains(file) {
                await makePage()
            }
        }
    }

    /// Shows what other chapters there are now.
    func showNeighbours() async {
        if status.page > 0, !listeners.isEmpty { await makePage() }
    }

    /// Watches the folders of files, and of those that they are links to.
    private func watch(_ files: some Sequence<String>) {
        for folder in Set(files.flatMap(Shelf.places).map(Shelf.parent)) { watcher.watch(folder) }
    }

    /// Reads the file again, and shows what it says now.
    private func reload() async {
        let new: String
        do {
            new = try LessonFile.text(at: path)
        } catch {
            text = nil
            return await reject("", error.diagnostics)
        }
        guard new != text else { return }
        text = new
        do {
            let labels = BookFolder.book(of: [path], output: nil).foreignLabels(of: path)
            let chapter = try Chapter(parsing: new, path: path, foreignLabels: labels)
            try DataFiles(of: chapter).check(path: path)
            problem = nil
            watch(DataFiles(of: chapter).files)
            show(chapter)
        } catch {
            await reject(new, error.diagnostics)
        }
    }

    /// Stops the cell that runs.
    func stop() async { await session?.stop() }

    /// Runs the cells that failed again.
    func runAgain() async {
        guard let chapter else { return }
        await session?.forgetFailures()
        show(chapter)
    }

    /// Writes what cells printed and showed into the chapter's file, where it says something else or nothing.
    ///
    /// Nothing is written where the file is no longer the one whose cells ran.
    /// - Parameter index: The cell whose output is accepted; nil for all, and for the values in the prose.
    func accept(cell index: Int?) async {
        guard let executed = await session?.executed, (try? LessonFile.text(at: path)) == executed.chapter.text else {
            return
        }
        let acceptance = index.map { Acceptance(of: executed, cell: $0) } ?? Acceptance(of: executed)
        guard !acceptance.changes.isEmpty else { return }
        do {
            try WholeFile.write(acceptance.text.utf8, to: path)
            report(.accepted(executed.chapter, acceptance.changes))
        } catch {
            report(.broken(path: path, message: "the file cannot be written: \(error)", advice: nil))
        }
    }

    /// Ends everything that runs.
    func end() async {
        run?.cancel()
        for reader in readers.values { reader.task.cancel() }
        await run?.value
        await session?.end()
        session = nil
        for listener in listeners.values { listener.events.finish() }
    }

    /// What a page's script is told from now on, the present status first: server-sent events.
    /// - Parameter reader: The name that the page has given itself; empty for none.
    /// - Returns: The events.
    func events(for reader: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        listenerCount += 1
        let listener = listenerCount
        listeners[listener] = (reader, continuation)
        // Something to write now and then shows whether the page is still there.
        let pulse = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(10))
                continuation.yield(status.event)
            }
        }
        continuation.onTermination = { _ in
            pulse.cancel()
            Task { await self.forget(listener) }
        }
        continuation.yield(status.event)
        return stream
    }

    private func forget(_ listener: Int) async {
        guard let reader = listeners.removeValue(forKey: listener)?.reader else { return }
        if !hasPage(of: reader) { await forget(reader: reader) }
    }

    /// Whether a reader's page is there.
    func hasPage(of reader: String) -> Bool { listeners.values.contains { $0.reader == reader } }

    private func show(_ chapter: Chapter) {
        self.chapter = chapter
        report(.changed(chapter))
        let before = run
        let start = ContinuousClock.now
        run = Task { [self] in
            do {
                let session = try await startedSession(chapter)
                let ran = await session.ranCount
                try await session.run(chapter)
                await before?.value
                guard chapter.text == self.chapter?.text else { return }
                await makePage()
                report(
                    .shown(
                        chapter, ranCells: await session.ranCount - ran,
                        seconds: (ContinuousClock.now - start) / .seconds(1),
                        hasFailed: !(await session.executed.succeeded), findings: findings))
            } catch is CancellationError {
                return
            } catch let error as SetupError {
                problem = error.message
                report(.broken(path: path, message: error.message, advice: error.advice))
                await makePage()
            } catch {
                problem = "\(error)"
                report(.broken(path: path, message: "\(error)", advice: nil))
                await makePage()
            }
        }
    }

    func startedSession(_ chapter: Chapter) async throws -> ChapterSession {
        if let session { return session }
        let started = try ChapterSession(
            chapter, toolchain: configuration.toolchain, rules: configuration.rules, cache: configuration.cache,
            memoryLimit: configuration.memoryLimit
        ) { [weak self] event in
            guard let self else { return }
            Task { await self.receive(event) }
        }
        session = started
        return started
    }

    private func receive(_ event: ExecutionEvent) async {
        guard let chapter else { return }
        switch event {
        case .compilingFailed(let cell, let failure):
            report(.failed(chapter, cell, CellResult(outcome: .failed(failure))))
        case .ended(let cell, let result):
            // What does not compile was told when it was found.
            if let failure = result.failure, failure.kind != .compile { report(.failed(chapter, cell, result)) }
        case .leftThreads(let cell): report(.leftThreads(chapter, cell))
        case .message(let cell, .remark(let words)): report(.remark(chapter, cell, words))
        case .isolationGaps(let gaps): report(.isolationGaps(gaps))
        case .started, .turning, .message, .asideKnown: break
        }
        guard !isPagePending else { return }
        isPagePending = true
        try? await Task.sleep(for: Self.pageInterval)
        isPagePending = false
        await makePage()
    }

    private func reject(_ text: String, _ diagnostics: [Diagnostic]) async {
        problem = diagnostics.map(\.oneLine).joined(separator: "\n")
        report(.rejected(path: path, text: text, diagnostics: diagnostics))
        await makePage()
    }

    /// Makes the page of what is known now, and tells those who look; a call while one is made makes another.
    private func makePage() async {
        isPageWanted = true
        let making = self.making ?? Task { await makePages() }
        self.making = making
        await making.value
    }

    private func makePages() async {
        defer { making = nil }
        while isPageWanted {
            isPageWanted = false
            var executed: ExecutedChapter?
            if let session { executed = await session.executed } else if let chapter { executed = .waiting(chapter) }
            let number = status.page + 1
            do {
                let printed = try await printer.page(of: executed, path: path, number: number)
                (page, findings, acceptable) = (printed.html, printed.findings, printed.acceptable)
                watch(printed.sources)
                sources = Set(printed.sources.flatMap(Shelf.places))
            } catch {
                problem = "\(error)"
                report(.broken(path: path, message: "\(error)", advice: nil))
            }
            // What an author is to mend is no news to a reader.
            let isForAuthors = configuration.purpose == .authoring
            status = PreviewStatus(
                page: number, executed, problem: problem, findings: isForAuthors ? findings : [],
                acceptable: isForAuthors ? acceptable : 0)
            for listener in listeners.values { listener.events.yield(status.event) }
        }
    }
}

extension ExecutedChapter {
    /// The chapter before any cell has run.
    fileprivate static func waiting(_ chapter: Chapter) -> ExecutedChapter {
        ExecutedChapter(
            chapter: chapter,
            results: chapter.cells.map { CellResult(outcome: $0.options.isSkipped ? .skipped : .waiting) })
    }
}

extension Diagnostic {
    fileprivate var oneLine: String {
        let place = position.map { "\($0.line):\($0.column):" } ?? ""
        return "\(path):\(place) \(message)" + (advice.map { " (\($0))" } ?? "")
    }
}
