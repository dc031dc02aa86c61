import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import Testing

/// Expressions in the prose, evaluated in the state after the last cell above them.
@Suite(.timeLimit(.minutes(5))) struct ProseValueTests {
    private func run(_ text: String, cache: ResultCache? = nil) async throws -> ExecutedChapter {
        let chapter = try Chapter(parsing: text, path: "lessons/x.md")
        return try await CellEngine(toolchain: .find(), cache: cache).run(chapter)
    }

    /// The values as text; for those that have none, the place and the reason.
    private func texts(_ executed: ExecutedChapter) -> [String] {
        executed.values.map { result in
            switch result {
            case .value(let value): value.text
            case .unknown: "unknown"
            case .failed(let failure):
                failure.notes.first.map { note in
                    "\(note.position.map { "\($0.line):\($0.column)" } ?? "?") \(note.message)"
                } ?? ""
            }
        }
    }

    @Test func aValueIsThatOfTheStateAboveIt() async throws {
        let executed = try await run(
            """
            [3](swift:1+2)

            ```swift cell
            struct Point { var x = 1 }
            var n = 1
            func next() async throws -> Int { n += 1; return n }
            ```

            [1](swift:n), [2](<swift:try await next() // and on>), [1](swift:n), [p](swift:[Point()]), [claim](<swift:n \\> 1>)

            ```swift cell skip
            n = 100
            ```

            [1](swift:n)

            ```swift cell
            print(n)
            ```

            ```swift cell
            let n = "new"
            ```

            [new](swift:n)
            """)
        #expect(texts(executed) == ["3", "1", "2", "1", "[Point(x: 1)]", "false", "1", "new"])
        #expect(executed.results.map(\.printedText) == ["", "", "1\n", ""])
        guard case .value(let claim) = executed.values[5] else { return #expect(Bool(false)) }
        #expect(claim.isTrue == false)
    }

    @Test func whatFailsIsToldAtItsPlaceAndStopsNothing() async throws {
        let executed = try await run(
            "```swift cell\nlet a = [1]\n```\n\n[1](swift:a[0]) [5](swift:a[5]) [1](swift:a[0])\n\n"
                + "```swift cell\nprint(a)\n```\n\n[1](swift:a[0]) [x](swift:missing) [y](swift:lost)\n")
        #expect(
            texts(executed) == [
                "1", "5:17 Fatal error: Index out of range", "1", "1",
                "11:17 cannot find 'missing' in scope", "11:36 cannot find 'lost' in scope",
            ])
        #expect(executed.succeeded)
        #expect(executed.results[1].printedText == "[1]\n")
    }

    @Test func brokenExpressionsLeaveTheOthersAlone() async throws {
        let executed = try await run(
            "```swift cell\nlet (a, b) = (true, false)\n```\n\n[it](<swift:a||!b>) [is](swift:a) [5](<swift:(2 + 3>) "
                + "[4](swift:2+2) [x](<swift:await missing()>) [6](swift:6)\n")
        let texts = texts(executed)
        #expect([1, 3, 5].map { texts[$0] } == ["true", "4", "6"], "\(texts)")
        #expect(texts[0].hasPrefix("5:1 "), "\(texts)")
        #expect(texts[2].hasPrefix("5:"), "\(texts)")
        #expect(texts[4].contains("cannot find 'missing' in scope"), "\(texts)")
    }

    @Test func anExpressionThatCrashesTheCompilerLeavesTheOthersAlone() async throws {
        let executed = try await run(
            "```swift cell\nlet a = 12\n```\n\n[12](swift:a) [99](<swift:{ struct S { }; return S() }()>) [13](swift:a+1)\n"
        )
        let texts = texts(executed)
        #expect(texts[0] == "12" && texts[2] == "13", "\(texts)")
        #expect(!texts[1].contains("␊"), "\(texts)")
    }

    @Test func tensorsWithoutDimensionsAreNumbersAndClaims() async throws {
        let executed = try await run(
            "```swift cell\nlet x = Tensor([1.5, 2])\n```\n\n[3.5](swift:x.sum()) [2](swift:x.countNonzero()) "
                + "[all](<swift:(x .\\> 1).all()>) [t](swift:x)\n")
        #expect(texts(executed) == ["3.5", "2", "true", "tensor([1.5000, 2.0000])"])
        guard case .value(let claim) = executed.values[2] else { return #expect(Bool(false)) }
        #expect(claim.isTrue == true)
    }

    @Test func belowAFailedCellNothingIsKnown() async throws {
        let executed = try await run(
            "[3](swift:3)\n\n```swift cell\nfatalError()\n```\n\n[4](swift:4)\n")
        #expect(texts(executed) == ["3", "unknown"])
    }

    @Test func threadsLeftRunningAreNoHindrance() async throws {
        let executed = try await run(
            """
            ```swift cell
            import Foundation
            var n = 1
            Thread.detachNewThread { while true { sleep(1) } }
            ```

            [1](swift:n)

            ```swift cell
            n += 1
            print(n)
            ```

            [2](swift:n)
            """)
        #expect(texts(executed) == ["1", "2"])
        #expect(executed.results[1].printedText == "2\n")
    }

    @Test func aChangedExpressionRunsNoCell() async throws {
        func chapter(_ expression: String) throws -> Chapter {
            try Chapter(
                parsing:
                    "```swift cell\nvar n = 1\n```\n\nText [1](swift:\(expression))\n\n```swift cell\nn += 1\n```\n",
                path: "lessons/x.md")
        }
        let session = try ChapterSession(chapter("n"), toolchain: .find(), memoryLimit: 1 << 30)
        #expect(texts(try await session.run(chapter("n"))) == ["1"])
        #expect(await session.ranCount == 2)
        #expect(texts(try await session.run(chapter("n*7"))) == ["7"])
        #expect(await session.ranCount == 2)
        await session.end()
    }

    @Test func valuesAreCached() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "values-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = ResultCache(folder: folder.path)
        let text = "```swift cell\nlet n = UInt64.random(in: 0 ... .max)\n```\n\n[x](swift:n) [y](swift:missing)\n"
        let first = try await run(text.replacing(" [y](swift:missing)", with: ""), cache: cache)
        let second = try await run(text.replacing(" [y](swift:missing)", with: " and more"), cache: cache)
        #expect(texts(first) == texts(second))
        // What failed is tried again.
        #expect(texts(try await run(text, cache: cache))[1].hasSuffix("cannot find 'missing' in scope"))
    }
}
