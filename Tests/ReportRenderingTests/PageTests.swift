import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// What a whole page holds.
struct PageTests {
    @Test func aPageHoldsEverythingItShows() throws {
        let html = try ReportRenderer().render(try FullSample.executed()).html
        #expect(PageSize.withoutPictures(html) < 400_000)
        #expect(!html.contains("src=\"http"))
        #expect(!html.contains("$$"))
        #expect(html.contains("<html lang=\"en\">"))
        #expect(html.components(separatedBy: "<h1").count == 2)
    }

    /// Lessons of two folders may have the same name, and one title.
    @Test func aPageDoesNotLeadToItself() throws {
        let chapters = try ["a.md", "sub/a.md", "b.md"].map { path in
            try Chapter(parsing: "# Title\n", path: path)
        }
        let pages = zip(chapters, ["a.html", "a.html", "b.html"]).map { chapter, address in
            Book.Page(chapter: chapter, address: address, isRendered: true)
        }
        for (chapter, next) in zip(chapters, ["b.html", "b.html", "a.html"]) {
            let html = try ReportRenderer().render(
                ExecutedChapter(chapter: chapter, results: []), options: ReportOptions(book: Book(pages))
            ).html
            let links = html.matches(of: /rel="(?:next|prev)" href="([^"]*)"/).map { String($0.1) }
            #expect(links == [next])
        }
    }

    @Test func aMissingComponentIsAnErrorThatSaysWhatToInstall() throws {
        let renderer = ReportRenderer(assets: ReportAssets(katexFolder: "/nowhere", prismFolder: "/nowhere"))
        let plain = try renderer.render(SampleChapter.executed("# Plain\n\nWords.\n"))
        #expect(plain.html.contains("Words."))
        #expect {
            try renderer.render(SampleChapter.executed("# Math\n\n$x$\n"))
        } throws: { error in
            (error as? ReportError)?.advice
                == "install it (Debian, Ubuntu: apt-get install libjs-katex; elsewhere: npm install -g katex), or name its "
                + "folder with --katex"
        }
        #expect {
            try renderer.render(SampleChapter.executed("# Code\n\n```swift\nlet x = 1\n```\n"))
        } throws: { error in
            (error as? ReportError)?.advice
                == "install it (Debian, Ubuntu: apt-get install node-prismjs; elsewhere: npm install -g prismjs), or name its "
                + "folder with --prism"
        }
    }
}
