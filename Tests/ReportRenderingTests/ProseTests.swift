import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// Prose: titles, sections, pictures, tabs.
struct ProseTests {
    @Test func theTitleIsNotSaidTwice() throws {
        let html = try SampleChapter.html("---\ntitle: Dropout\nnumber: '4.6'\n---\n\n# Dropout\n\nWords.\n")
        #expect(html.components(separatedBy: "Dropout</h1>").count == 2)
        #expect(!html.contains("<h2"))
        #expect(html.contains("<title>4.6 Dropout</title>"))
    }

    @Test(arguments: ["<!-- note -->\n\n", "```python\nx\n```\n\n", "A word before.\n\n", "> [!NOTE]\n> x\n\n"])
    func whatStandsBeforeTheTitleDoesNotDoubleIt(beginning: String) throws {
        let html = try SampleChapter.html(beginning + "# The title\n\n## First\n\ntext\n")
        #expect(html.components(separatedBy: "The title</h").count == 2)
        #expect(html.contains("<h2 id=\"first\">First"))
    }

    @Test func aMissingPictureIsSaidOnce() throws {
        let html = try SampleChapter.html("# T\n\n![The result](none.png)\n")
        #expect(html.components(separatedBy: "The result").count == 2)
        #expect(!html.contains("<figcaption>"))
    }

    @Test func githubsOwnIsMarkedUp() throws {
        let html = try SampleChapter.html("# T\n\n~~a~~ b@c.de\n\n- [x] d\n- [ ] e\n")
        #expect(html.contains("<del>a</del> <a href=\"mailto:b@c.de\">b@c.de</a>"))
        #expect(html.contains("<input type=\"checkbox\" disabled aria-label=\"Done\" checked> d</li>"))
        #expect(html.contains("<input type=\"checkbox\" disabled aria-label=\"Open\"> e</li>"))
    }

    @Test func chineseIsJoinedAndUpright() throws {
        let html = try SampleChapter.html("# 题\n\n第一行，\n*重点*和 *word*\n")
        #expect(html.contains("<p>第一行，<em class=\"upright\">重点</em>和 <em>word</em></p>"))
    }

    @Test func linksLeadFromTheReport() throws {
        let executed = try SampleChapter.executed(
            "# T\n\n[a](../Package.swift) <a href=\"x/../../README.md#use\">b</a> [c](/d)\n", path: "Sources/t.md")
        let html = try ReportRenderer().render(
            executed, options: ReportOptions(sourceAddress: "../lessons/Sources/t.md")
        ).html
        #expect(html.contains("<a href=\"../lessons/Package.swift\">a</a>"))
        #expect(html.contains("<a href=\"../lessons/README.md#use\">b</a>"))
        #expect(html.contains("<a href=\"/d\">c</a>"))
    }

    @Test func headingsHaveTheirAnchorsAndThePageMakesWay() throws {
        let html = try SampleChapter.html(
            "# T\n\n## Cell 1\n\n## Text\n\n## Theme\n\n## fn 1\n\n```swift cell\n```\n\nx[^1]\n\n[^1]: A\n")
        let identifiers = html.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(Set(identifiers).count == identifiers.count, "\(identifiers)")
        for anchor in ["cell-1", "text", "theme", "fn-1"] {
            #expect(html.contains("<h2 id=\"\(anchor)\">"), "\(anchor)")
        }
        #expect(html.contains("id=\"page-cell-1\"") && html.contains("href=\"#page-fn-1\""))
    }

    @Test func sectionsAreNumberedAndNoLevelIsLeftOut() throws {
        let html = try SampleChapter.html(
            """
            ---
            title: Dropout
            number: "4.6"
            ---

            # First
            ### Below
            # Second
            ## Below again
            #### Deep
            """)
        let headings = html.matches(of: /<(h[1-6])[^>]*>(?:<span class="number">([0-9.]+) <\/span>)?([A-Z][a-z ]+)/)
            .map { "\($0.1) \($0.2 ?? "-") \($0.3)" }
        #expect(
            headings == [
                "h1 - Dropout", "h2 4.6.1 First", "h3 4.6.1.1 Below", "h2 4.6.2 Second", "h3 4.6.2.1 Below again",
                "h4 - Deep",
            ])
    }

    @Test func aMissingPictureIsShownAsWordsAndReported() throws {
        let report = try ReportRenderer().render(
            SampleChapter.executed("# T\n\nWords\n\n![The result](no such.png)\n\n![The result](nothing.png)\n"))
        #expect(report.warnings.map(\.position) == [SourcePosition(line: 7, column: 15)])
        #expect(report.warnings.first?.message == "There is no picture chapters/nothing.png")
        #expect(report.html.contains("<span class=\"alternative\">The result</span>"))
        #expect(!report.html.contains("<img"))
    }

    @Test func aRemotePictureIsNotFetched() throws {
        for address in ["https://example.org/a.png", "//example.org/a.png"] {
            let report = try ReportRenderer().render(SampleChapter.executed("# T\n\n![The result](\(address))\n"))
            #expect(report.warnings.map(\.position) == [SourcePosition(line: 3, column: 15)])
            #expect(report.html.contains("<a href=\"\(address)\">"))
            #expect(!report.html.contains("<img"))
        }
    }

    @Test func aPictureBesideTheChapterIsEmbedded() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("<svg/>".utf8).write(to: folder.appending(path: "the net.svg"))
        let report = try ReportRenderer().render(
            SampleChapter.executed(
                "# T\n\n![A net](the%20net.svg \"Two layers\")\n", path: folder.appending(path: "t.md").path))
        #expect(report.warnings.isEmpty)
        #expect(report.html.contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"A net\""))
        #expect(report.html.contains("<figcaption>Two layers</figcaption>"))
    }

    @Test func neighbouringCodeWithTabsIsOneSet() throws {
        let html = try SampleChapter.html(
            """
            # T

            ```python tab="PyTorch"
            x = 1
            ```

            ```swift tab="Lectern"
            let x = 1
            ```

            Words.

            ```swift tab="Alone"
            let x = 1
            ```
            """)
        #expect(html.components(separatedBy: "type=\"radio\"").count == 3)
        #expect(html.contains(">PyTorch</label>"))
        #expect(html.components(separatedBy: " checked>").count == 2)
    }

    @Test func theSameChapterGivesTheSamePage() throws {
        let first = try ReportRenderer().render(try FullSample.executed()).html
        let second = try ReportRenderer().render(try FullSample.executed()).html
        #expect(first == second)
    }
}
