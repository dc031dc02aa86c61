import CellExecution
import ChapterDocument
import FoundationEssentials
import Synchronization
import Testing

/// Results that are reused from one run of the program to the next.
@Suite(.timeLimit(.minutes(5))) struct ResultCacheTests {
    private let cache = ResultCache(
        folder: FileManager.default.temporaryDirectory.appending(path: "lectern-cache-\(UUID().uuidString)").path)

    /// Runs a chapter; tells which cells ran.
    private func run(_ text: String) async throws -> (executed: ExecutedChapter, started: [Int]) {
        let started = Mutex<[Int]>([])
        let chapter = try Chapter(parsing: text, path: "lessons/x.md")
        let executed = try await CellEngine(toolchain: .find(), cache: cache).run(chapter) { event in
            if case .started(let cell) = event { started.withLock { $0.append(cell.index) } }
        }
        return (executed, started.withLock { $0 })
    }

    private let lesson = """
        ```swift cell
        let a = Tensor.rand(3)
        print(a)
        ```

        ```swift cell
        plot([1, 2], [3, 4])
        expect(a.shape == [3], "three")
        ```

        ```swift cell fails=throw
        struct E: Error {}
        throw E()
        ```

        """

    @Test func unchangedCellsAreNotRunAgain() async throws {
        defer { _ = try? cache.removeAll() }
        let first = try await run(lesson)
        #expect(first.started == [0, 1, 2])
        let second = try await run(lesson)
        #expect(second.started.isEmpty)
        #expect(second.executed.results == first.executed.results)
        // Words and options of display are no part of what a cell does.
        let moved = try await run("Words.\n\n" + lesson.replacing("swift cell\nplot", with: "swift cell fold\nplot"))
        #expect(moved.started.isEmpty)
        #expect(moved.executed.results[1].checks[0].line == first.executed.results[1].checks[0].line + 2)
        #expect(moved.executed.succeeded)
    }

    @Test(arguments: [("rand(3)", "rand(4)"), ("fails=throw", "fails=trap"), ("three", "3")])
    func anotherCodeIsRun(old: String, new: String) async throws {
        defer { _ = try? cache.removeAll() }
        _ = try await run(lesson)
        #expect(try await !run(lesson.replacing(old, with: new)).started.isEmpty)
    }

    @Test func anotherSeedIsRun() async throws {
        defer { _ = try? cache.removeAll() }
        _ = try await run("---\nseed: 1\n---\n" + lesson)
        #expect(try await run("---\nseed: 2\n---\n" + lesson).started == [0, 1, 2])
    }

    @Test func failedRunsAreNotKept() async throws {
        defer { _ = try? cache.removeAll() }
        let text = lesson.replacing("fails=throw", with: "")
        #expect(try await run(text).started == [0, 1, 2])
        #expect(try await run(text).started == [0, 1, 2])
    }

    @Test func brokenFilesAreNotUsed() async throws {
        defer { _ = try? cache.removeAll() }
        _ = try await run(lesson)
        let files = try FileManager.default.contentsOfDirectory(atPath: cache.folder)
        let file = URL(filePath: cache.folder).appending(path: try #require(files.first))
        let whole = try Data(contentsOf: file)
        for position in stride(from: 0, to: whole.count, by: max(1, whole.count / 2)) {
            var broken = whole
            broken[position] ^= 1
            try broken.write(to: file)
            #expect(try await run(lesson).started == [0, 1, 2], "byte \(position)")
        }
        try whole.prefix(whole.count / 2).write(to: file)
        #expect(try await run(lesson).started == [0, 1, 2])
        #expect(try await run(lesson).started.isEmpty)
    }
}
