import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import Synchronization
import Testing

/// A cell with parameters runs for every combination of their values, each time from the state before it.
@Suite(.timeLimit(.minutes(5))) struct TurningTests {
    private static let lesson = """
        ```swift cell
        import Foundation
        var runs = 0
        ```

        ```swift cell
        runs += 1
        let p = choose("p", from: [0.2, 0.5], start: 0.5)
        let kind = choose("kind", from: ["a", "b"], start: "a")
        print(p, kind, runs, FileManager.default.fileExists(atPath: "f.txt"), Tensor.rand(1).item())
        try kind.write(toFile: "f.txt", atomically: true, encoding: .utf8)
        expect(p < 1, "below one")
        ```

        ```swift cell
        print(p, kind, runs, try String(contentsOfFile: "f.txt", encoding: .utf8))
        ```

        """

    private func run(
        _ text: String, cache: ResultCache? = nil, report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) async throws -> ExecutedChapter {
        let chapter = try Chapter(parsing: text, path: "x.md")
        return try await CellEngine(toolchain: .find(), cache: cache).run(chapter, report: report)
    }

    private func text(_ outputs: [CellOutput]) -> String {
        outputs.reduce(into: "") { if case .text(_, let piece) = $1 { $0 += piece } }
    }

    @Test func everyCombinationRunsFromTheStateBefore() async throws {
        let told = Mutex<[Int]>([])
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lectern-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = ResultCache(folder: folder.path)
        let executed = try await run(Self.lesson, cache: cache) { event in
            if case .turning(_, let runs, _) = event { told.withLock { $0.append(runs) } }
        }
        let result = executed.results[1]
        let number = try #require(result.printedText.split(separator: " ").last)
        #expect(result.printedText == "0.5 a 1 false \(number)")
        #expect(result.variants.map(\.chosen) == [[0, 0], [0, 1], [1, 1]])
        // The random streams go on from where they were, and files are as they were.
        #expect(
            result.variants.map { text($0.outputs) } == ["0.2 a", "0.2 b", "0.5 b"].map { "\($0) 1 false \(number)" })
        #expect(result.variants.map(\.checks.count) == [1, 1, 1])
        #expect(executed.results[2].printedText == "0.5 a 1 a\n")
        #expect(told.withLock(\.self) == [3])

        let again = try await run(Self.lesson, cache: cache) { _ in Issue.record("something runs again") }
        #expect(again.results == executed.results)
        var changed = executed
        changed.results[1].variants[2].outputs = []
        #expect(changed.outputDigest != executed.outputDigest)
    }

    @Test(arguments: [
        ("start: 0.5", "start: 0.4", "choose: `p` starts from 0.4, which is none of its values"),
        ("[0.2, 0.5]", "[0.5]", "choose: `p` has nothing to choose from"),
        ("[0.2, 0.5]", "[0.5, 0.2, 0.5]", "choose: two values of `p` look the same"),
        ("[0.2, 0.5]", "(0...99).map { Double($0) / 100 }", "choose: `p` has 100 values; the limit is 64"),
        (
            "[\"a\", \"b\"]", "(0...40).map { $0 == 0 ? \"a\" : \"a\\($0)\" }",
            "the parameters have 82 combinations; the limit is 64"
        ),
        ("expect(p < 1, \"below one\")", "precondition(p > 0.3, \"too small\")", "too small"),
    ]) func whatCannotBeTurnedFails(old: String, new: String, message: String) async throws {
        let executed = try await run(Self.lesson.replacing(old, with: new))
        let notes = executed.results[1].failure?.notes ?? []
        #expect(notes.first?.message.contains(message) == true, "\(notes)")
        if message == "too small" {
            #expect(notes.last?.text == "note: this is so with p = 0.2, kind = a")
            #expect(notes.first?.position?.line == 12)
        }
        #expect(executed.results[2].outcome == .notReached)
    }
}
