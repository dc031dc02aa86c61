import ChapterDocument
import Testing

/// What readers of GitHub expect beyond CommonMark: strikethrough, task lists and bare addresses.
@Suite struct GitHubMarkdownTests {
    @Test(arguments: [
        ("~~gone~~, ~gone~", "p[-gone-, -gone-]"), ("~~a *b* `c`~~d", "p[-a _b_ `c`-d]"), ("~~a\nb~~", "p[-a~b-]"),
        ("a ~~ b ~~ c", "p[a ~~ b ~~ c]"), ("3~5 and 7~9", "p[3~5 and 7~9]"),
        ("\\~~a~~ \\~\\~b\\~\\~", "p[~~a~~ ~~b~~]"),
        ("b ~~~a~~~", "p[b ~~~a~~~]"), ("~~a~ b", "p[~~a~ b]"), ("**~~a~~**", "p[*-a-*]"), ("`~~a~~`", "p[`~~a~~`]"),
        ("这是~~删掉。~~后面", "p[这是-删掉。-后面]"), ("~~$a$~~", "p[-$a$-]"), ("| ~~a~~ |\n|---|", "t-[-a-]"),
        ("x ~~a\n\nb~~", "p[x ~~a] p[b~~]"),
    ]) func strikethrough(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        ("- [x] done\n- [ ] open\n- plain", "l([x]p[done] [ ]p[open] p[plain])"), ("1. [X] a", "l([x]p[a])"),
        ("- [ ] a\n\n  b\n- [ ] c", "l([ ]p[a] p[b] [ ]p[c])"), ("- [ ]", "l(p[[ ]])"), ("- [y] a", "l(p[[y] a])"),
        ("- [ ]a", "l(p[[ ]a])"), ("- \\[ ] a", "l(p[[ ] a])"), ("[ ] a", "p[[ ] a]"), ("- [ ] **b**", "l([ ]p[*b*])"),
        ("- [ ] a\n  - [x] b", "l([ ]p[a] l([x]p[b]))"),
    ]) func taskLists(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        ("https://example.org.", "https://example.org→https://example.org ."),
        ("(see http://x.org/a_(b))", "(see |http://x.org/a_(b)→http://x.org/a_(b)|)"),
        ("www.x.org/_a_/*b", "www.x.org/_a_/→http://www.x.org/_a_/|*b"),
        ("见https://x.org，好", "见|https://x.org→https://x.org|，好"),
        ("**https://x.org**", "*https://x.org→https://x.org*"),
        (
            "user@example.org, a.b+c@d-e.co.uk.",
            "user@example.org→mailto:user@example.org|, |a.b+c@d-e.co.uk→mailto:a.b+c@d-e.co.uk|."
        ),
        ("[https://x.org](https://y.org)", "https://x.org→https://y.org"), ("`https://x.org`", "`https://x.org`"),
        ("xhttps://x.org http:// a@b @c.d", "xhttps://x.org http:// a@b @c.d"), ("$https://x.org$", "$https://x.org$"),
        ("https://x.org?a=1&b=2 é", "https://x.org?a=1&b=2→https://x.org?a=1&b=2| é"),
        ("<https://x.org>", "https://x.org→https://x.org"),
    ]) func bareAddresses(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == "p[" + expected.replacing("|", with: "").replacing(" .", with: ".") + "]")
    }

    /// Chinese breaks lines anywhere, and its punctuation is not what CommonMark takes for the end of a word.
    @Test(arguments: [
        ("第一行，\n第二行", "第一行，第二行"), ("**重点**\n后面", "重点后面"), ("中文\nEnglish", "中文 English"), ("a\nb", "a b"),
        ("“引”\n文", "“引”文"), ("설명\n문장", "설명 문장"),
    ]) func linesJoin(text: String, plain: String) throws {
        let chapter = try Chapter(parsing: text, path: "x.md")
        guard case .paragraph(let content)? = chapter.blocks.first?.content else {
            Issue.record("no paragraph")
            return
        }
        #expect(content.plainText == plain)
    }

    @Test(arguments: [
        ("这是**重点。**后面", "1:18"), ("这是*重点。*后面", "1:17"), ("是**“重点”**的", "1:4 1:20"), ("say **\"so\"**x **y.**z", "1:11"),
    ]) func emphasisThatStaysOpenIsReported(text: String, places: String) throws {
        let chapter = try Chapter(parsing: text, path: "x.md")
        #expect(!chapter.warnings.isEmpty)
        #expect(chapter.warnings.allSatisfy { $0.message.contains("is shown as it stands") }, "\(chapter.warnings)")
        let first = chapter.warnings.first?.position.map { "\($0.line):\($0.column)" }
        #expect(places.split(separator: " ").contains { $0 == first ?? "" }, "\(chapter.warnings)")
    }

    @Test(arguments: [
        "这是**重点**。后面", "a * b * c, 2*3", "\\*a。\\*b", "f(*args) and (*b)", "**“重点”**", "* a\n* b", "`**a。**b`",
    ]) func otherAsterisksAreNot(text: String) {
        #expect(Chapter.diagnostics(text) == [])
    }
}
