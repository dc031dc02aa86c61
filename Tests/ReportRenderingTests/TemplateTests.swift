import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// A person's own template: what it changes, what stays, and what is said where it is wrong.
final class TemplateTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-template-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func html(_ executed: ExecutedChapter? = nil) throws -> String {
        let executed =
            try executed ?? SampleChapter.executed("---\ntitle: A <b> & \"c\"\nnumber: \"1\"\n---\n\nWords.\n")
        return try ReportRenderer(template: ReportTemplate(folder: folder.path)).render(executed).html
    }

    /// Where and what is wrong, in the words of a message.
    private func errors() -> [String] {
        do {
            _ = try ReportTemplate(folder: folder.path)
            return []
        } catch {
            return error.diagnostics.map { diagnostic in
                let file = diagnostic.path.split(separator: "/").last ?? ""
                let place = diagnostic.position.map { "\(file):\($0.line):\($0.column)" } ?? String(file)
                return "\(place): \(diagnostic.message)" + (diagnostic.advice.map { " (\($0))" } ?? "")
            }
        }
    }

    @Test func aFileTakesThePlaceOfTheBuiltInOne() throws {
        try write("<header class=\"mine\"><h1>{{number}} {{title}}</h1>{{>logo}}</header>\n", to: "header.mustache")
        try write("<p>logo</p>\n", to: "logo.mustache")
        try write("body { color: teal }", to: "page.css")
        try write("notes", to: "notes.txt")
        let html = try html()
        #expect(html.contains("<header class=\"mine\"><h1>1 A &lt;b&gt; &amp; &quot;c&quot;</h1><p>logo</p>"))
        #expect(!html.contains("class=\"title\""))
        #expect(html.contains("body { color: teal }"))
        #expect(!html.contains(".verification {"))
        // What has no file of its own is as ever.
        #expect(html.contains("<p>Words.</p>"))
        #expect(html.contains("--paper: #ffffff"))
        #expect(html.contains("default-src &#39;none&#39;"))
    }

    @Test func theBuiltInFilesMakeTheBuiltInPage() throws {
        for file in ReportTemplate.builtInFiles { try write(file.text, to: file.name) }
        let executed = try FullSample.executed()
        #expect(try html(executed) == (try ReportRenderer().render(executed).html))
    }

    @Test func cellsAndOutputsFollowTheTemplate() throws {
        try write(
            "<article id=\"{{cellAnchor}}\">{{{code}}}{{#outputs}}{{>output}}{{/outputs}}</article>",
            to: "cell.mustache")
        try write("{{#printed}}<samp>{{{printed}}}</samp>{{/printed}}", to: "output.mustache")
        let executed = try SampleChapter.executed(
            "# T\n\n```swift cell id=one\nprint()\n```\n",
            results: [0: SampleChapter.ran([.text(.standardOutput, "1 < 2\n")])])
        let html = try html(executed)
        #expect(html.contains("<article id=\"cell-one\"><div class=\"code\">"))
        #expect(html.contains("<samp>1 &lt; 2\n</samp></article>"))
    }

    @Test func aMistakeIsToldAtItsLine() throws {
        try write("<h1>\n  {{titel}} {{! {{nothing}}\n", to: "header.mustache")
        try write("{{#sections}}\n{{>sectoin}}\n{{/section}}", to: "contents.mustache")
        try write("{{#book}}\n{{words.source}}", to: "footer.mustache")
        try write("{{>head}}\n\n{{title", to: "index.mustache")
        #expect(
            errors() == [
                "contents.mustache:2:1: there is no template `sectoin` (did you mean `section`?)",
                "contents.mustache:3:1: `section` is closed here, but the open section is `sections` of line 1",
                "footer.mustache:1:1: the section `book` is never closed",
                "header.mustache:2:3: there is no value `titel` (did you mean `title`?)",
                "index.mustache:3:8: the tag is not finished",
            ])
    }

    @Test func aFolderThatIsNotThereIsAnErrorThatSaysWhatToDo() throws {
        try FileManager.default.removeItem(at: folder)
        #expect(errors().count == 1)
        #expect(errors()[0].contains(": there is no such folder (`lectern template "))
    }

    @Test func aFileThatIsNotTextIsAnError() throws {
        try Data([0xFF, 0xFE, 0x00]).write(to: folder.appending(path: "page.css"))
        #expect(errors() == ["page.css: the file is not in UTF-8 (save it in UTF-8)"])
    }

    @Test func aBookHasAPageOfContents() throws {
        let chapters = try ["First & foremost", "Second"].enumerated().map { index, title in
            try Chapter(parsing: "---\ntitle: \(title)\nnumber: \"\(index + 1)\"\n---\n\nWords.\n", path: "\(index).md")
        }
        let book = Book(chapters.map { Book.Page(chapter: $0, address: "\($0.path).html", isRendered: true) })
        let html = ReportRenderer().renderContents(of: book).html
        #expect(html.contains("<a href=\"0.md.html\"><span class=\"number\">1</span> First &amp; foremost</a>"))
        #expect(html.contains("<title>Lessons</title>"))
        try write("<dl>{{#lessons}}<dt>{{lessonTitle}}</dt>{{/lessons}}</dl>", to: "index.mustache")
        let own = try ReportRenderer(template: ReportTemplate(folder: folder.path)).renderContents(of: book).html
        #expect(own.contains("<dl><dt>First &amp; foremost</dt><dt>Second</dt></dl>"))
    }
}
