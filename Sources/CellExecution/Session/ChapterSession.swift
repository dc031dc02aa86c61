import CellMessages
import ChapterDocument
import ContentDigest
import FoundationEssentials

/// A chapter whose cells run, again and again as it is edited.
///
/// Each cell that ran leaves its state behind. When the chapter changes, cells run from the first one that is not the
/// same any more, in the state after the one before it, so the results are always what a run from the top gives.
public actor ChapterSession {
    /// A result, and the places that its positions speak of.
    struct Known {
        var result: CellResult
        var layout: ChapterLayout
        /// Whether it comes from an earlier session, so that this one has no state after the cell.
        var isFromCache: Bool
    }

    private let toolchain: Toolchain
    let rules: CellRules
    let tools: Digest
    private let cache: ResultCache?
    private let isLive: Bool
    let report: @Sendable (ExecutionEvent) -> Void
    private let scratch: ScratchFolder
    let compilations: Compilations

    /// The variants of the chapter that readers have, by the readers' names.
    var variants: [String: RunVariant] = [:]
    /// How many runs of variants there have been.
    var variantCount = 0
    /// Whose turn it is to use the host and the working folder.
    let turns = Turns()

    private(set) var chapter: Chapter
    private(set) var data: DataFiles
    private(set) var steps: [RunStep] = []
    private(set) var layout = ChapterLayout([])
    private(set) var known: [CellKey: Known] = [:]
    private(set) var host: (seed: UInt64, start: Task<ChapterHost, any Error>)?
    private var hostCount = 0
    var states: KeptStates
    /// The cell whose end the working folder is at; nil before any.
    private var folderKey: CellKey?
    var running: RunningCell?
    /// The cell whose compilation is waited for.
    private var compilingKey: CellKey?
    private var isLooping = false
    /// How many cells have run in this session.
    public private(set) var ranCount = 0
    /// Whether there are results that the cache does not have.
    private var hasNews = false
    private var hasToldOfThreads = false
    private var hasToldOfGaps = false

    /// A session for a chapter; nothing runs yet.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - toolchain: The programs that compile and run cells.
    ///   - rules: What cells may use and reach.
    ///   - cache: Where results are kept from one session to the next; nil for nowhere.
    ///   - memoryLimit: Bytes of memory that the states after cells may take together; 0 where the chapter will not
    ///     be edited, so that none are needed.
    ///   - report: Is told what happens, in order, on any thread.
    /// - Throws: `SetupError` where there is no room to work in.
    public init(
        _ chapter: Chapter, toolchain: Toolchain, rules: CellRules = CellRules(), cache: ResultCache? = nil,
        memoryLimit: Int = 0,
        report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) throws {
        self.chapter = chapter
        data = DataFiles(of: chapter)
        self.toolchain = toolchain
        self.rules = rules
        self.cache = cache
        self.report = report
        isLive = memoryLimit > 0
        states = KeptStates(memoryLimit: memoryLimit)
        scratch = try ScratchFolder()
        tools = try toolchain.digest(rules: rules)
        let compiler = CellCompiler(
            toolchain: toolchain, folder: scratch.path,
            limits: ToolLimits(seconds: rules.compileLimit, memory: CellRules.compilerMemory))
        compilations = Compilations(compiler: compiler, report: report)
    }

    /// The chapter with what is known of its cells now: results, what the running cell has said, and who waits.
    public var executed: ExecutedChapter {
        var results = chapter.cells.map { _ in CellResult(outcome: .skipped) }
        var hasFailed = false
        var values = chapter.values.map { _ in ValueResult.unknown }
        var exercises = chapter.exercises.map(ExerciseResult.init(waitingFor:))
        for step in steps {
            switch step.purpose {
            case .expression(let expression):
                guard !hasFailed, let result = known[step.key]?.result else { continue }
                values[expression.value.index] = expression.value(from: result)
            case .answer(let answer):
                guard !hasFailed, known[step.key] != nil else { continue }
                exercises[answer.exercise].answers[answer.index] = answer.placed(result(step.key))
            case .keptSolution(let exercise):
                guard !hasFailed else { continue }
                exercises[exercise].keptFailure = result(step.key).failure
                hasFailed = exercises[exercise].keptFailure != nil
            case .cell:
                results[step.cell.index] = hasFailed ? CellResult(outcome: .notReached) : result(step.key)
                hasFailed = hasFailed || results[step.cell.index].failure != nil
            }
        }
        return ExecutedChapter(chapter: chapter, results: results, values: values, exercises: exercises)
    }

    private func result(_ key: CellKey) -> CellResult {
        if let known = known[key] { return known.layout.moving(known.result, to: layout) }
        if let running, running.key == key { return running.result }
        guard let (failure, place) = compilations.failure(key) else { return CellResult(outcome: .waiting) }
        return place.moving(CellResult(outcome: .failed(failure)), to: layout)
    }

    /// Runs what must run so that every cell's result is known; after the first cell that fails, none.
    ///
    /// A call while another runs tells that one of the chapter's new text and returns at once; a cell that runs and is
    /// still the same goes on.
    /// - Parameter chapter: The chapter as it is now, at the same path as before.
    /// - Returns: The chapter and what its cells did.
    /// - Throws: `SetupError` where the system cannot run cells at all; `CancellationError` where the task is cancelled.
    @discardableResult
    public func run(_ chapter: Chapter) async throws -> ExecutedChapter {
        aim(at: chapter)
        guard !isLooping else { return executed }
        isLooping = true
        defer { isLooping = false }
        do {
            while let step = nextStep() {
                try Task.checkCancellation()
                try await perform(step)
            }
            try Task.checkCancellation()
        } catch {
            await compilations.end()
            throw error
        }
        // A cache that cannot be written only costs time.
        if hasNews, executed.succeeded { try? cache?.keep(entry, for: chapter.path) }
        return executed
    }

    /// Stops the cell that runs or is being compiled; it counts as failed.
    public func stop() {
        running?.stop.request()
        guard let step = steps.first(where: { $0.compilationKey == compilingKey }) else { return }
        let failure = CellFailure(
            kind: .stopped,
            notes: [.init(position: step.cell.range.start, message: "the cell was stopped while it was compiled")])
        known[step.key] = Known(result: CellResult(outcome: .failed(failure)), layout: layout, isFromCache: false)
        compilations.giveUp()
    }

    /// Ends every process of the session and removes its folder; the session then is of no more use.
    public func end() async {
        stop()
        endVariants()
        await compilations.end()
        states.removeAll(except: [])
        host = nil
        scratch.remove()
    }

    /// Forgets the results of cells that failed, so that the next run tries them again.
    public func forgetFailures() {
        known = known.filter { $0.value.result.failure == nil }
    }

    /// Makes `chapter` what the session runs.
    private func aim(at chapter: Chapter) {
        self.chapter = chapter
        data = DataFiles(of: chapter)
        steps = RunStep.steps(of: chapter, tools: tools, data: data.digest)
        // Who edits waits for the cells; the states after them are kept for the answers.
        if isLive { steps = steps.filter { $0.answer == nil } + steps.filter { $0.answer != nil } }
        layout = ChapterLayout(steps.filter { !$0.isAside }.map(\.cell))
        let wanted = Set(steps.map(\.key))
        states.removeAll(except: wanted.union(variantKeys))
        compilations.giveUp(except: Set(steps.map(\.compilationKey)).union(variantKeys))
        if let unwanted = running, !wanted.contains(unwanted.key) {
            running = nil
            unwanted.stop.request()
        }
        if host?.seed != chapter.frontMatter.seed {
            host = nil
            folderKey = nil
            endVariants()
        }
        guard steps.contains(where: { known[$0.key] == nil }) else { return }
        let entry = cache?.entry(for: chapter.path)
        for kept in entry?.results ?? [] where wanted.contains(kept.key) && known[kept.key] == nil {
            known[kept.key] = Known(result: kept.result, layout: entry?.layout ?? layout, isFromCache: true)
        }
        // A run that must run some cell must run them all, unless it has states.
        if !isLive, steps.contains(where: { known[$0.key] == nil }) { known = known.filter { !$0.value.isFromCache } }
    }

    private var entry: ResultCache.Entry {
        ResultCache.Entry(
            layout: layout,
            results: steps.compactMap { step in
                guard let known = known[step.key], known.result.failure == nil || step.answer != nil,
                    known.result.isRepeatable
                else { return nil }
                return .init(key: step.key, result: known.layout.moving(known.result, to: layout))
            })
    }
}

// MARK: - Running

extension ChapterSession {
    /// The next step to run; nil where every result is known or a cell failed.
    private func nextStep() -> RunStep? {
        for step in steps {
            guard let known = known[step.key], !(isLive && known.isFromCache) else { return firstStep(towards: step) }
            if known.result.failure != nil, !step.isAside { return nil }
        }
        return nil
    }

    /// The first step of those that lead from a state that is kept to the end of `step`.
    private func firstStep(towards step: RunStep) -> RunStep { firstStep(towards: step, among: steps) }

    /// The first of `steps` that lead from a state that is kept to the end of `step`.
    func firstStep(towards step: RunStep, among steps: [RunStep]) -> RunStep {
        var first = step
        while let key = first.previous, states[key] == nil, let before = steps.first(where: { $0.key == key }) {
            first = before
        }
        return first
    }

    /// Runs a step of the chapter.
    func perform(_ step: RunStep) async throws {
        let (cell, key) = (step.cell, step.key)
        let (chapter, layout) = (chapter, layout)
        let isUrgent = isLive && step.answer == nil
        compilations.start(isUrgent ? steps.filter { $0.answer == nil } : steps, of: chapter, layout: layout)
        let starting = startedHost()
        let compilation: Compilation
        compilingKey = step.compilationKey
        defer { compilingKey = nil }
        do {
            compilation = try await compilations.result(step.compilationKey)
            compilingKey = nil
        } catch is CancellationError {
            // It was stopped, or the chapter changed meanwhile and the cell with it.
            if !step.isAside, let result = known[key]?.result { report(.ended(cell, result)) }
            return
        }
        let host = try await started(starting)
        try await turns.take()
        defer { turns.give() }
        guard self.host?.start == starting, steps.contains(where: { $0.key == key }), isNeeded(step) else { return }
        hasNews = true
        if step.isCell { ranCount += 1 }
        let running = RunningCell(step, outputLimit: rules.outputLimit)
        self.running = running
        let (result, state) = try await execute(step, compilation, as: running, on: host, chapter, layout) {
            [report] event in if step.isCell { report(event) }
        }
        // Nil where the chapter changed meanwhile, and the cell with it.
        guard self.running === running else { return }
        self.running = nil
        known[key] = Known(result: result, layout: layout, isFromCache: false)
        guard !step.isAside else { return report(.asideKnown) }
        if let state { states.keep(state, after: key) }
        if step.isCell || result.failure != nil { report(.ended(cell, result)) }
        if isLive, state?.process.canFork == false, !hasToldOfThreads {
            hasToldOfThreads = true
            report(.leftThreads(cell))
        }
    }

    /// Whether nothing has made a step needless since it was looked for: a reader's run may have taken it.
    private func isNeeded(_ step: RunStep) -> Bool {
        guard let known = known[step.key] else { return true }
        return isLive && (known.isFromCache || (!step.isAside && states[step.key] == nil))
    }

    /// Stops a cell that runs again for its state alone, its result being known, where a variant does not need it. It runs
    /// again after the variant's.
    func interruptRerun(unlessNeededBy variant: RunVariant) {
        guard let running, known[running.key] != nil, !variant.keys.contains(running.key) else { return }
        self.running = nil
        running.stop.request()
    }

    /// The host that starts, once it has started.
    func started(_ starting: Task<ChapterHost, any Error>) async throws -> ChapterHost {
        let host: ChapterHost
        do {
            host = try await starting.value
        } catch {
            if self.host?.start == starting { self.host = nil }
            throw error
        }
        if !host.gaps.isEmpty, !hasToldOfGaps {
            hasToldOfGaps = true
            report(.isolationGaps(host.gaps))
        }
        return host
    }

    /// Runs a step whose code is compiled, from the state before it.
    /// - Parameters:
    ///   - step: The step.
    ///   - compilation: What compiling it came to.
    ///   - running: Takes what it says.
    ///   - host: The processes.
    ///   - chapter: The chapter that the step is of.
    ///   - layout: Where that chapter's cells stand.
    ///   - report: Is told that it starts and what it says.
    /// - Returns: What it did, and the state after it where it ran to its end.
    /// - Throws: `SetupError` where the working folder cannot be kept; `CancellationError`.
    func execute(
        _ step: RunStep, _ compilation: Compilation, as running: RunningCell, on host: ChapterHost, _ chapter: Chapter,
        _ layout: ChapterLayout, report: @escaping @Sendable (ExecutionEvent) -> Void
    ) async throws -> (result: CellResult, state: KeptState?) {
        let cell = step.cell
        var result: CellResult
        var after: HostState?
        let previous = step.previous.flatMap { states[$0] }
        let before = previous?.process ?? host.start
        if isLive, folderKey != step.previous { try host.workFolder.restore(previous?.files) }
        if step.previous == nil { try data.place(in: host.workFolder.path) }
        // A cell with parameters to turn runs again, and finds the files that it found before.
        let runsAgain = step.isCell && cell.code.contains("choose")
        let filesBefore = runsAgain ? try host.workFolder.save(after: previous?.files) : nil
        folderKey = step.key
        let rejection = step.expression.flatMap { compilation.rejected[$0.index] }
        switch rejection.map({ .failure($0) }) ?? compilation.result {
        case .failure(let failure): result = CellResult(outcome: .failed(failure))
        case .success(var compiled):
            if let entryPoint = step.expression?.entryPoint { compiled.entryPoint = entryPoint }
            // The cell takes over a process that cannot be forked.
            if !before.canFork, !running.isAside, let key = step.previous { states.remove(key) }
            report(.started(cell))
            (result, after) = await withTaskCancellationHandler {
                await host.run(
                    running, compiled, in: before, limit: cell.options.timeout ?? chapter.frontMatter.timeout,
                    layout: layout.including(step)
                        .numbered(as: compilation.visible.map(\.source) + [compiled.interface.source]),
                    receive: { report(.message(cell, $0)) })
            } onCancel: {
                running.stop.request()
            }
            try Task.checkCancellation()
            // What a reader changes is not turned.
            if self.running === running, step.isCell, result.outcome == .succeeded, !result.choices.isEmpty,
                cell.options.expectedFailure == nil
            {
                known[step.key] = Known(result: result, layout: layout, isFromCache: false)
                let layout = layout.numbered(as: compilation.visible.map(\.source) + [compiled.interface.source])
                let filesAfter = try host.workFolder.save(after: filesBefore)
                let turned = try await turning(result, of: step, compiled, in: before, of: host, layout: layout) {
                    if runsAgain { try host.workFolder.restore(filesBefore) }
                }
                known[step.key] = nil
                try host.workFolder.restore(filesAfter)
                try Task.checkCancellation()
                if let turned { (result, self.running) = (turned, running) }
            }
        }
        if case .success(let compiled) = compilation.result { result.warnings = compiled.warnings }
        result.outcome = result.outcome.judged(by: cell.options.expectedFailure, at: cell)
        if case .failed(var failure) = result.outcome {
            failure.notes += advice(on: failure, of: cell)
            result.outcome = .failed(failure)
        }
        guard result.failure == nil, !step.isAside else { return (result, nil) }
        let files = isLive ? try host.workFolder.save(after: previous?.files) : nil
        return (result, KeptState(process: after ?? before, files: files, cost: result.seconds))
    }

    /// What to do about a failure that comes from what cells are kept from.
    private func advice(on failure: CellFailure, of cell: Cell) -> [CellFailure.Note] {
        guard [.thrown, .trap].contains(failure.kind) else { return [] }
        var advice = data.undeclared(in: cell.code).map {
            "`\($0)` lies beside the lesson, but cells find only what the front matter names: `data: [\($0)]`"
        }
        let words = failure.notes.map(\.message).joined(separator: "\n")
        if !rules.allowsWriting, words.contains(#/ermission|not permitted|ead-only/#) {
            advice.append("cells change files only in their working folder; `--allow-write` lets them elsewhere")
        }
        if !rules.allowsNetwork, words.contains(#/etwork|onnection|onnect |resolv|not known/#) {
            advice.append("cells reach no network; `--allow-network` lets them")
        }
        return advice.map { .init(position: nil, message: $0, isExplanation: true) }
    }

    /// The host that starts, or has started, for the chapter's seed.
    func startedHost() -> Task<ChapterHost, any Error> {
        if let host { return host.start }
        hostCount += 1
        let (path, seed, rules, toolchain) = (chapter.sourceName, chapter.frontMatter.seed, rules, toolchain)
        let folder = "\(scratch.path)/run\(hostCount)"
        let start = Task {
            try await ChapterHost.start(path: path, seed: seed, rules: rules, toolchain: toolchain, folder: folder)
        }
        host = (seed, start)
        return start
    }
}
