import CellMessages
import ChapterDocument

/// Runs chapters once: compiles their cells and runs them from top to bottom in a process of their own.
public struct CellEngine: Sendable {
    private let toolchain: Toolchain
    private let rules: CellRules
    private let cache: ResultCache?

    /// An engine that uses these programs.
    /// - Parameters:
    ///   - toolchain: The programs.
    ///   - rules: What cells may use and reach.
    ///   - cache: Where the results of unchanged chapters are taken from and new ones are kept; nil for nowhere.
    public init(toolchain: Toolchain, rules: CellRules = CellRules(), cache: ResultCache? = nil) {
        self.toolchain = toolchain
        self.rules = rules
        self.cache = cache
    }

    /// Runs every cell of a chapter from the top; after the first that fails, none.
    ///
    /// While a cell runs, the next ones are compiled.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - report: Is told what happens, in order, on any thread; nothing where all results come from the cache.
    /// - Returns: The chapter with a result for each cell.
    /// - Throws: `SetupError` where the system cannot run cells at all; `CancellationError` where the task is cancelled.
    public func run(
        _ chapter: Chapter, report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) async throws -> ExecutedChapter {
        let session = try ChapterSession(
            chapter, toolchain: toolchain, rules: rules, cache: cache, report: report)
        do {
            let executed = try await session.run(chapter)
            await session.end()
            return executed
        } catch {
            await session.end()
            throw error
        }
    }
}
