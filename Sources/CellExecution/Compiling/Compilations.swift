import ChapterDocument
import Synchronization

/// What compiling one cell came to.
struct Compilation: Sendable {
    /// The cell as a library, or why it is none.
    var result: Result<CompiledCell, CellFailure>
    /// The cells that the next cell sees.
    var visible: [CompiledCell]
    /// Whether the cell is meant to be rejected by the compiler.
    var mayFail = false
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
        let ended = tasks.withLock { tasks in
            defer { tasks = [:] }
            return Array(tasks.values)
        }
        for task in ended {
            task.cancel()
            _ = await task.result
        }
    }

    /// Starts to compile those of a chapter's cells that are not compiled yet; what is no longer wanted is given up.
    func start(_ cells: [(cell: Cell, key: CellKey)], of chapter: Chapter, layout: ChapterLayout) {
        let wanted = Set(cells.map(\.key))
        tasks.withLock { tasks in
            for (key, task) in tasks where !wanted.contains(key) {
                task.cancel()
                tasks[key] = nil
            }
            var previous: Task<Compilation, any Error>?
            for (index, (cell, key)) in cells.enumerated() {
                if tasks[key] == nil {
                    tasks[key] = Task { [previous] in
                        try await self.compile(
                            cell, key: key, ordinal: index + 1, of: chapter.path, layout: layout, after: previous)
                    }
                }
                previous = tasks[key]
            }
        }
    }

    /// What compiling the cell with a key came to, waited for.
    /// - Throws: `CancellationError` where it was given up.
    func result(_ key: CellKey) async throws -> Compilation {
        guard let task = tasks.withLock({ $0[key] }) else { throw CancellationError() }
        return try await task.value
    }

    /// Why the cell with a key does not compile, where that is known already, and the layout it speaks of.
    func failure(_ key: CellKey) -> (failure: CellFailure, layout: ChapterLayout)? {
        failures.withLock { $0[key] }
    }

    private func compile(
        _ cell: Cell, key: CellKey, ordinal: Int, of path: String, layout: ChapterLayout,
        after previous: Task<Compilation, any Error>?
    ) async throws -> Compilation {
        let before = try await previous?.value
        if case .failure? = before?.result, before?.mayFail == false { throw CancellationError() }
        let earlier = before?.visible ?? []
        try Task.checkCancellation()
        do {
            let compiled = try await compiler.compile(
                cell, key: key, ordinal: ordinal, path: path, layout: layout, earlier: earlier)
            // What a cell that stops half-way declares has no values.
            let isVisible = cell.options.expectedFailure == nil
            return Compilation(result: .success(compiled), visible: isVisible ? earlier + [compiled] : earlier)
        } catch let failure as CellFailure {
            // A compiler that was stopped because nobody waits for it any more has found nothing wrong.
            try Task.checkCancellation()
            let mayFail = cell.options.expectedFailure == .compile
            if !mayFail {
                failures.withLock { $0[key] = (failure, layout) }
                report(.compilingFailed(cell, failure))
            }
            return Compilation(result: .failure(failure), visible: earlier, mayFail: mayFail)
        }
    }
}
