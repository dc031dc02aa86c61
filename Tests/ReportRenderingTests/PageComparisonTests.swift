import CellMessages
import ChapterDocument
import OutputVerification
import ReportRendering
import Testing

/// A report beside what its lesson gives when it is run again.
@Suite struct PageComparisonTests {
    /// A lesson whose outputs may be others each time, within its own rules.
    private static let lesson = """
        # Times

        ```swift cell id=rate
        let rate = 0.861
        print("rate", rate)
        ```
        ```output tolerance=0.02
        rate 0.86
        ```

        The rate is [0.86](<swift:rate + 0.001>).

        ```swift cell id=steps
        train()
        ```
        ```output figures=...
        step 1
        ...
        took [..] ms
        ```

        ```swift cell
        print(Date())
        ```
        ```output illustrative
        today
        ```

        """

    /// The lesson after a run that gave this rate and time.
    private func run(rate: Double, milliseconds: Int, title: String) throws -> ExecutedChapter {
        let printed = ["rate \(rate)\n", "step 1\nstep 2\ntook \(milliseconds) ms\n", "day \(milliseconds)\n"]
        var results = printed.map { text in
            var result = CellResult(outcome: .succeeded)
            result.outputs = [.text(.standardOutput, text)]
            return result
        }
        let series = Series(name: "time", x: [0, 1], y: [1, Double(milliseconds)])
        results[1].outputs.append(
            .display(id: 1, .figure(Figure(title: title, panels: [.plot(Plot(series: [series]))]))))
        let value = EvaluatedValue(index: 0, text: "\(rate + 0.001)")
        return ExecutedChapter(
            chapter: try Chapter(parsing: Self.lesson, path: "a.md"), results: results, values: [.value(value)])
    }

    private func differences(part: String, forged: String) throws -> [String] {
        let renderer = ReportRenderer()
        let first = try run(rate: 0.861, milliseconds: 7, title: "Any")
        let carried = CarriedLesson(of: first, files: [])
        let report = try renderer.render(
            first, verdict: ChapterVerdict(verifying: first), options: ReportOptions(lesson: carried)
        ).html
        let range = try #require(report.firstRange(of: part))
        let again = try run(rate: 0.859, milliseconds: 9, title: "Other")
        let page = report.replacingCharacters(in: range, with: forged)
        return try renderer.differences(of: page, from: again, carrying: carried).map(\.sentence)
    }

    @Test(arguments: [
        ("rate 0.861\n", "rate 0.87\n"), ("+ 0.001 = 0.862", "+ 0.001 = 0.864"), ("took 7 ms", "took 8 ms"),
        ("step 2\n", "step 2\nstep 3\n"), ("day 7", "someday"), (">Any<", ">Another<"),
    ]) func whatTheLessonAllowsIsNoDifference(part: String, forged: String) throws {
        #expect(try differences(part: part, forged: forged) == [])
    }

    @Test(arguments: [
        ("rate 0.861\n", "rate 0.95\n", "cell `rate`: the page shows “rate 0.95”, which its lesson does not allow"),
        ("rate 0.861\n", "rate 0.861\nall is well\n", "cell `rate`: the page shows “all is well”"),
        ("rate 0.861\n", "rate <b>0.861</b>\n", "which its lesson does not allow"),
        ("rate 0.861\n", "rate <!-- 0.95 -->0.861\n", "which its lesson does not allow"),
        ("+ 0.001 = 0.862", "+ 0.001 = 0.9", "the page is not made as its lesson would be at “The rate is 0.86✓.”"),
        ("took 7 ms", "took no time", "cell `steps`: the page shows “took no time”"),
        ("<p class=\"cell-facts\">", "<p>Well done</p><p class=\"cell-facts\">", "Well done"),
        (">train<", ">trick<", "the page says “trick()” where its lesson says “train()”"),
        ("</figure>", "<script>x</script></figure>", "x"),
    ]) func whatItDoesNotAllowIs(part: String, forged: String, message: String) throws {
        let differences = try differences(part: part, forged: forged)
        #expect(differences.contains { $0.contains(message) }, "\(differences)")
    }
}
