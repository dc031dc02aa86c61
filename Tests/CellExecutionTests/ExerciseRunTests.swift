import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import Synchronization
import Testing

/// The answers to exercises run with the checks, from the state before the exercise.
@Suite(.timeLimit(.minutes(5))) struct ExerciseRunTests {
    private static let lesson = """
        ```swift cell
        var n = 1
        func double(_ x: Int) -> Int { 0 }
        ```

        ```swift exercise
        n = 2
        ```

        ```swift check
        expect(n == 3, "three")
          expect(double(n) == 6, "doubled")
        ```

        ```swift solution keep
        n += 2
        func double(_ x: Int) -> Int { 2 * x }
        ```

        ```swift wrong="stops"
        fatalError("stop")
        ```

        ```swift wrong="does not compile"

        n = oops
        ```

        The solution makes it [3](swift:n).

        ```swift cell
        print(n, double(n))
        ```

        """

    private func run(_ text: String, cache: ResultCache? = nil) async throws -> ExecutedChapter {
        let chapter = try Chapter(parsing: text, path: "lessons/x.md")
        return try await CellEngine(toolchain: .find(), cache: cache).run(chapter)
    }

    /// The checks of each answer with their lines, or where and how it failed.
    private func texts(_ result: ExerciseResult) -> [String] {
        result.answers.map { result in
            let checks = result.checks.map { "\($0.line)\($0.passed ? "✓" : "✗")" }.joined(separator: " ")
            guard let failure = result.failure else { return checks }
            let position = failure.notes.first?.position
            return "\(failure.kind) \(position.map { "\($0.line):\($0.column)" } ?? "")"
        }
    }

    @Test func answersRunFromTheStateBeforeAndTheSolutionStays() async throws {
        let executed = try await run(Self.lesson)
        #expect(
            executed.exercises.map(texts) == [["11✗ 12✗", "11✓ 12✓", "trap 21:1", "compile 26:5"]])
        #expect(executed.results.map(\.printedText) == ["", "3 6\n"])
        #expect(executed.values.compactMap { if case .value(let value) = $0 { value.text } else { nil } } == ["3"])
    }

    @Test func resultsAreCachedAndMoveWithTheLesson() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lectern-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = ResultCache(folder: folder.path)
        let first = try await run(Self.lesson, cache: cache)
        let runs = Mutex(0)
        let moved = try Chapter(parsing: "Words\n\n" + Self.lesson, path: "lessons/x.md")
        let session = try ChapterSession(moved, toolchain: .find(), cache: cache) { _ in runs.withLock { $0 += 1 } }
        let executed = try await session.run(moved)
        #expect(runs.withLock(\.self) == 0)
        await session.end()
        #expect(
            executed.exercises.map(texts) == [["13✗ 14✗", "13✓ 14✓", "trap 23:1", "compile 28:5"]])
        #expect(first.moved(to: moved).exercises.map(texts) == executed.exercises.map(texts))
    }

    @Test func aSolutionThatFailsKeepsLaterCellsFromRunning() async throws {
        let executed = try await run(Self.lesson.replacing("n += 2", with: "n += nosuch"))
        #expect(!executed.succeeded)
        #expect(executed.exercises[0].keptFailure?.notes.first?.position == SourcePosition(line: 16, column: 6))
        #expect(executed.results[1].outcome == .notReached)
    }
}
