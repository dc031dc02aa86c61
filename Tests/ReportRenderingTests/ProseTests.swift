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
