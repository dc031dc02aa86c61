import CellMessages
import ChapterDocument
import OutputVerification
import Testing

/// A chapter is OK when every cell does what the page says and every check holds.
@Suite struct VerdictTests {
    private func verdict(
        _ text: String, strict: Bool = false, change: (inout CellResult) -> Void
    ) throws -> ChapterVerdict {
        var executed = try Lesson.run(text, printing: [""])
        change(&executed.results[0])
        return ChapterVerdict(verifying: executed, isStrict: strict)
    }

    private func printing(_ text: String) -> [CellOutput] { [.text(.standardOutput, text)] }

    private let failure = CellFailure(
        kind: .trap, notes: [.init(position: .init(line: 2, column: 3), message: "Index out of range")])

    @Test func aCellNamesItsPlaces() throws {
        let verdict = try verdict("\n" + Lesson.documenting("a")) { $0.outputs = printing("a") }
        let cell = verdict.cells[0]
        #expect(cell.name == "net" && cell.line == 2 && cell.outputLine == 5)
        #expect(cell.verdict == .matched(OutputMatch(comparison: .exact)))
        #expect(verdict.isOK)
    }

    @Test func wildcardsAndTheWayOfComparingAreTold() throws {
        let match = try verdict(Lesson.documenting("a[..]\n...", options: "tolerance=0.1")) {
            $0.outputs = printing("a")
        }
        #expect(
            match.cells[0].verdict == .matched(OutputMatch(comparison: .tolerance(0.1), hasWildcards: true)))
    }

    @Test func onlyStandardOutputIsCompared() throws {
        let verdict = try verdict(Lesson.documenting("ab")) {
            $0.outputs = [
                .text(.standardOutput, "a"), .text(.standardError, "remark"),
                .display(id: 1, .table(Table(columns: [], rows: []))), .text(.standardOutput, "b\n"),
            ]
        }
        #expect(verdict.isOK)
    }

    @Test func strictAsksForAnOutputAfterEveryCellThatPrints() throws {
        let text = "```swift cell\n```\n"
        #expect(try verdict(text) { $0.outputs = printing("a") }.isOK)
        let strict = try verdict(text, strict: true) { $0.outputs = printing("a") }
        #expect(!strict.isOK)
        #expect(strict.findings.map(\.kind) == [.undocumented])
        #expect(try verdict(text, strict: true) { $0.outputs = printing(" \n") }.isOK)
        #expect(
            try verdict(Lesson.documenting("x", options: "illustrative"), strict: true) { $0.outputs = printing("a") }
                .isOK)
    }

    @Test func checksCountForThemselves() throws {
        let verdict = try verdict(Lesson.documenting("a")) {
            $0.outputs = printing("a")
            $0.checks = [
                Check(name: "fine", passed: true, detail: "", line: 2),
                Check(name: "accuracy", passed: false, detail: "0.853, expected 0.86 ± 0.002", line: 3),
            ]
        }
        #expect(!verdict.isOK)
        #expect(verdict.counts.matched == 1 && verdict.counts.passedChecks == 1 && verdict.counts.failedChecks == 1)
        let finding = try #require(verdict.findings.first)
        #expect(finding.position == SourcePosition(line: 3))
        #expect(finding.message == "the check `accuracy` does not hold: 0.853, expected 0.86 ± 0.002")
    }

    @Test func failuresAreFindingsAtTheirPlace() throws {
        let verdict = try verdict(Lesson.documenting("a")) { $0.outcome = .failed(failure) }
        #expect(!verdict.isOK)
        #expect(verdict.findings.map(\.message) == ["cell `net` crashed: Index out of range"])
        #expect(verdict.findings.map(\.position) == [SourcePosition(line: 2, column: 3)])
    }

    @Test func cellsMeantToFailAreComparedToo() throws {
        let text = Lesson.documenting("before").replacing("id=net", with: "fails=trap")
        let good = try verdict(text) {
            $0.outcome = .failedAsExpected(failure)
            $0.outputs = printing("before")
        }
        #expect(good.isOK && good.cells[0].verdict == .failedAsExpected(failure))
        let bad = try verdict(text) {
            $0.outcome = .failedAsExpected(failure)
            $0.outputs = printing("other")
        }
        #expect(!bad.isOK && bad.counts.differing == 1)
    }

    @Test func unreachedCellsAreNotOKAndSkippedOnesAre() throws {
        #expect(try !verdict(Lesson.documenting("a")) { $0.outcome = .notReached }.isOK)
        #expect(try verdict(Lesson.documenting("a")) { $0.outcome = .skipped }.isOK)
    }

    @Test func unreadableChaptersAreNotOK() {
        let error = ChapterError([Diagnostic(path: "x.md", position: .init(line: 3), message: "broken")])
        let verdict = ChapterVerdict(unreadable: "x.md", because: error)
        #expect(!verdict.isOK)
        #expect(verdict.findings.map(\.message) == ["broken"])
    }

    @Test func countsAreInWords() throws {
        let cells: [CellVerdict] = [
            .matched(OutputMatch(comparison: .exact)), .matched(OutputMatch(comparison: .digits)), .illustrative,
            .undocumented(printed: true), .undocumented(printed: false), .skipped, .notRun, .failed(failure),
            .failedAsExpected(failure),
        ]
        let verdict = ChapterVerdict(
            path: "c.md", cells: cells.map { ChapterVerdict.Cell(name: "c", line: 1, verdict: $0) })
        let counts = VerdictCounts([verdict])
        #expect(counts.cells == 9 && counts.silent == 1)
        #expect(
            counts.sentence
                == "2 outputs match, 1 output is an example, 1 cell prints without a documented output, 1 cell failed, "
                + "1 cell failed as it was meant to, 1 cell skipped, 1 cell not run")
        #expect(VerdictCounts().sentence == "no cells")
    }
}
