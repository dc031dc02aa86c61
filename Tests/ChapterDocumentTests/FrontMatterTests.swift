import ChapterDocument
import Testing

/// Front matter in TOML says what it says in YAML, and a page that does not name its language has that of its script.
@Suite struct FrontMatterTests {
    private func matter(_ text: String) throws -> FrontMatter {
        try Chapter(parsing: text, path: "x.md").frontMatter
    }

    @Test func tomlIsReadLikeYAML() throws {
        let matter = try matter(
            """
            +++
            # A page of Hugo's.
            title = "Dropout: \\"p\\" = \\u00bd"   # its title
            number = '4.6'
            date = 2026-01-31T10:00:00Z
            lang = "zh-Hans"
            seed = 26_932
            timeout = 2.5
            draft = true
            tags = [
              "a", # one
              'b',
            ]
            description = \"""
            Two \\
              lines\"""
            author = { name = "A", mail = "b@c.d" }
            params.math = true

            [menu.main]
            title = "Another title"
            [[resources]]
            src = "a.png"
            +++
            Text
            """)
        #expect(matter.title == "Dropout: \"p\" = ½")
        #expect(matter.number == "4.6")
        #expect(matter.date == "2026-01-31T10:00:00Z")
        #expect(matter.language == "zh-Hans")
        #expect(matter.seed == 26932)
        #expect(matter.timeout == 2.5)
        #expect(matter.description == "Two lines")
        #expect(matter.otherKeys == ["draft", "tags", "author", "params", "menu", "resources"])
    }

    @Test func linesBelowTOMLKeepTheirNumbers() throws {
        let chapter = try Chapter(parsing: "+++\ntitle = 'T'\n+++\n\nText\n", path: "x.md")
        #expect(chapter.title == "T")
        #expect(chapter.blocks.map(\.range.start.line) == [5])
    }

    @Test(arguments: [
        ("+++\ntitle = \"T\n+++\n", "2:11 broken TOML: the text is not closed by \""),
        ("+++\ntitle = T\n+++\n", "2:9 broken TOML: the text `T` needs quotation marks"),
        ("+++\nseed = -1\n+++\n", "2:8 `seed` takes a whole number from 0"),
        ("+++\ntitle\n+++\n", "2:6 broken TOML: `=` is missing after `title`"),
        ("+++\na = 1 b = 2\n+++\n", "2:7 broken TOML: nothing can follow here on the line"),
        ("+++\na = 1\na = 2\n+++\n", "3:1 broken TOML: `a` is given twice"),
        ("+++\na = 1\n", "1:1 the front matter is not closed (end it with a line of `+++`)"),
        ("+++\ntimout = 1\n+++\n", "warning 2:1 `timout` says nothing to Lectern (did you mean `timeout`?)"),
        ("+++\ntitle = [1]\n+++\n", "2:9 `title` takes a single value"),
    ]) func brokenTOMLIsToldAtItsPlace(text: String, message: String) {
        #expect(Chapter.diagnostics(text) == [message])
    }

    @Test(arguments: [
        ("---\nlang: zh\n---\nText", "zh"), ("---\nlanguage: fr\n---\n这是中文。", "fr"), ("Text", "en"), ("", "en"),
        ("# 暂退法（Dropout）\n\n在训练时用 dropout，$x_{train}$ 和 `nn.Dropout(0.5)`。", "zh"), ("これは日本語の文章です。", "ja"),
        ("이것은 한국어 문장입니다.", "ko"), ("The word 的 is Chinese, and so are 我 and 你.", "en"),
        ("Text\n\n```python\n# 这是中文的注释，很长很长很长很长\n```\n", "en"),
    ]) func thePagesLanguage(text: String, language: String) throws {
        #expect(try matter(text).language == language)
    }

    @Test(arguments: [
        ("---\ntitle: On $p$ and *q*\n---\n", "On $p$ and _q_", "On p and q"), ("# On $p$\n", "On $p$", "On p"),
        ("---\ntitle: Array<Int>\n---\n# Other", "Array<Int>", "Array<Int>"), ("Text\n\n## 第一\n", "第一", "第一"),
        ("Text", "", "x"),
    ]) func titlesHaveFormulasAndEmphasis(text: String, content: String, title: String) throws {
        let chapter = try Chapter(parsing: text, path: "x.md")
        #expect(chapter.titleContent.outline == content)
        #expect(chapter.title == title)
    }
}
