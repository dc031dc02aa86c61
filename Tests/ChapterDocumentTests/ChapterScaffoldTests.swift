import ChapterDocument
import Testing

/// A scaffold takes its number and title from the file's name, and parses without a warning.
@Suite struct ChapterScaffoldTests {
    @Test(arguments: [
        ("chapters/4.7-softmax-regression.md", "4.7", "Softmax regression"), ("4.md", "4", "Untitled"),
        ("a/12.3.4_LeNet_again.md", "12.3.4", "LeNet again"), ("weight-decay.md", nil, "Weight decay"),
        ("2d-pooling.md", nil, "2d pooling"), ("4.7-线性回归.md", "4.7", "线性回归"),
    ]) func namesTellNumberAndTitle(path: String, number: String?, title: String) throws {
        let scaffold = ChapterScaffold(path: path)
        #expect(scaffold.number == number)
        let chapter = try Chapter(parsing: scaffold.text, path: path)
        #expect(chapter.title == title)
        #expect(chapter.frontMatter.number == number)
        #expect(chapter.warnings.isEmpty)
        #expect(chapter.cells.count == 2)
    }

    @Test(arguments: ["A \"quoted\" one: with #", "back\\slash", "- [x]", "two\nlines\u{7}!"])
    func anyTitleIsYAML(title: String) throws {
        let chapter = try Chapter(parsing: ChapterScaffold(path: "x.md", title: title).text, path: "x.md")
        #expect(chapter.title == title.replacing("\n", with: " ").replacing("\u{7}", with: " "))
    }
}
