import ChapterDocument
import Testing

/// Footnotes are numbered by their first marks, wherever they are written.
@Suite struct FootnoteTests {
    @Test(arguments: [
        ("a[^1] b\n\n[^1]: Words *here*", "p[a^1:1 b] fn:1(p[Words _here_])"),
        ("[^b]: B\n[^a]: A\nlazy\n\nx[^a]\ny[^b][^a]", "p[x^a:5~y^b:6^a:6] fn:a(p[A~lazy]) fn:b(p[B])"),
        (
            "x[^a]\n\n[^a]: One\n\n    two $y$\n\n    ```\n    [^z]\n    ```\n\nthree",
            "p[x^a:1] p[three] fn:a(p[One] p[two $y$] c[[^z]\n])"
        ),
        ("x[^a]\n\n[^a]:\n    One", "p[x^a:1] fn:a(p[One])"),
        ("x[^a]\n[^a]: One", "p[x^a:1] fn:a(p[One])"),
        ("> x[^a]\n>\n> [^a]: One", "q(p[x^a:1]) fn:a(p[One])"),
        ("**x[^a]**[^a]\n\n[^a]: see[^b]\n[^b]: B", "p[*x^a:1*^a:1] fn:a(p[see^b:3]) fn:b(p[B])"),
        ("|a[^1]|\n|-|\n\n[^1]: A", "t-[a^1:1] fn:1(p[A])"),
        ("+ item\n\n[^1]: A\n\nx[^1]", "l(p[item]) p[x^1:5] fn:1(p[A])"),
        ("[^1](https://x.org)", "p[^1→https://x.org]"),
        ("`[^1]` \\[^1] $a[^1]$", "p[`[^1]` [^1] $a[^1]$]"),
        ("```\n[^1]\n\n[^1]: A\n```", "c[[^1]\n\n[^1]: A\n]"),
    ]) func footnotesAreTold(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        (
            "a\nbc[^2]\n\n[^1]: A\n\nx[^1]",
            "warning 2:3 `[^2]` is shown as it stands: no footnote is written for it (did you mean `[^1]`?)"
        ),
        (
            "$x$[^2]",
            "warning 1:4 `[^2]` is shown as it stands: no footnote is written for it (write it as `[^2]: …`, or `\\[` for "
                + "the character)"
        ),
        ("a[^1]\n\n[^1]: A\n[^1]: B", "4:1 a footnote `[^1]` stands already on line 3"),
        ("[^1]: A", "warning 1:1 nothing leads to the footnote `[^1]`"),
    ]) func whatLeadsNowhereIsTold(text: String, message: String) {
        #expect(Chapter.diagnostics(text) == [message])
    }

    @Test func placesBehindADefinitionAreTheFiles() {
        #expect(
            Chapter.diagnostics("x[^note]\n\n[^note]: $a$ :numref:`b`").first?.hasPrefix("3:22 nothing") == true,
            "\(Chapter.diagnostics("x[^note]\n\n[^note]: $a$ :numref:`b`"))")
    }

    @Test func linesBelowAFootnoteKeepTheirNumbers() throws {
        let chapter = try Chapter(
            parsing: "x[^a]\n\n[^a]: One\n\n    two\n\n```swift cell\nlet a = 1\n```\n", path: "x.md")
        #expect(chapter.cells.first?.codeStart == SourcePosition(line: 8, column: 1))
    }
}
