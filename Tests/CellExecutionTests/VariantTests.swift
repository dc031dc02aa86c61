import CellExecution
import ChapterDocument
import FoundationEssentials
import Testing

/// Readers' variants of a chapter: where they run, and that they leave the chapter and each other alone.
@Suite(.timeLimit(.minutes(2))) struct VariantTests {
    private static let codes = ["var n = 1\nprint(n)", "n += 10\nprint(n)", "print(n * 2)", "print(n * 3)"]

    private func chapter() throws -> Chapter {
        let cells = Self.codes.map { "```swift cell\n\($0)\n```\n\n" }
        return try Chapter(parsing: cells.joined(), path: "x.md")
    }

    private func run(
        _ code: [Int: String], of reader: String, cell: Int, through last: Int? = nil, in session: ChapterSession
    ) async throws -> [String] {
        let variant = try chapter().replacing(code: code)
        try await session.run(variant: variant, of: reader, .cell(cell, through: last ?? cell)) {}
        let executed = try #require(await session.executedVariant(of: reader))
        return executed.results[...(last ?? cell)].map(\.printedText)
    }

    @Test func aVariantRunsInTheStateThatItsCellsLeave() async throws {
        let session = try ChapterSession(chapter(), toolchain: .find(), memoryLimit: 1 << 30)
        try await session.run(chapter())
        let ran = await session.ranCount
        // A cell alone; below a changed one; all below a changed one.
        #expect(try await run([2: "print(n * 5)"], of: "a", cell: 2, in: session) == ["1\n", "11\n", "55\n"])
        #expect(try await run([0: "var n = 2"], of: "a", cell: 2, in: session) == ["", "12\n", "24\n"])
        #expect(
            try await run([1: "n += 20"], of: "a", cell: 1, through: 3, in: session) == ["1\n", "", "42\n", "63\n"])
        // Readers do not see each other's changes, nor does the chapter.
        #expect(try await run([3: "print(n)"], of: "b", cell: 3, in: session).last == "11\n")
        let executed = try await session.run(chapter())
        #expect(executed.results.map(\.printedText) == ["1\n", "11\n", "22\n", "33\n"])
        #expect(await session.ranCount == ran)
        await session.end()
    }

    @Test func failuresNameTheVariantsLines() async throws {
        let session = try ChapterSession(chapter(), toolchain: .find(), memoryLimit: 1 << 30)
        let code = [1: "n += 10\n\nprint(m)", 2: "print(\"more\")\nlet a = [1]\nprint(a[n])"]
        #expect(try await run([1: code[1] ?? ""], of: "a", cell: 1, in: session) == ["1\n", ""])
        let compiled = try #require(await session.executedVariant(of: "a")).results[1].failure
        #expect(compiled?.kind == .compile)
        #expect(compiled?.notes.first?.position == SourcePosition(line: 9, column: 7))
        #expect(try await run([2: code[2] ?? ""], of: "a", cell: 2, in: session).last == "more\n")
        let trapped = try #require(await session.executedVariant(of: "a")).results[2].failure
        #expect(trapped?.kind == .trap)
        #expect(trapped?.notes.contains { $0.position?.line == 14 } == true, "\(String(describing: trapped))")
        await session.end()
    }

    @Test func aVariantMovesWhatStandsBelow() throws {
        let chapter = try chapter()
        let variant = chapter.replacing(code: [0: "var n = 1\r\nprint(n)\r\nprint(n)", 2: "print(n * 2)\n"])
        #expect(variant.cells[0].code == "var n = 1\nprint(n)\nprint(n)\n")
        for (old, new) in zip(chapter.cells, variant.cells).dropFirst() {
            #expect(new.code == old.code)
            #expect(new.range.start.line == old.range.start.line + 1 && new.codeStart.line == old.codeStart.line + 1)
        }
    }

    @Test func oneReaderWaitsForAnotherAndCanLeave() async throws {
        let session = try ChapterSession(chapter(), toolchain: .find(), memoryLimit: 1 << 30)
        try await session.run(chapter())
        async let endless = run([3: "while true {}"], of: "a", cell: 3, in: session)
        while await session.executedVariant(of: "a")?.results[3].outcome != .running(nil) {
            try await Task.sleep(for: .milliseconds(5))
        }
        let waiting = Task { try await run([3: "print(4)"], of: "b", cell: 3, in: session) }
        try await Task.sleep(for: .milliseconds(400))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(await session.stopVariant(of: "a"))
        _ = try await endless
        #expect(await session.executedVariant(of: "a")?.results[3].failure?.kind == .stopped)
        await session.forgetVariant(of: "a")
        #expect(await session.executedVariant(of: "a") == nil)
        #expect(try await run([3: "print(5)"], of: "b", cell: 3, in: session).last == "5\n")
        await session.end()
    }
}
