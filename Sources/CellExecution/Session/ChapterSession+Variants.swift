import CellMessages
import ChapterDocument

/// A reader's variant of the chapter while it is run: the same chapter with other code in some cells.
struct RunVariant {
    let chapter: Chapter
    /// What is run of it, up to the last cell that the reader asked for.
    let steps: [RunStep]
    let layout: ChapterLayout
    /// The cell that runs in any case.
    let target: CellKey?
    /// What its own cells did; those that it shares with the chapter are the chapter's.
    var known: [CellKey: ChapterSession.Known] = [:]
    var running: RunningCell?
    /// Tells this run from others of the same reader.
    let number: Int

    var keys: [CellKey] { steps.map(\.key) }
}

/// What a reader wants to see run of a variant.
public enum VariantTarget: Sendable {
    /// A cell in any case, and those below it as far as another.
    case cell(Int, through: Int)
    /// An answer to an exercise, together with the exercise's checks.
    case answer(String, exercise: Int)
}

extension [RunStep] {
    /// Those that lead to what a reader wants to see, and that. The prose's values and the author's answers are the author's
    /// affair.
    func variantSteps(to target: VariantTarget) -> [RunStep] {
        let all = filter { !$0.isAside }
        switch target {
        case .cell(_, let last):
            // A kept solution bears the number of the cell above it.
            return all.filter { $0.isCell ? $0.cell.index <= last : $0.cell.index < last }
        case .answer(let code, let exercise):
            guard let start = first(where: { $0.answer?.exercise == exercise }) else { return [] }
            return all.filter { $0.ordinal <= start.cellsBefore } + [start.answering(code)]
        }
    }
}

/// Readers' variants of the chapter. They run in forks of the states that the chapter's cells left, and leave nothing behind but
/// their own newest states, so that a cell runs again at once from where the reader's own cells have come.
extension ChapterSession {
    /// Runs a reader's variant of the chapter, from the state before the first cell that is not the chapter's own.
    ///
    /// A run of the same reader that has not ended ends. Others, and the chapter's own, go on; one cell runs at a time.
    /// - Parameters:
    ///   - variant: The chapter with other code in some cells.
    ///   - reader: Who asks.
    ///   - target: What is run.
    ///   - report: Is told that there is something new in ``executedVariant(of:)``, on any thread.
    /// - Throws: `SetupError` where the system cannot run cells at all; `CancellationError` where the task is cancelled.
    public func run(
        variant: Chapter, of reader: String, _ target: VariantTarget, report: @escaping @Sendable () -> Void
    ) async throws {
        let every = RunStep.steps(of: variant, tools: tools, data: data.digest)
        let all = every.filter { !$0.isAside }
        let steps = every.variantSteps(to: target)
        guard !steps.isEmpty else { return }
        let old = variants[reader]
        old?.running?.stop.request()
        variantCount += 1
        let number = variantCount
        let forced = steps.last { step in
            if case .cell(let index, _) = target { step.isCell && step.cell.index == index } else { step.answer != nil }
        }?.key
        var new = RunVariant(
            chapter: variant, steps: steps, layout: ChapterLayout(all.map(\.cell)), target: forced, number: number)
        let keys = Set(new.keys)
        new.known = old?.known.filter { keys.contains($0.key) && $0.key != forced } ?? [:]
        variants[reader] = new
        dropStates(of: old)
        while let step = nextStep(of: reader, number) {
            try Task.checkCancellation()
            report()
            if isOwn(step, of: new) {
                try await perform(step, of: reader, number, report: report)
            } else if let step = self.steps.first(where: { $0.key == step.key }) {
                // The chapter's own cell goes on where the reader asks for something else.
                try await Task { try await perform(step) }.value
            }
        }
        try Task.checkCancellation()
        report()
    }

    /// A reader's variant as far as it has run: the results of the cells up to the last that the reader asked for. Nil where
    /// there is none.
    public func executedVariant(of reader: String) -> ExecutedChapter? {
        guard let variant = variants[reader] else { return nil }
        var results = variant.chapter.cells.map { _ in CellResult(outcome: .skipped) }
        var hasFailed = false
        for step in variant.steps where !step.isAside {
            let result = hasFailed ? CellResult(outcome: .notReached) : result(step, in: variant)
            if step.isCell { results[step.cell.index] = result }
            hasFailed = hasFailed || result.failure != nil
        }
        return ExecutedChapter(chapter: variant.chapter, results: results)
    }

    /// What a reader's answer to an exercise did: its first line is line 1, and the checks follow it. Nil where a cell was run.
    public func answerResult(of reader: String) -> CellResult? {
        guard let variant = variants[reader], let step = variant.steps.last, let answer = step.answer else {
            return nil
        }
        let hasFailed = variant.steps.contains { !$0.isAside && result($0, in: variant).failure != nil }
        return hasFailed ? CellResult(outcome: .notReached) : answer.counted(result(step, in: variant))
    }

    /// Stops the cell of a reader's variant that runs; it counts as failed.
    /// - Returns: Whether one ran.
    public func stopVariant(of reader: String) -> Bool {
        guard let running = variants[reader]?.running else { return false }
        running.stop.request()
        return true
    }

    /// Ends what runs for a reader, and drops what the reader's variant has left.
    public func forgetVariant(of reader: String) {
        guard let variant = variants.removeValue(forKey: reader) else { return }
        variant.running?.stop.request()
        dropStates(of: variant)
    }

    /// The keys of what readers run, the chapter's own included.
    var variantKeys: [CellKey] { variants.values.flatMap { $0.keys } }

    /// Ends what runs for all readers.
    func endVariants() {
        for variant in variants.values { variant.running?.stop.request() }
        variants = [:]
    }

    private func result(_ step: RunStep, in variant: RunVariant) -> CellResult {
        if let running = variant.running, running.key == step.key { return running.result }
        if let known = known(step, in: variant) { return known.layout.moving(known.result, to: variant.layout) }
        if let running, running.key == step.key { return layout.moving(running.result, to: variant.layout) }
        return CellResult(outcome: .waiting)
    }

    private func known(_ step: RunStep, in variant: RunVariant) -> Known? {
        variant.known[step.key] ?? (step.key == variant.target ? nil : known[step.key])
    }

    /// Whether a step is the variant's, and not the chapter's own.
    private func isOwn(_ step: RunStep, of variant: RunVariant) -> Bool {
        step.key == variant.target || !steps.contains { $0.key == step.key }
    }

    /// The next step to run for a run of a reader; nil where there is none, or the reader has started another run.
    private func nextStep(of reader: String, _ number: Int) -> RunStep? {
        guard let variant = variants[reader], variant.number == number else { return nil }
        for step in variant.steps {
            guard let known = known(step, in: variant) else { return firstStep(towards: step, among: variant.steps) }
            if known.result.failure != nil { return nil }
        }
        return nil
    }

    private func perform(
        _ step: RunStep, of reader: String, _ number: Int, report: @escaping @Sendable () -> Void
    ) async throws {
        guard let variant = variants[reader] else { return }
        compilations.start(steps, of: chapter, layout: layout)
        compilations.start(variant.steps, of: variant.chapter, layout: variant.layout, isReported: false)
        let starting = startedHost()
        let compilation: Compilation
        do {
            compilation = try await compilations.result(step.key, orDiscard: ownKeys(of: variant))
        } catch is CancellationError {
            try Task.checkCancellation()
            // Another run of the reader has taken its place.
            guard variants[reader]?.number == number else { return }
            throw CancellationError()
        }
        let host = try await started(starting)
        interruptRerun(unlessNeededBy: variant)
        try await turns.take()
        defer { turns.give() }
        guard self.host?.start == starting, nextStep(of: reader, number)?.key == step.key else { return }
        let isStartShared = step.previous.map { key in steps.contains { $0.key == key } } ?? true
        let running = RunningCell(step, outputLimit: rules.outputLimit, keepsStart: isStartShared)
        variants[reader]?.running = running
        let (result, state) = try await execute(
            step, compilation, as: running, on: host, variant.chapter, variant.layout
        ) { _ in report() }
        guard variants[reader]?.number == number else { return }
        variants[reader]?.running = nil
        variants[reader]?.known[step.key] = Known(result: result, layout: variant.layout, isFromCache: false)
        if let state, !steps.contains(where: { $0.key == step.key }) { states.keep(state, after: step.key) }
    }

    /// The keys of steps that neither the chapter nor another reader has.
    private func ownKeys(of variant: RunVariant) -> Set<CellKey> {
        let others = variants.values.filter { $0.number != variant.number }.flatMap { $0.keys }
        return Set(variant.keys).subtracting(others).subtracting(steps.map(\.key))
    }

    private func dropStates(of variant: RunVariant?) {
        guard let variant else { return }
        let keys = ownKeys(of: variant)
        for key in keys { states.remove(key) }
        compilations.discard(keys)
    }
}
