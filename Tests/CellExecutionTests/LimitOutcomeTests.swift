import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Testing

/// A limit that was reached is how the cell ended, whatever it does from then on; and nothing that a cell does to the
/// processes around it takes the limits away.
@Suite(.timeLimit(.minutes(5)), .serialized) struct LimitOutcomeTests {
    private func failure(_ code: String, seconds: Int = 60, rules: CellRules = CellRules()) async throws -> CellFailure
    {
        let chapter = try Chapter(
            parsing: "```swift cell timeout=\(seconds)\nimport Foundation\n\(code)\n```\n", path: "lessons/x.md")
        let executed = try await CellEngine(toolchain: .find(), rules: rules).run(chapter)
        return try #require(executed.results[0].failure, "\(executed.results)")
    }

    @Test func aWaitThatTheLimitInterruptsIsNoSuccess() async throws {
        let failure = try await failure("let left = sleep(10)\nprint(\"unslept:\", left)", seconds: 1)
        #expect(failure.kind == .timeout, "\(failure)")
    }

    @Test func tooManyChildrenFailACellThatEndsAtOnce() async throws {
        let failure = try await failure(
            """
            for _ in 0..<100 { _ = try Process.run(URL(fileURLWithPath: "/bin/sleep"), arguments: ["60"]) }
            print("done")
            """)
        #expect(failure.kind == .limit && failure.notes[0].message.contains("--process-limit"), "\(failure)")
    }

    private static let memory = [
        // That of children, none of which needs so much by itself.
        """
        @_silgen_name("fork") func forkProcess() -> Int32
        for _ in 0..<4 where forkProcess() == 0 {
          let block = [UInt8](repeating: 1, count: 100 << 20)
          sleep(2)
          _exit(Int32(block[Int(getpid())]))
        }
        var status: Int32 = 0
        while wait(&status) > 0 {}
        print("done")
        """,
        // A file that is memory, in nobody's address space.
        """
        @_silgen_name("memfd_create") func makeMemoryFile(_ name: UnsafePointer<CChar>, _ flags: UInt32) -> Int32
        let file = makeMemoryFile("x", 0)
        let block = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<400 { write(file, block, block.count) }
        print("done")
        """,
        // A segment of System V's shared memory that is in nobody's address space either.
        """
        let segment = shmget(0, 400 << 20, 0o600)
        let address = shmat(segment, nil, 0)!
        memset(address, 1, 400 << 20)
        shmdt(address)
        print("done")
        """,
    ]

    @Test(arguments: memory) func memoryCountsWhereverItIs(code: String) async throws {
        var rules = CellRules()
        rules.memoryLimit = 256 << 20
        let failure = try await failure(code, rules: rules)
        #expect(failure.kind == .limit && failure.notes[0].message.contains("--memory-limit"), "\(failure)")
    }

    @Test func aStoppedParentDoesNotStopTheClock() async throws {
        let start = ContinuousClock.now
        let failure = try await failure("kill(getppid(), SIGSTOP)\nwhile true {}", seconds: 2)
        #expect(failure.kind == .timeout, "\(failure)")
        #expect(ContinuousClock.now - start < .seconds(40))
    }
}
