import CellMessages
import ChapterDocument
import OutputVerification
import ReportRendering
import Testing

/// Cells: how their options, their ends and their outputs show.
struct CellTests {
    private func html(_ options: String, _ result: CellResult, output: String = "") throws -> String {
        try SampleChapter.html("# T\n\n```swift cell \(options)\nlet x = 1\n```\n\(output)", results: [0: result])
    }

    private let printed = SampleChapter.ran([.text(.standardOutput, "printed\n")])

    @Test func optionsDecideWhatIsShown() throws {
        #expect(try html("", printed).contains("language-swift"))
        #expect(try html("fold", printed).contains("<summary>Show the code</summary>"))
        let hidden = try html("hide", printed)
        #expect(!hidden.contains("language-swift"))
        #expect(hidden.contains(">printed"))
        let quiet = try html("quiet", printed)
        #expect(quiet.contains("language-swift"))
        #expect(!quiet.contains(">printed"))
    }

    /// Prism would take seconds for it.
    @Test(arguments: [String(repeating: "let x = 1\n", count: 20_000), String(repeating: "1 - ", count: 1000)])
    func veryMuchCodeIsShownWithoutColours(code: String) throws {
        let html = try SampleChapter.html("# T\n\n```swift cell\n\(code)\n```\n")
        #expect(html.contains(code))
        #expect(!html.contains("class=\"token"))
    }

    @Test func aCheckThatFailsIsShownEvenInAQuietCell() throws {
        let checks = [
            Check(name: "holds", passed: true, detail: "", line: 4),
            Check(name: "breaks", passed: false, detail: "1, expected 2", line: 4),
        ]
        let quiet = try html("quiet", SampleChapter.ran([], checks: checks))
        #expect(!quiet.contains("> holds"))
        #expect(quiet.contains("> breaks<span class=\"detail\"> 1, expected 2</span>"))
    }

    @Test func endsAreTold() throws {
        let failure = CellFailure(
            kind: .trap, notes: [.init(position: SourcePosition(line: 4, column: 9), message: "Index out of range")])
        let failed = try html("", CellResult(outcome: .failed(failure)))
        #expect(failed.contains("Failed: stopped at a run-time error"))
        #expect(failed.contains("<span class=\"marked-line\" style=\"top:calc(1.6em * 0)\"></span>"))
        #expect(failed.contains("<span class=\"place\">sample.md:4: </span>Index out of range"))
        let expected = try html("fails=trap", CellResult(outcome: .failedAsExpected(failure)))
        #expect(expected.contains("Fails, as it is meant to"))
        let skipped = try html("skip", CellResult(outcome: .skipped), output: "\n```output\ndocumented\n```\n")
        #expect(skipped.contains("Not run"))
        #expect(skipped.contains(">documented\n</pre>"))
        #expect(!skipped.contains(" ms</p>"))
    }

    @Test func streamsStayInOrderAndApart() throws {
        let result = SampleChapter.ran([
            .text(.standardOutput, "one\n"), .text(.standardError, "two\n"), .text(.standardOutput, "three\n"),
        ])
        let html = try self.html("", result)
        let words = html.matches(of: />(one|two|three)\n</).map { String($0.1) }
        #expect(words == ["one", "two", "three"])
        #expect(html.components(separatedBy: "class=\"error-stream\"").count == 2)
    }

    @Test func cellsLinkToTheirLines() throws {
        let executed = try SampleChapter.executed("# T\n\n```swift cell id=first\nlet x = 1\n```\n")
        let html = try ReportRenderer().render(
            executed, options: ReportOptions(sourceAddress: "../chapters/sample.md")
        ).html
        #expect(html.contains("<a href=\"../chapters/sample.md#L4\">sample.md:4</a>"))
        #expect(html.contains("id=\"cell-first\""))
    }

    @Test func theSummarySaysWhatWasCompared() throws {
        let executed = try SampleChapter.executed(
            """
            # T

            ```swift cell id=good
            print(1)
            ```

            ```output
            1
            ```

            ```swift cell id=bad
            print(0.5)
            ```

            ```output tolerance=0.1
            0.8
            ```
            """,
            results: [
                0: SampleChapter.ran([.text(.standardOutput, "1\n")]),
                1: SampleChapter.ran([.text(.standardOutput, "0.5\n")]),
            ])
        let html = try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed)).html
        #expect(html.contains("✗ 1 of 2 documented outputs match what the cells printed."))
        #expect(html.contains("<a href=\"#cell-good\">good</a>"))
        #expect(html.contains("✓ printed exactly as documented"))
        #expect(html.contains("✗ differs from the documented output at line 16"))
        #expect(html.contains("<del>− 0.8</del>"))
        #expect(html.contains("<ins>+ 0.5</ins>"))
        #expect(!(try ReportRenderer().render(executed).html.contains("verification\"")))
    }

    @Test func manyChecksThatHoldAreSummedUp() throws {
        let checks = (1...6).map { Check(name: "check \($0)", passed: $0 != 3, detail: "", line: 4) }
        let executed = try SampleChapter.executed(
            "# T\n\n```swift cell\nlet x = 1\n```\n", results: [0: SampleChapter.ran([], checks: checks)])
        let html = try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed)).html
        #expect(html.contains("✗ 5 of 6 checks hold."))
        #expect(html.contains("✓ 5 checks hold"))
        #expect(html.contains("<summary class=\"verdict\">5 checks hold</summary>"))
        #expect(html.contains("✗ check 3"))
        #expect(!html.contains("✓ check 4"))
        #expect(html.contains("<span class=\"verdict\">Failed</span> check 3"))
    }
}
