import ChapterDocument
import Synchronization

/// What compiling one cell came to.
struct Compilation: Sendable {
    /// The cell as a library, or why it is none.
    var result: Result<CompiledCell, CellFailure>
    /// The cells that the next cell sees.
    var visible: [CellInterface]
    /// Whether the cell is meant to be rejected by the compiler.
    var mayFail = false
    /// Of expressions that are compiled together, those that the compiler rejects, by their places among them.
    var rejected: [Int: CellFailure] = [:]
}

/// Compiles a chapter's cells ahead of their run, one after another, each once.
final class Compilations: Sendable {
    private let compiler: CellCompiler
    private let report: @Sendable (ExecutionEvent) -> Void
    private let tasks = Mutex<[CellKey: Task<Compilation, any Error>]>([:])
    private let failures = Mutex<[CellKey: (failure: CellFailure, layout: ChapterLayout)]>([:])

    /// - Parameters:
    ///   - compiler: The compiler.
    ///   - report: Is told of cells that do not compile, maybe long before their turn.
    init(compiler: CellCompiler, report: @escaping @Sendable (ExecutionEvent) -> Void) {
        self.compiler = compiler
        self.report = report
    }

    /// Gives up what is still being compiled, and waits until no compiler runs.
    func end() async {
        for task in giveUp() { _ = await task.result }
    }

    /// Gives up the compilations of all cells but some.
    /// - Returns: What is given up.
    @discardableResult
    func giveUp(except wanted: Set<CellKey> = []) -> [Task<Compilation, any Error>] {
        let unwanted = tasks.withLock { tasks in
            let unwanted = tasks.filter { !wanted.contains($0.key) }
            for key in unwanted.keys { tasks[key] = nil }
            return Array(unwanted.values)
        }
        for task in unwanted { task.cancel() }
        return unwanted
    }

    /// Gives up the compilation of some cells, and removes what was made of them.
    func discard(_ keys: Set<CellKey>) {
        let unwanted = tasks.withLock { tasks in
            keys.compactMap { key in tasks.removeValue(forKey: key).map { (key, $0) } }
        }
        for (key, task) in unwanted {
            task.cancel()
            Task {
                _ = await task.result
                failures.withLock { $0[key] = nil }
                // The same code may be compiled again already, in the same folder.
                tasks.withLock { if $0[key] == nil { compiler.remove(key) } }
            }
        }
    }

    /// Starts to compile those of a chapter's cells and expressions that are not compiled yet.
    /// - Parameters:
    ///   - steps: What is run.
    ///   - chapter: The chapter.
    ///   - layout: Where its cells stand.
    ///   - isReported: Whether cells that do not compile are told of.
    func start(_ steps: [RunStep], of chapter: Chapter, layout: ChapterLayout, isReported: Bool = true) {
        tasks.withLock { tasks in
            var readsLines = false
            for step in steps {
                if !step.isAside { readsLines = readsLines || step.cell.readsLines }
                guard tasks[step.compilationKey] == nil else { continue }
                let previous = step.previous.flatMap { tasks[$0] }
                tasks[step.compilationKey] = Task { [readsLines] in
                    try await self.compile(
                        step, of: chapter.sourceName, hasOwnLines: readsLines && !step.isAside,
                        layout: layout.including(step), after: previous, isReported: isReported)
                }
            }
        }
    }

    /// What compiling the cell with a key came to, waited for.
    /// - Parameters:
    ///   - key: The cell's key.
    ///   - unwanted: What is given up when the waiting task is cancelled; nil for everything.
    /// - Returns: The compilation.
    /// - Throws: `CancellationError` where it was given up.
    func result(_ key: CellKey, orDiscard unwanted: Set<CellKey>? = nil) async throws -> Compilation {
        guard let task = tasks.withLock({ $0[key] }) else { throw CancellationError() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            if let unwanted { discard(unwanted) } else { giveUp() }
        }
    }

    /// Why the cell with a key does not compile, where that is known already, and the layout it speaks of.
    func failure(_ key: CellKey) -> (failure: CellFailure, layout: ChapterLayout)? {
        failures.withLock { $0[key] }
    }

    private func compile(
        _ step: RunStep, of path: String, hasOwnLines: Bool, layout: ChapterLayout,
        after previous: Task<Compilation, any Error>?, isReported: Bool
    ) async throws -> Compilation {
        var cell = step.cell
        let key = step.compilationKey
        var rejected: [Int: CellFailure] = [:]
        let before = try await previous?.value
        if case .failure? = before?.result, before?.mayFail == false { throw CancellationError() }
        let earlier = before?.visible ?? []
        try Task.checkCancellation()
        func compiling(_ cell: Cell) async throws -> (cell: CompiledCell, earlier: [CellInterface]) {
            try await compiler.compile(
                cell, key: key, ordinal: step.ordinal, path: path, hasOwnLines: hasOwnLines, layout: layout,
                earlier: earlier, later: step.later, isSeen: !step.isAside)
        }
        while true {
            do {
                let compiled = try await compiling(cell)
                // What a cell that stops half-way declares has no values.
                let isVisible = cell.options.expectedFailure == nil
                return Compilation(
                    result: .success(compiled.cell),
                    visible: isVisible ? compiled.earlier + [compiled.cell.interface] : earlier,
                    rejected: rejected)
            } catch let failure as CellFailure {
                // A compiler that was stopped because nobody waits for it any more has found nothing wrong.
                try Task.checkCancellation()
                // The others may be right. What is wrong after the first may come of it.
                if step.expression != nil, let index = RunStep.Expression.firstRejected(by: failure),
                    rejected[index] == nil
                {
                    rejected[index] = failure
                    cell = RunStep.Expression.cell(cell) { $0 == index }
                    continue
                }
                let untold = step.expression != nil ? RunStep.Expression.indices(in: cell) : []
                if untold.count > 1 {
                    // The compiler crashed, or took too long, and does not say of which.
                    for index in untold {
                        do {
                            _ = try await compiling(RunStep.Expression.cell(cell) { $0 != index })
                        } catch let failure as CellFailure {
                            try Task.checkCancellation()
                            rejected[index] = RunStep.Expression.failure(failure, of: index)
                        }
                    }
                    cell = RunStep.Expression.cell(cell) { rejected[$0] != nil }
                    if RunStep.Expression.indices(in: cell).count < untold.count { continue }
                }
                let mayFail = cell.options.expectedFailure == .compile
                if !mayFail, !step.isAside {
                    failures.withLock { $0[key] = (failure, layout) }
                    if isReported { report(.compilingFailed(cell, failure)) }
                }
                return Compilation(result: .failure(failure), visible: earlier, mayFail: mayFail)
            }
        }
    }
}
