import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import OutputVerification
import ReportRendering
import UnixSystem

/// A chapter that is edited while somebody looks at it: its session, and its page as it is now.
actor LiveChapter {
    /// The least seconds between two pages while a cell runs.
    private static let pageInterval = Duration.milliseconds(150)

    /// The chapter's path.
    nonisolated let path: String
    private let printer: PagePrinter
    private let configuration: PreviewConfiguration
    private let report: @Sendable (PreviewEvent) -> Void

    private var text: String?
    private var chapter: Chapter?
    private var session: ChapterSession?
    private var run: Task<Void, Never>?
    private var problem: String?
    /// The page as it is now.
    private var page = ""
    private var status = PreviewStatus(page: 0, nil, problem: nil)
    private var isPagePending = false
    private var isPageWanted = false
    private var isPageBeingMade = false
    private var listeners: [Int: AsyncStream<String>.Continuation] = [:]
    private var listenerCount = 0
    /// The folders of the files that the cells read, and the task that watches them.
    private var watched: (folders: [String], task: Task<Void, Never>)?

    init(
        path: String, printer: PagePrinter, configuration: PreviewConfiguration,
        report: @escaping @Sendable (PreviewEvent) -> Void
    ) {
        self.path = path
        self.printer = printer
        self.configuration = configuration
        self.report = report
    }

    /// The page, made now where there is none yet.
    func open() async -> String {
        if status.page == 0 {
            await reload()
            if status.page == 0 { await makePage() }
        }
        return page
    }

    /// Reads the file again where somebody has opened its page.
    func reloadIfOpen() async {
        if status.page > 0 { await reload() }
    }

    /// Reads the file again, and shows what it says now.
    private func reload() async {
        let new: String
        do {
            new = try LessonFile.text(at: path)
        } catch {
            return await reject("", error.diagnostics)
        }
        guard new != text else { return }
        text = new
        do {
            let labels = BookFolder.book(of: [path], output: nil).foreignLabels(of: path)
            let chapter = try Chapter(parsing: new, path: path, foreignLabels: labels)
            try DataFiles(of: chapter).check(path: path)
            problem = nil
            watchData(of: chapter)
            show(chapter)
        } catch {
            await reject(new, error.diagnostics)
        }
    }

    /// Runs the chapter again whenever a file changes that its cells read.
    private func watchData(of chapter: Chapter) {
        let folders = DataFiles(of: chapter).folders
        guard folders != watched?.folders ?? [] else { return }
        watched?.task.cancel()
        watched = nil
        guard !folders.isEmpty, let watcher = try? FileWatcher(folders: folders) else { return }
        let task = Task { [weak self] in
            for await event in watcher.events { await self?.dataChanged(event) }
        }
        watched = (folders, task)
    }

    private func dataChanged(_ event: FileEvents.Event) {
        guard let chapter else { return }
        if case .written(let file) = event, !DataFiles(of: chapter).files.contains(file) { return }
        show(chapter)
    }

    /// Stops the cell that runs.
    func stop() async { await session?.stop() }

    /// Runs the cells that failed again.
    func runAgain() async {
        guard let chapter else { return }
        await session?.forgetFailures()
        show(chapter)
    }

    /// Ends everything that runs.
    func end() async {
        run?.cancel()
        await run?.value
        await session?.end()
        session = nil
        watched?.task.cancel()
        for listener in listeners.values { listener.finish() }
    }

    /// What the page's script is told from now on, the present status first: server-sent events.
    func events() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        listenerCount += 1
        let listener = listenerCount
        listeners[listener] = continuation
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

    private func forget(_ listener: Int) { listeners[listener] = nil }

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
                        seconds: (ContinuousClock.now - start) / .seconds(1)))
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

    private func startedSession(_ chapter: Chapter) async throws -> ChapterSession {
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
        case .started, .message, .valuesKnown: break
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
        guard !isPageBeingMade else { return }
        isPageBeingMade = true
        defer { isPageBeingMade = false }
        while isPageWanted {
            isPageWanted = false
            var executed: ExecutedChapter?
            if let session { executed = await session.executed } else if let chapter { executed = .waiting(chapter) }
            let number = status.page + 1
            do {
                page = try await printer.page(of: executed, path: path, number: number)
            } catch {
                problem = "\(error)"
                report(.broken(path: path, message: "\(error)", advice: nil))
            }
            status = PreviewStatus(page: number, executed, problem: problem)
            for listener in listeners.values { listener.yield(status.event) }
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
        let place = position.map { "\($0.line):\($0.column): " } ?? ""
        return "\(path):\(place)\(message)" + (advice.map { " (\($0))" } ?? "")
    }
}
