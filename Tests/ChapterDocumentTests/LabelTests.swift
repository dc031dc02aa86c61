import ChapterDocument
import Testing

/// Labels name the block before them; references know their lines; what does not fit is an error at its place.
@Suite struct LabelTests {
    @Test(arguments: [
        ("# A\n:label:`sec_a`\n\nsee :numref:`sec_a`.", "sec_a=h[A] p[see @numref:sec_a:4.]"),
        ("# A\n\n:label:`sec_a`\nText", "sec_a=h[A] p[Text]"),
        ("$$x$$\n:eqlabel:`eq_x`\n\nBy\n**:eqref:`eq_x`**", "eq_x=$$x$$ p[By~*@eqref:eq_x:5*]"),
        ("From\n$$\nx\n$$ :eqlabel:`eq_x`\nfollows", "p[From] eq_x=$$\nx\n$$ p[follows]"),
        ("$$x$$\n\n:eqlabel:`eq_x`", "eq_x=$$x$$"),
        ("![A net](a.svg)\n:label:`fig_a`", "fig_a=f[A net||a.svg]"),
        ("![A net](a.svg \"Two layers\")\n\n:label:`fig_a`", "fig_a=f[A net|Two layers|a.svg]"),
        ("> # A\n> :label:`a`", "q(a=h[A])"),
        ("```swift cell\n```\n:label:`fig_a`\n```output\n1\n```", "fig_a=?"),
        ("```swift cell\n```\n```output\n1\n```\n:label:`fig_a`", "fig_a=?"),
        ("`` :numref:`x` `` and ``` :label:` ```", "p[`:numref:`x`` and `:label:``]"),
        ("```\n:label:`x`\n```", "c[:label:`x`\n]"),
        ("10:30:`code`", "p[10:30:`code`]"),
    ]) func labelsNameTheBlockBefore(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        (
            "Text\n\nand :numref:`sec_b`\n\n# A\n:label:`sec_a`",
            "3:13 nothing has the label `sec_b` (did you mean `sec_a`?)"
        ),
        (
            "- a :eqref:`x`",
            "1:12 nothing has the label `x` (put `:label:` or `:eqlabel:` after what is meant)"
        ),
        ("| a |\n|---|\n| :numref:`x` |", "3:11 nothing has the label `x`"),
        ("a[^1]\n\n[^1]: see :numref:`x`", "3:19 nothing has the label `x`"),
        ("# A\n:label:`a`\n# B\n:label:`a`", "4:8 the label `a` stands already on line 2"),
        ("# A\n:label:`a b`", "2:8 `a b` cannot be a label"),
        ("# A\n:label:`a`\n:label:`b`", "3:8 `:label:` follows no heading, figure, table or cell"),
        (
            "Text\n:label:`a`",
            "2:8 `:label:` follows no heading, figure, table or cell (put it directly after what it names)"
        ),
        ("$$x$$\n:label:`a`", "2:8 `:label:` follows no heading, figure, table or cell"),
        ("# A\n:eqlabel:`a`", "2:10 `:eqlabel:` follows no formula"),
        ("# A :label:`a`", "1:12 `:label:` stands inside other text (put it on the line after what it names)"),
        ("# A\n:label:`a`\n\n:eqref:`a`", "4:8 `a` is no formula (write `:numref:`)"),
        ("$$x$$\n:eqlabel:`a`\n\n:numref:`a`", "4:9 `a` is a formula (write `:eqref:`)"),
        ("see :numrf:`a`", "warning 1:5 `:numrf:` is shown as it stands (did you mean `:numref:`?)"),
    ]) func whatDoesNotFitIsToldAtItsPlace(text: String, message: String) {
        #expect(Chapter.diagnostics(text).first?.hasPrefix(message) == true, "\(Chapter.diagnostics(text))")
        #expect(Chapter.diagnostics(text).count == 1)
    }

    @Test func blocksOfOneParagraphKnowTheirPlaces() throws {
        let chapter = try Chapter(
            parsing: "> so $a$ `b\n> c` is\n> $$\n> x\n> $$ :eqlabel:`e` and\n> $y$ more\n", path: "x.md")
        guard case .quote(let blocks) = try #require(chapter.blocks.first).content else {
            Issue.record("no quotation")
            return
        }
        let places = blocks.map { "\($0.range.start.line):\($0.range.start.column)" }
        #expect(places == ["1:3", "3:3", "5:18"])
        #expect(blocks.map { "\($0.range.end.line):\($0.range.end.column)" }.suffix(2) == ["5:4", "6:10"])
    }

    @Test func aLoneImageIsAFigureAndOneInTextIsNot() throws {
        #expect(
            try Chapter.outline("![a](b.png)\n\nText ![a](b.png)\n\n- ![a](b.png)")
                == "f[a||b.png] p[Text ?] l(f[a||b.png])")
    }
}
