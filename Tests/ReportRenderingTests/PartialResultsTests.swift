import CellMessages
import ChapterDocument
import ReportRendering
import Testing

/// Pages of chapters whose cells are still running, and pages that a program serves.
struct PartialResultsTests {
    private let text = """
        # T

        Words.

        ```swift cell id=first
        print(1)
        ```

        ```swift cell hide
        print(2)
        ```

        ![](none.png)

        $$ x $$

        - item

        ```swift cell
        print(3)
        ```
        """

    private func outcome(_ outcome: CellResult.Outcome, printed: String = "") -> CellResult {
        var result = CellResult(outcome: outcome)
        if !printed.isEmpty { result.outputs = [.text(.standardOutput, printed)] }
        return result
    }

    @Test func aPageShowsHowFarItsCellsHaveCome() throws {
        let progress = Progress(label: "epoch 3", completed: 30, total: 100)
        let html = try SampleChapter.html(
            text, results: [1: outcome(.running(progress), printed: "so far\n"), 2: outcome(.waiting)])
        #expect(html.contains("<div class=\"cell running\" id=\"cell-2\""))
        #expect(html.contains("so far"))
        #expect(html.contains("<progress value=\"30\" max=\"100\" aria-label=\"epoch 3\">"))
        #expect(html.contains("sample.md:10 · running"))
        #expect(html.contains("<div class=\"cell waiting\" id=\"cell-3\""))
        #expect(html.contains("· waiting to run"))
    }

    @Test func everyBlockIsOneElementWhateverItsCellDid() throws {
        let failure = CellFailure(kind: .compile, notes: [.init(position: SourcePosition(line: 10), message: "no")])
        let outcomes: [CellResult.Outcome] = [
            .succeeded, .waiting, .running(nil), .failed(failure), .notReached, .skipped, .failedAsExpected(failure),
        ]
        for outcome in outcomes {
            let html = try SampleChapter.html(text, results: [1: self.outcome(outcome)])
            let main = try #require(html.firstMatch(of: /(?s)<main[^>]*>(.*)<\/main>/))
            #expect(elements(of: String(main.1)) == ["p", "div", "div", "figure", "div", "ul", "div"])
        }
    }

    @Test func codeIsShownWhereItFailedEvenIfItIsHidden() throws {
        let failure = CellFailure(
            kind: .compile, notes: [.init(position: SourcePosition(line: 10), message: "cannot find it")])
        let html = try SampleChapter.html(text, results: [1: outcome(.failed(failure))])
        #expect(html.components(separatedBy: "class=\"language-swift\"").count == 4)
        #expect(html.contains("<span class=\"marked-line\" style=\"top:calc(1.6em * 0)\">"))
        #expect(html.contains("Failed: does not compile"))
        #expect(html.contains("<span class=\"place\">sample.md:10: </span>cannot find it"))
    }

    @Test func onlyAServedPageMayTalkWithItsServer() throws {
        let executed = try SampleChapter.executed("# T\n\nWords.\n")
        let alone = try ReportRenderer().render(executed).html
        #expect(!alone.contains("connect-src"))
        let service = PageService(head: "<meta name=\"x\" content=\"y\">", body: "<script>live()</script>")
        let served = try ReportRenderer().render(executed, options: ReportOptions(service: service)).html
        #expect(served.contains("; connect-src &#39;self&#39;\">"))
        let head = try #require(served.range(of: "</head>")?.lowerBound)
        let extra = try #require(served.range(of: service.head)?.lowerBound)
        #expect(extra < head)
        #expect(served.contains("<script>live()</script>\n</body>"))
    }

    /// The names of the top elements in `markup`, in order.
    private func elements(of markup: String) -> [String] {
        var depth = 0
        var names: [String] = []
        for tag in markup.matches(of: /<(\/?)([a-z][a-z0-9]*)[^>]*>/) {
            if !tag.1.isEmpty { depth -= 1; continue }
            if depth == 0 { names.append(String(tag.2)) }
            if !["img", "br", "hr", "input"].contains(tag.2) { depth += 1 }
        }
        return names
    }
}
