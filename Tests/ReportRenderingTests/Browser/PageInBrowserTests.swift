import BrowserTesting
import ChapterDocument
import Foundation
import OutputVerification
import ReportRendering
import Testing

/// What a reader's browser makes of a page, with the network off.
@Suite(.serialized)
struct PageInBrowserTests {
    private struct Findings: Decodable {
        var formulas: [Double]
        var fonts: [String]
        var missingFonts: [String]
        var curves: [Double]
        var tabPanels: [Bool]
        var pageWidth: Double
        var windowWidth: Double
        var background: String
        var backgroundAfterToggle: String
    }

    private static let script = """
        (async () => {
        await document.fonts.ready;
        const seen = nodes => [...nodes].map(node => node.getBoundingClientRect());
        const background = () => getComputedStyle(document.documentElement).backgroundColor;
        const before = background();
        document.getElementById("theme").click();
        return JSON.stringify({
            formulas: seen(document.querySelectorAll(".katex-html")).map(box => box.width * box.height),
            fonts: [...document.fonts].map(font => font.family),
            missingFonts: [...document.fonts].filter(font => font.status === "error").map(font => font.family),
            curves: seen(document.querySelectorAll(".plot path.line")).map(box => box.width),
            tabPanels: seen(document.querySelectorAll(".panel")).map(box => box.height > 0),
            pageWidth: document.documentElement.scrollWidth, windowWidth: innerWidth,
            background: before, backgroundAfterToggle: background(),
        });
        })()
        """

    private func look(_ browser: Browser) throws -> Findings {
        let executed = try FullSample.executed()
        let report = try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed))
        let visit = try browser.visit(report.html, scripts: [Self.script])
        #expect(visit.console.isEmpty)
        #expect(visit.requests.isEmpty)
        return try JSONDecoder().decode(Findings.self, from: try #require(visit.results.first))
    }

    @Test func formulasAndCurvesAreVisibleWithoutANetwork() throws {
        let findings = try look(Browser())
        #expect(findings.formulas.count == 7)
        #expect(findings.formulas.allSatisfy { $0 > 20 })
        #expect(findings.fonts.contains("KaTeX_AMS"))
        #expect(findings.missingFonts.isEmpty)
        #expect(findings.curves.filter { $0 > 200 }.count >= 3)
        #expect(findings.tabPanels == [true, false])
    }

    @Test func theThemeFollowsTheSystemAndTheButton() throws {
        let light = try look(Browser(theme: .light))
        let dark = try look(Browser(theme: .dark))
        #expect(light.background == "rgb(255, 255, 255)")
        #expect(dark.background != light.background)
        #expect(light.backgroundAfterToggle == dark.background)
        #expect(dark.backgroundAfterToggle == light.background)
    }

    /// The highlighter has a class `code` of its own for code inside Markdown.
    @Test func everyBlockOfCodeHasOneButton() throws {
        let chapter = try Chapter(
            parsing: "```markdown\nA `piece` of `code`.\n```\n\n```python\nx = 1\n```\n", path: "x.md")
        let report = try ReportRenderer().render(ExecutedChapter(chapter: chapter, results: []))
        let script = "JSON.stringify(document.querySelectorAll(\".copy\").length)"
        let visit = try Browser().visit(report.html, scripts: [script])
        #expect(visit.results == [Data("2".utf8)])
    }

    @Test func thePageWorksWithoutItsScripts() throws {
        let findings = try look(Browser(runsScripts: false))
        #expect(findings.formulas.allSatisfy { $0 > 20 })
        #expect(findings.tabPanels == [true, false])
        #expect(findings.backgroundAfterToggle == findings.background)
        let dark = try look(Browser(theme: .dark, runsScripts: false))
        #expect(dark.background != findings.background)
    }

    @Test func nothingSticksOutOnAPhone() throws {
        let findings = try look(Browser(width: 390))
        #expect(findings.windowWidth <= 390)
        #expect(findings.pageWidth <= findings.windowWidth)
        #expect(findings.curves.contains { $0 > 200 })
    }

    @Test func aTabIsChosenEverywhereAndRemembered() throws {
        let set = "```python tab=\"PyTorch\"\nx\n```\n\n```swift tab=\"Lectern\"\ny\n```\n"
        let html = try SampleChapter.html("# T\n\n\(set)\nWords between.\n\n\(set)")
        let script = """
            (() => {
            const shown = () => [...document.querySelectorAll(".panel")].map(panel => panel.offsetHeight > 0);
            const before = shown();
            document.querySelectorAll(".tabs > label")[1].click();
            return JSON.stringify([before, shown(), [localStorage.getItem("lectern-tab") === "Lectern"]]);
            })()
            """
        let visit = try Browser().visit(html, scripts: [script])
        let seen = try JSONDecoder().decode([[Bool]].self, from: try #require(visit.results.first))
        #expect(seen == [[true, false, true, false], [false, true, false, true], [true]])
    }
}
