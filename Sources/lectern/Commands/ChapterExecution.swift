import ArgumentParser
import CellExecution
import CellMessages
import ChapterDocument
import KernelReference

/// Runs a chapter while telling how far it has come; Ctrl-C stops it and leaves nothing behind.
enum ChapterExecution {
    /// The chapter and what its cells did, failures printed.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - rules: What cells may use and reach.
    ///   - cache: Where results are taken from and kept; nil for nowhere.
    ///   - isAlone: Whether no other chapter runs at the same time.
    ///   - name: What messages call the chapter's file; nil for its path.
    /// - Returns: The chapter with its results.
    /// - Throws: `ExitCode` where the system cannot run cells, or where the person stopped it.
    static func run(
        _ chapter: Chapter, rules: CellRules, cache: ResultCache? = nil, isAlone: Bool = true,
        shownAs name: String? = nil
    ) async throws -> ExecutedChapter {
        let toolchain = try toolchain()
        let progress = RunProgress(chapter, shownAs: name ?? chapter.path, isAlone: isAlone)
        defer { progress.finish() }
        let running = Task {
            try await CellEngine(toolchain: toolchain, rules: rules, cache: cache).run(chapter) { progress.report($0) }
        }
        return try await value(of: running) { progress.finish() }
    }

    /// What the Python that a chapter shows under tabs did.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - python: The Python program; nil where it is not to be run.
    ///   - rules: What it may use and reach.
    ///   - name: What messages call the chapter's file; nil for its path.
    /// - Returns: A result for each of the chapter's tabs, or none where they are not to be run.
    /// - Throws: `ExitCode` where the system cannot run it, or where the person stopped it.
    static func runTabs(
        of chapter: Chapter, with python: String?, rules: CellRules, shownAs name: String? = nil
    ) async throws -> [TabResult] {
        guard let python, !chapter.pythonTabs.isEmpty else { return [] }
        let path = (name ?? chapter.path).withVisibleControls()
        Console.write("\(path): running the Python of its tabs\n", to: .error)
        let tabs = PythonTabs(python: python, toolchain: try toolchain(), rules: rules)
        return try await value(of: Task { try await tabs.run(chapter) })
    }

    /// What `running` comes to; Ctrl-C cancels it.
    private static func value<Value>(
        of running: Task<Value, any Error>, beforeErrors clear: () -> Void = {}
    ) async throws -> Value {
        do {
            return try await Interruption.cancelling(running) { try await running.value }
        } catch let error as SetupError {
            clear()
            throw printed(error)
        } catch is CancellationError {
            throw ExitCode.interrupted
        }
    }

    /// The programs that compile and run cells.
    /// - Throws: `ExitCode` once what is missing is printed.
    static func toolchain() throws -> Toolchain {
        do { return try .find() } catch { throw printed(error) }
    }

    /// What lessons can use of the kernel.
    /// - Throws: `ExitCode` once what is missing is printed.
    static func reference() async throws -> APIReference {
        do { return try await reading.value } catch let error as SetupError { throw printed(error) }
    }

    /// Begins when it is first asked for.
    private static let reading = Task { try await toolchain().reference() }

    /// The exit status for a part of the set-up that is missing, once it is printed.
    static func printed(_ error: SetupError) -> ExitCode {
        let style = Style(isColored: Console.Stream.error.isColored)
        Console.write(DiagnosticText(chapter: "", style: style).text(error), to: .error)
        return .brokenSetup
    }
}
