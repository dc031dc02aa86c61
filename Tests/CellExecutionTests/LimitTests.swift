import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Testing

/// The limits that cells are held to, and cells that damage what they run in: what is kept and what is said.
@Suite(.timeLimit(.minutes(4))) struct LimitTests {
    private func run(_ text: String, rules: CellRules = CellRules()) async throws -> ExecutedChapter {
        try await CellEngine(toolchain: .find(), rules: rules).run(try Chapter(parsing: text, path: "lessons/x.md"))
    }

    @Test func closingItsOutputDoesNotStopItFromPrinting() async throws {
        let executed = try await run(
            "```swift cell\nimport Glibc\nprint(1)\nfclose(stdout)\nclose(1)\nclose(2)\nprint(2)\n```\n```swift cell\nprint(3)\n```\n"
        )
        #expect(executed.results.map(\.printedText) == ["1\n2\n", "3\n"], "\(executed.results)")
    }

    @Test func outputIsCutAtItsLimitAndTheCellGoesOn() async throws {
        var rules = CellRules()
        rules.outputLimit = 1000
        let executed = try await run(
            "```swift cell\nfor n in 0..<100_000 { print(n) }\n```\n```swift cell\nprint(\"next\")\n```\n", rules: rules
        )
        #expect(executed.succeeded)
        #expect(executed.results[0].printedText.utf8.count == 1000)
        #expect(
            executed.results[0].outputs.last
                == .text(.standardError, "lectern: the output is cut off here, after 1 KB\n"))
        #expect(executed.results[1].printedText == "next\n")
    }

    @Test func outputPastTheStreamsIsCutToo() async throws {
        var rules = CellRules()
        rules.outputLimit = 1000
        let executed = try await run(
            """
            ```swift cell
            import Glibc
            let line = String(repeating: "x", count: 1_000_000)
            for _ in 0..<30 { write(1, line, 1_000_000) }
            ```
            """, rules: rules)
        #expect(executed.succeeded)
        #expect(executed.results[0].printedText.utf8.count == 1000)
    }

    @Test func displaysDoNotGrowWithoutBound() async throws {
        var rules = CellRules()
        rules.outputLimit = 4000
        let executed = try await run(
            "```swift cell\nfor n in 0..<1000 { show(table: [[\"row\", n]], columns: [\"a\", \"b\"]) }\n```\n",
            rules: rules)
        #expect(executed.succeeded)
        #expect(executed.results[0].outputs.count < 70)
        guard case .text(.standardError, let words)? = executed.results[0].outputs.last else {
            Issue.record("nothing is said about it")
            return
        }
        #expect(words.contains("left out"))
    }

    @Test func whatACellLeavesRunningIsEndedAndSaid() async throws {
        let executed = try await run(
            """
            ```swift cell
            import Glibc
            @_silgen_name("fork") func forkProcess() -> Int32
            if forkProcess() == 0 {
              setsid()
              if forkProcess() == 0 { while true { sleep(100) } }
              _exit(0)
            }
            usleep(100_000)
            ```
            ```swift cell
            print("next")
            ```
            """)
        #expect(executed.succeeded, "\(executed.results)")
        #expect(
            executed.results[0].outputs == [
                .text(.standardError, "lectern: a process that the cell left running was ended\n")
            ])
        #expect(executed.results[1].printedText == "next\n")
    }

    @Test func deletingTheWorkingFolderHarmsNoLaterCell() async throws {
        let executed = try await run(
            """
            ```swift cell
            import Foundation
            try? FileManager.default.removeItem(atPath: FileManager.default.currentDirectoryPath)
            print(1)
            ```
            ```swift cell
            try Data("x".utf8).write(to: URL(fileURLWithPath: "y"))
            print(FileManager.default.fileExists(atPath: "y"))
            ```
            """)
        #expect(executed.results.map(\.printedText) == ["1\n", "true\n"], "\(executed.results)")
    }
}
