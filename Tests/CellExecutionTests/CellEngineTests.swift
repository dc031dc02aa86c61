import CellExecution
import CellMessages
import ChapterDocument
import Testing

/// Real cells, compiled and run.
@Suite(.timeLimit(.minutes(5))) struct CellEngineTests {
    private func run(_ text: String) async throws -> ExecutedChapter {
        let chapter = try Chapter(parsing: text, path: "lessons/x.md")
        return try await CellEngine(toolchain: .find()).run(chapter)
    }

    /// A chapter of cells with nothing between them; each cell's code starts on the line after its fence.
    private func cells(_ codes: String..., options: String = "") -> String {
        codes.map { "```swift cell\(options)\n\($0)\n```\n" }.joined()
    }

    @Test func laterCellsSeeAndRedeclareEarlierNames() async throws {
        let executed = try await run(
            cells(
                "struct Net { var width = 3 }\nvar count = 1\nfunc twice(_ x: Int) -> Int { 2 * x }\nlet lr = 0.1",
                "count += 1\nprint(Net().width, count, twice(4))",
                "class Net { let depth = 7 }\nlet lr = \"new\"\nfunc twice(_ x: Int) -> Int { 20 * x }",
                "print(Net().depth, lr, twice(4), count)"))
        #expect(executed.results.map(\.printedText) == ["", "3 2 8\n", "", "7 new 80 2\n"])
        #expect(executed.succeeded)
    }

    /// The compiler would keep both types, and take neither name.
    @Test func aTypeInsideAnEarlierTypeIsReplacedWithThatTypeAlone() async throws {
        let executed = try await run(
            cells(
                "struct Outer { struct Inner {} }\nextension Outer { enum Kind { case a } }",
                "extension Outer {\n    struct Inner { var x = 1 }\n}"))
        let failure = try #require(executed.results[1].failure)
        #expect(failure.kind == .compile)
        #expect(failure.notes.first?.message == "an earlier cell declares the type `Inner` here already")
        #expect(failure.notes.first?.position == SourcePosition(line: 7, column: 12))
        #expect(failure.notes.last?.message == "to replace it, declare the type around it again, as a whole")

        let whole = try await run(
            cells(
                "struct Outer { struct Inner {} }", "struct Outer { struct Inner { var x = 1 } }",
                "extension Outer { struct Other { var inner: Inner } }",
                "let inner: Outer.Inner = Outer.Inner()\nprint(inner.x, Outer.Other(inner: inner).inner.x)"))
        #expect(whole.results.map(\.printedText) == ["", "", "", "1 1\n"])
    }

    @Test func importsCarryOnAndFoundationLinks() async throws {
        let executed = try await run(
            cells("import Foundation", "print(String(format: \"%.2f\", sqrt(2.0)))", "print([3, 1, 2].sorted())"))
        #expect(executed.results.map(\.printedText) == ["", "1.41\n", "[1, 2, 3]\n"])
    }

    @Test func printedTextKeepsItsOrder() async throws {
        let executed = try await run(
            cells(
                """
                import Foundation
                print("one")
                fputs("two\\n", stderr)
                print("three")
                FileHandle.standardError.write(Data("four\\n".utf8))
                print("five")
                FileHandle.standardOutput.write(Data("six\\n".utf8))
                """))
        #expect(
            executed.results[0].outputs == [
                .text(.standardOutput, "one\n"), .text(.standardError, "two\n"), .text(.standardOutput, "three\n"),
                .text(.standardError, "four\n"), .text(.standardOutput, "five\nsix\n"),
            ])
    }

    @Test func compilerErrorsNameTheChaptersPlace() async throws {
        let executed = try await run("# Title\n\n- item\n\n  ```swift cell\n  let a = 1\n  let b: Int = \"x\"\n  ```\n")
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == .compile)
        #expect(failure.notes.first?.position == SourcePosition(line: 7, column: 16))
        #expect(failure.notes.first?.message == "cannot convert value of type 'String' to specified type 'Int'")
    }

    struct Fault: Sendable {
        var code: String
        var kind: CellFailure.Kind
        var line: Int
        var message: String
    }

    @Test(arguments: [
        Fault(
            code: "@inline(never) func at(_ i: Int) -> Int {\n  let a = [1, 2]\n  return a[i]\n}\nprint(at(5))",
            kind: .trap, line: 4, message: "Fatal error: Index out of range"),
        Fault(
            code: "let p = 2.0\nprecondition(p <= 1, \"p is a probability\")", kind: .trap, line: 3,
            message: "Precondition failed: p is a probability"),
        Fault(
            code: "struct Broken: Error {}\nprint(1)\nthrow Broken()", kind: .thrown, line: 4,
            message: "an error was thrown and not caught: "),
        Fault(
            code: "import Glibc\nprint(1)\nexit(3)", kind: .exited, line: 4,
            message: "the cell ended its process: exit(3); a cell ends with its last line"),
        Fault(
            code:
                "struct E: Error {}\nfunc f(_ x: Int) throws -> Int {\n  if x > 0 { throw E() }\n  return x\n}\nprint(1)\nprint(try f(2))",
            kind: .thrown, line: 4, message: "an error was thrown and not caught: E()"),
        Fault(
            code: "import Glibc\nprint(1)\nabort()", kind: .trap, line: 4,
            message: "the cell aborted"),
        Fault(
            code:
                "import CellMessages\nprint(1)\nCellChannel.send(.progress(Progress(label: \"\", completed: .max, total: .max)))",
            kind: .trap, line: 4, message: "Fatal error: progress: "),
        Fault(
            code: "print(1)\nlet t = Tensor.zeros(3_000_000_000)\nprint(t.numel)", kind: .limit, line: 3,
            message: "the cell needs more than 4 GB of memory"),
        Fault(
            code: "print(1)\nawait withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }", kind: .trap,
            line: 2, message: "the cell waits for something that nothing is left to do"),
        Fault(
            code: "final class Box { var n = 1 }\nlet box = Box()\n"
                + "@inline(never) func change(_ x: inout Int, _ f: () -> Void) { f(); x += 1 }\n"
                + "@inline(never) func set(_ b: Box) { b.n = 3 }\nprint(1)\nchange(&box.n) { set(box) }",
            kind: .trap, line: 5, message: "Fatal access conflict detected: simultaneous accesses, but modification"),
        Fault(
            code: "func down(_ n: Int) -> Int { n == -1 ? 0 : down(n + 1) &+ n }\nprint(down(1))", kind: .trap, line: 2,
            message: ""),
    ]) func faultsNameTheChaptersPlace(fault: Fault) async throws {
        let executed = try await run(cells(fault.code, "print(2)"))
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == fault.kind)
        #expect(failure.notes.first?.position?.line == fault.line)
        #expect(failure.notes.first?.message.hasPrefix(fault.message) == true, "\(failure)")
        #expect(executed.results[1].outcome == .notReached)
        // What it printed before is kept, and the run-time's own words are no output.
        if fault.code.contains("print(1)\n") { #expect(executed.results[0].outputs == [.text(.standardOutput, "1\n")]) }
    }

    @Test func theCallThatLedToAFaultIsSaidToo() async throws {
        let executed = try await run(
            cells("@inline(never) func at(_ i: Int) -> Int {\n  [1, 2][i]\n}", "print(0)\nprint(at(5))"))
        let failure = try #require(executed.results[1].failure)
        #expect(failure.notes.map(\.position?.line) == [3, 8], "\(failure)")
        #expect(failure.notes.last?.message == "called from here")
    }

    /// The kernel shares its work with threads of its own, whose calls do not lead back to the lesson.
    @Test func aStopOnAThreadOfTheKernelNamesTheLessonsLine() async throws {
        let executed = try await run(
            cells(
                """
                import Foundation
                let done = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    _ = Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3))
                }
                done.wait()
                """))
        let failure = try #require(executed.results[0].failure)
        #expect(
            failure.kind == .trap && failure.notes[0].message.hasPrefix("Fatal error: matmul: shapes"), "\(failure)")
        #expect(failure.notes[0].position?.line == 5)
    }

    /// A thread whose calls are all outside of the lesson: then the place is where the cell itself is.
    @Test func aFaultOnAnotherThreadNamesTheLineThatTheCellIsAt() async throws {
        let executed = try await run(
            cells(
                """
                import Glibc
                typealias Start = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
                let start = unsafeBitCast(dlsym(nil, "abort"), to: Start.self)
                var thread = pthread_t()
                pthread_create(&thread, nil, start, nil)
                pthread_join(thread, nil)
                """))
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == .trap && failure.notes[0].message == "the cell aborted", "\(failure)")
        // Where it starts the thread, if the thread is quick, or where it waits for it.
        #expect(failure.notes[0].position.map { [6, 7].contains($0.line) } == true, "\(failure)")
    }

    @Test func signalsInTheMidstOfPrintingEndTheCell() async throws {
        let executed = try await run(
            cells(
                """
                import Glibc
                var timer = itimerval(
                    it_interval: timeval(tv_sec: 0, tv_usec: 0), it_value: timeval(tv_sec: 0, tv_usec: 20000))
                setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
                while true { fputs("some words\\n", stderr) }
                """, options: " timeout=20"))
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == .trap && failure.notes[0].message.contains("signal 14"), "\(failure)")
        // The cell's first line, where the signal met a call that cannot be followed back.
        let line = try #require(failure.notes[0].position?.line)
        #expect([2, 6].contains(line), "\(failure)")
    }

    @Test func whatTheCellSaysItselfIsNotTheRunTimesWord() async throws {
        let executed = try await run(
            cells("import Glibc\nfputs(\"Fatal error: mine\\n\", stderr)\nlet a = [1]\nprint(a[a.count + 1])"))
        let failure = try #require(executed.results[0].failure)
        #expect(failure.notes[0].message == "Fatal error: Index out of range", "\(failure)")
        #expect(executed.results[0].outputs == [.text(.standardError, "Fatal error: mine\n")])
    }

    @Test func anEndlessLoopIsStoppedWhereItIs() async throws {
        let executed = try await run(
            "```swift cell timeout=1\nprint(\"before\")\nvar n = 0\nwhile true {\n  n &+= 1\n}\n```\n")
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == .timeout)
        #expect((4...6).contains(failure.notes.first?.position?.line ?? 0))
        #expect(executed.results[0].printedText == "before\n")
        #expect(executed.results[0].seconds < 5)
    }

    @Test func expectedFailuresLeaveTheStateAsItWas() async throws {
        let executed = try await run(
            cells("var n = 1") + cells("n = 5\nfatalError(\"stop\")", options: " fails=trap")
                + cells("let s: Int = \"x\"", options: " fails=compile")
                + cells("struct E: Error {}\nthrow E()", options: " fails=throw") + cells("print(n)"))
        #expect(executed.succeeded, "\(executed.results)")
        #expect(executed.results[4].printedText == "1\n")
    }

    /// A fork has the calling thread only; a lock that another one holds would never be free again.
    @Test func aCellThatIsMeantToFailIsNotTriedWhileThreadsAreBusy() async throws {
        let thread = "import Foundation\nThread.detachNewThread { while true {} }"
        let executed = try await run(cells(thread) + cells("fatalError()", options: " fails=trap"))
        let failure = try #require(executed.results[1].failure)
        #expect(failure.notes.last?.message.contains("left threads that never wait") == true, "\(failure)")
    }

    @Test func aCellThatIsMeantToFailIsTriedBesideIdleThreads() async throws {
        let queue =
            "import Dispatch\nDispatchQueue.global().sync { print(1) }\nlet g = DispatchGroup()\nDispatchQueue.global().async(group: g) {}\ng.wait()"
        let executed = try await run(cells(queue) + cells("fatalError()", options: " fails=trap"))
        #expect(executed.succeeded, "\(executed.results)")
    }

    @Test(arguments: ["compile", "trap", "throw"])
    func notFailingAsMeantIsAFailure(way: String) async throws {
        let executed = try await run(cells("print(1)", options: " fails=\(way)"))
        #expect(executed.results[0].failure?.kind == .didNotFailAsExpected)
    }

    /// In a forked process, the thread that forked must not run Swift code that waits for another thread.
    @Test func threadsMayWaitForOneGlobal() async throws {
        let executed = try await run(
            """
            ```swift cell timeout=10
            import Dispatch
            import Glibc
            enum Slow { static let value: Int = { usleep(200_000); return 7 }() }
            DispatchQueue.concurrentPerform(iterations: 4) { _ in precondition(Slow.value == 7) }
            print(Slow.value)
            ```
            """)
        #expect(executed.results[0].printedText == "7\n", "\(executed.results[0])")
    }

    @Test func skippedCellsDoNotRun() async throws {
        let executed = try await run(cells("let a = nonsense", options: " skip") + cells("print(1)"))
        #expect(executed.results.map(\.outcome) == [.skipped, .succeeded])
    }

    @Test func extensionsProtocolsAndGenericsCrossCells() async throws {
        let executed = try await run(
            cells(
                "protocol Shape { func area() -> Double }\nextension Int { var squared: Int { self * self } }",
                "struct Box<T>: Shape { var content: T; func area() -> Double { 2 } }\nlet any: Any = Box(content: 3)",
                "print(3.squared, (any as? Shape)?.area() ?? -1, (any as! Box<Int>).content)"))
        #expect(executed.results[2].printedText == "9 2.0 3\n", "\(executed.results)")
    }
}
