import BrowserTesting
import CellMessages
import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// Parameters in the page: turned by keyboard, without a server; absent without scripts and on paper.
@Suite(.serialized)
struct ChoicesInBrowserTests {
    private static func executed() throws -> ExecutedChapter {
        func outputs(_ p: String, _ kind: String) -> [CellOutput] {
            [
                .text(.standardOutput, "p \(p), \(kind)\n"),
                .display(
                    id: 1,
                    .figure(
                        Figure(
                            title: "With \(p)",
                            panels: [.plot(Plot(series: [Series(name: "", x: [0, 1], y: [0, 1])]))]))),
            ]
        }
        var result = SampleChapter.ran(outputs("0.2", "a"))
        result.choices = [
            Choice(name: "p", labels: ["0.1", "0.2", "0.3"], isNumeric: true, start: 1),
            Choice(name: "kind", labels: ["a", "b"], isNumeric: false, start: 0),
        ]
        result.variants = result.choices.combinations.filter { $0 != [1, 0] }.map { chosen in
            let (p, kind) = (result.choices[0].labels[chosen[0]], result.choices[1].labels[chosen[1]])
            return CellVariant(
                chosen: chosen, outputs: outputs(p, kind),
                checks: [Check(name: "holds", passed: kind == "a", detail: "", line: 4)])
        }
        return try SampleChapter.executed("# T\n\n```swift cell id=c\nchoose()\n```\n", results: [0: result])
    }

    private func page() throws -> String { try ReportRenderer().render(try Self.executed()).html }

    private static let shown = Browser.Step.evaluate(
        """
        JSON.stringify([
            document.querySelector("#cell-c .outputs pre.text").textContent.trim(),
            document.querySelector("#cell-c .outputs figcaption").textContent,
            document.querySelector("#cell-c .choice output")?.textContent ?? "no control",
            document.querySelector("#cell-c .checks")?.textContent.trim() ?? "no checks"])
        """)

    private static func focus(_ selector: String) -> Browser.Step {
        .evaluate("document.querySelector('\(selector)').focus(), '\"\"'")
    }

    /// Waits for the controls, which come once the outputs are unpacked.
    private static let ready = Browser.Step.evaluate(
        """
        new Promise(resolve => { const look = () => document.querySelector(".choices").hidden ? setTimeout(look, 5) : resolve('""'); look(); })
        """)

    @Test func aReaderTurnsParametersByKeyboard() throws {
        let visit = try Browser().visit(
            try page(),
            steps: [
                Self.ready, Self.shown, Self.focus("#cell-c-choice-1"), .press("ArrowRight"), Self.shown,
                .press("Tab"), .press("ArrowRight"), Self.shown,
                Self.focus("#cell-c-choice-1"), .press("Home"), Self.shown, .press("ArrowRight"),
                Self.focus("#cell-c-choice-2-2"), .press("ArrowLeft"), Self.shown,
            ])
        let seen = try [1, 3, 4, 6, 8].map { try JSONDecoder().decode([String].self, from: visit.results[$0]) }
        #expect(seen[0] == ["p 0.2, a", "With 0.2", "0.2", "no checks"])
        #expect(seen[1] == ["p 0.3, a", "With 0.3", "0.3", "Passed holds"])
        #expect(seen[2] == ["p 0.3, b", "With 0.3", "0.3", "Failed holds"])
        #expect(seen[3] == ["p 0.1, b", "With 0.1", "0.1", "Failed holds"])
        #expect(seen[4] == seen[0])
        #expect(visit.console == [] && visit.requests == [])
    }

    @Test func withoutScriptsAndOnPaperTheStartIsShown() throws {
        let visit = try Browser(runsScripts: false).visit(try page(), steps: [Self.shown])
        let seen = try JSONDecoder().decode([String].self, from: visit.results[0])
        #expect(seen == ["p 0.2, a", "With 0.2", "no control", "no checks"])
        let text = try Paper.text(of: try page())
        #expect(text.contains("p 0.2, a") && !text.contains("kind"))
    }

    @Test(arguments: [1400, 390]) func axeFindsNothingWrong(width: Int) throws {
        for theme in [Browser.Theme.light, .dark] {
            #expect(try Checkers.axeFindings(try page(), theme: theme, width: width).isEmpty)
        }
    }

    @Test func whatIsTooLargeIsLeftOutAndSaid() throws {
        var executed = try Self.executed()
        var generator = SystemRandomNumberGenerator()
        executed.results[0].variants[0].outputs = [
            .text(
                .standardOutput,
                (0..<200_000).map { _ in String(UInt32.random(in: 0...UInt32.max, using: &generator)) }.joined())
        ]
        let report = try ReportRenderer().render(executed)
        #expect(!report.html.contains("data-outputs"))
        #expect(report.turningBytes == 0)
        #expect(report.warnings.first?.message.contains("the limit is 512 KB") == true)
        #expect(try ReportRenderer().render(try Self.executed()).turningBytes > 100)
    }
}
