import CellExecution
import ChapterDocument
import FoundationEssentials
import SeededRandom
import Synchronization
import Testing

/// A chapter that is edited between runs: what runs again, and that results are always those of a run from the top.
@Suite(.timeLimit(.minutes(5))) struct ChapterSessionTests {
    private static let path = "lessons/x.md"

    private func chapter(_ codes: [String], prose: String = "", options: [Int: String] = [:]) throws -> Chapter {
        let cells = codes.enumerated().map { "\(prose)\n```swift cell\(options[$0] ?? "")\n\($1)\n```\n" }
        return try Chapter(parsing: cells.joined(), path: Self.path)
    }

    private func session(
        _ chapter: Chapter, memoryLimit: Int = 1 << 30, started: Started? = nil
    ) throws -> ChapterSession {
        try ChapterSession(chapter, toolchain: .find(), memoryLimit: memoryLimit) { event in
            if case .started(let cell) = event { started?.cells.withLock { $0.append(cell.index) } }
            if case .leftThreads(let cell) = event { started?.threads.withLock { $0.append(cell.index) } }
        }
    }

    /// The cells that started, in order.
    private final class Started: Sendable {
        let cells = Mutex<[Int]>([])
        let threads = Mutex<[Int]>([])

        func take() -> [Int] {
            cells.withLock { cells in
                defer { cells = [] }
                return cells
            }
        }
    }

    @Test func anEditRunsFromTheEditedCellOn() async throws {
        let started = Started()
        let codes = ["var n = 1", "n += 10\nprint(n)", "n += 100\nprint(n)", "print(n * 2)"]
        let session = try session(chapter(codes), started: started)
        _ = try await session.run(chapter(codes))
        #expect(started.take() == [0, 1, 2, 3])
        var edited = codes
        edited[2] = "n += 200\nprint(n)"
        let executed = try await session.run(chapter(edited))
        #expect(started.take() == [2, 3])
        #expect(executed.results.map(\.printedText) == ["", "11\n", "211\n", "422\n"])
        // The state after cell 2 is as it was, however often cells ran from it.
        let again = try await session.run(chapter(codes))
        #expect(again.results.map(\.printedText) == ["", "11\n", "111\n", "222\n"])
        await session.end()
    }

    @Test func proseAndDisplayRunNothing() async throws {
        let started = Started()
        let codes = ["let a = 1", "expect(a == 1, \"one\")", "fatalError(\"stop\")"]
        let session = try session(chapter(codes, options: [2: " fails=trap"]), started: started)
        let before = try await session.run(chapter(codes, options: [2: " fails=trap"]))
        _ = started.take()
        let after = try await session.run(
            chapter(codes, prose: "More\nwords.\n", options: [0: " hide", 2: " fails=trap"]))
        #expect(started.take().isEmpty)
        // Positions move with their cells.
        #expect(after.results[1].checks[0].line == before.results[1].checks[0].line + 4)
        let position: (ExecutedChapter) -> Int? = { executed in
            guard case .failedAsExpected(let failure) = executed.results[2].outcome else { return nil }
            return failure.notes[0].position?.line
        }
        #expect(try #require(position(after)) == (try #require(position(before))) + 6)
        await session.end()
    }

    /// Eight edits of a chapter of eight cells, chosen at random but always the same, each against a fresh run.
    @Test func resultsAreThoseOfARunFromTheTop() async throws {
        var random = SplitMix(seed: 20_260_214)
        func cell(_ index: Int) -> String {
            let number = Int.random(in: 1...9, using: &random)
            let bodies = [
                "n = n &* 31 &+ \(number)\nprint(n)", "print(Tensor.rand(\(number)))",
                "import Glibc\nlet f\(index) = fopen(\"log\", \"a\")\nfputs(\"\(number)\", f\(index))\nfclose(f\(index))",
                "import Foundation\nprint((try? String(contentsOfFile: \"log\", encoding: .utf8)) ?? \"none\")",
                "func value() -> Int { \(number) }", "print(value() + n)",
            ]
            return bodies[Int.random(in: 0..<bodies.count, using: &random)]
        }
        let first = ["var n = 7\nfunc value() -> Int { 0 }"]
        var codes = first + (1..<8).map(cell)
        let session = try session(chapter(codes), memoryLimit: 1 << 30)
        for round in 0..<5 {
            let index = Int.random(in: 1..<codes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where codes.count < 10: codes.insert(cell(round + 10), at: index)
            case 1 where codes.count > 5: codes.remove(at: index)
            default: codes[index] = cell(round + 10)
            }
            let edited = try await session.run(chapter(codes))
            let fresh = try await CellEngine(toolchain: .find()).run(chapter(codes))
            #expect(edited.results.map(\.outputs) == fresh.results.map(\.outputs), "round \(round): \(codes)")
            #expect(edited.succeeded == fresh.succeeded, "round \(round): \(codes)")
        }
        await session.end()
    }

    @Test func filesAreAsTheyWereBeforeTheCell() async throws {
        let write = "import Foundation\ntry \"two\".write(toFile: \"a\", atomically: true, encoding: .utf8)"
        let append = "print(try String(contentsOfFile: \"a\", encoding: .utf8))\n"
        let codes = [write, append + "try \"three\".write(toFile: \"a\", atomically: true, encoding: .utf8)"]
        let session = try session(chapter(codes))
        _ = try await session.run(chapter(codes))
        let executed = try await session.run(chapter([codes[0], codes[1] + "\nprint(2)"]))
        #expect(executed.results[1].printedText == "two\n2\n")
        await session.end()
    }

    @Test func missingStatesAreMadeAgain() async throws {
        let started = Started()
        let codes = ["var n = 1", "n += 1", "n += 1", "print(n)"]
        // No room for more than the newest state.
        let session = try session(chapter(codes), memoryLimit: 1, started: started)
        _ = try await session.run(chapter(codes))
        _ = started.take()
        let executed = try await session.run(chapter(["var n = 1", "n += 1", "n += 5", "print(n)"]))
        #expect(started.take() == [0, 1, 2, 3])
        #expect(executed.results[3].printedText == "7\n")
        await session.end()
    }

    @Test func threadsGoOnInTheNextCell() async throws {
        let started = Started()
        let codes = [
            "var n = 1",
            "import Glibc\nimport Foundation\nlet gate = DispatchSemaphore(value: 0)\nThread.detachNewThread { gate.wait(); n += 1; gate2.signal() }\nlet gate2 = DispatchSemaphore(value: 0)",
            "gate.signal()\ngate2.wait()\nprint(n)",
        ]
        let session = try session(chapter(codes), started: started)
        let executed = try await session.run(chapter(codes))
        #expect(executed.results[2].printedText == "2\n", "\(executed.results)")
        #expect(started.threads.withLock { $0 } == [1])
        _ = started.take()
        // The state after the cell with the thread is used up.
        let edited = try await session.run(chapter([codes[0], codes[1], codes[2] + "\nprint(\"again\")"]))
        #expect(started.take() == [1, 2])
        #expect(edited.results[2].printedText == "2\nagain\n")
        await session.end()
    }

    @Test func aCellThatIsNoLongerThereIsStopped() async throws {
        let codes = ["print(1)", "while true {}"]
        let session = try session(chapter(codes))
        let first = try chapter(codes)
        let endless = Task { try await session.run(first) }
        while true {
            if case .running = await session.executed.results.last?.outcome { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        try await session.run(chapter(["print(1)", "print(2)"]))
        let executed = try await endless.value
        #expect(executed.results.map(\.printedText) == ["1\n", "2\n"])
        await session.end()
    }

    @Test func aCellCanBeStoppedAndRunAgain() async throws {
        let started = Started()
        let codes = ["print(1)", "print(2)\nwhile true {}"]
        let session = try session(chapter(codes), started: started)
        let whole = try chapter(codes)
        let endless = Task { try await session.run(whole) }
        while await session.executed.results[1].printedText != "2\n" { try await Task.sleep(for: .milliseconds(10)) }
        await session.stop()
        let executed = try await endless.value
        #expect(executed.results[1].failure?.kind == .stopped)
        #expect(executed.results[1].printedText == "2\n")
        _ = started.take()
        // It stays stopped until it is asked for again.
        _ = try await session.run(whole)
        #expect(started.take().isEmpty)
        await session.forgetFailures()
        let again = Task { try await session.run(whole) }
        while started.cells.withLock({ $0 }) != [1] { try await Task.sleep(for: .milliseconds(10)) }
        await session.stop()
        _ = try await again.value
        await session.end()
    }

    /// Where the system had no room for one more process, say.
    @Test func aHostThatDidNotStartIsStartedAgain() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lectern-\(UInt64.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var toolchain = try Toolchain.find()
        let script = "#!/bin/sh\n[ -e \"$0.tried\" ] && exec \(toolchain.cellHost) \"$@\"\ntouch \"$0.tried\"\nexit 1\n"
        let program = folder.appending(path: "CellHost")
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        toolchain.cellHost = .init(program.path)

        let chapter = try chapter(["print(1)"])
        let session = try ChapterSession(chapter, toolchain: toolchain, memoryLimit: 1 << 30)
        await #expect(throws: SetupError.self) { try await session.run(chapter) }
        let executed = try await session.run(chapter)
        #expect(executed.results.map(\.printedText) == ["1\n"])
        await session.end()
    }
}
