import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Testing

/// Cells that print in the midst of characters, and processes that flee.
@Suite(.timeLimit(.minutes(4))) struct LeftoverTests {
    private func run(_ text: String, rules: CellRules = CellRules()) async throws -> ExecutedChapter {
        try await CellEngine(toolchain: .find(), rules: rules).run(try Chapter(parsing: text, path: "lessons/x.md"))
    }

    @Test(arguments: ["é", "頁", "🎈"]) func outputIsNotCutInsideACharacter(character: String) async throws {
        for offset in 0..<character.utf8.count {
            var rules = CellRules()
            rules.outputLimit = 1000
            let executed = try await run(
                """
                ```swift cell
                print(String(repeating: "x", count: \(offset)) + String(repeating: "\(character)", count: 2000))
                ```
                """, rules: rules)
            let printed = executed.results[0].printedText
            #expect(printed.allSatisfy { $0 == "x" || String($0) == character }, "\(printed.suffix(3))")
            #expect((1000 - character.utf8.count + 1...1000).contains(printed.utf8.count))
        }
    }

    @Test func aCellThatIsMeantToFailMayFollowOneThatLeavesThreads() async throws {
        let executed = try await run(
            """
            ```swift cell
            import Foundation
            let kept = 7
            Thread.detachNewThread { while true { sleep(1) } }
            ```
            ```swift cell fails=trap
            print(kept)
            fatalError("stop")
            ```
            ```swift cell
            print(kept + 1)
            ```
            """)
        #expect(executed.succeeded, "\(executed.results)")
        #expect(executed.results.last?.printedText == "8\n")
    }

    /// Each lives for a moment only and forks the next: one look at the processes finds few of them alive.
    @Test func processesThatKeepForkingAreAllEnded() async throws {
        let executed = try await run(
            """
            ```swift cell
            import Glibc
            @_silgen_name("fork") func forkProcess() -> Int32
            let trace = open("trace", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            for _ in 0..<8 where forkProcess() == 0 {
              while true {
                if forkProcess() != 0 { _exit(0) }
                write(trace, "x", 1)
                usleep(2000)
              }
            }
            usleep(100_000)
            ```
            ```swift cell
            func traceSize() -> Int { Int(lseek(open("trace", O_RDONLY), 0, SEEK_END)) }
            let before = traceSize()
            usleep(500_000)
            print(before > 0, traceSize() - before)
            ```
            """)
        #expect(executed.succeeded, "\(executed.results)")
        #expect(executed.results.last?.printedText == "true 0\n")
    }
}
