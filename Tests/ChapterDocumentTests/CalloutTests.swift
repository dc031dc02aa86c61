import ChapterDocument
import Testing

/// Callouts are quotations whose first line names a kind.
@Suite struct CalloutTests {
    @Test(arguments: [
        ("> [!NOTE]\n> Words **here**", "note(p[Words *here*])"),
        ("> [!warning]  \n> a\n>\n> - b", "warning(p[a] l(p[b]))"),
        ("> [!TIP]\n>\n> $$x$$", "tip($$x$$)"),
        ("> [!IMPORTANT]\n> |a|b|\n> |-|-|", "important(t--[a|b])"),
        ("> [!CAUTION]\n>\n> |a|b|\n> |-|-|", "caution(t--[a|b])"),
        ("- > [!NOTE]\n  > x", "l(note(p[x]))"),
        ("> [!NOTE] Words", "q(p[[!NOTE] Words])"),
        ("> `[!NOTE]`\n> x", "q(p[`[!NOTE]`~x])"),
        ("[!NOTE]\nx", "p[[!NOTE]~x]"),
    ]) func calloutsAreTold(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test func anUnknownKindStaysAQuotationAndIsReported() throws {
        #expect(try Chapter.outline("> [!NOTES]\n> x") == "q(p[[!NOTES]~x])")
        #expect(
            Chapter.diagnostics("> [!NOTES]\n> x") == [
                "warning 1:3 `[!NOTES]` is no kind of callout (did you mean `[!NOTE]`?)"
            ])
    }

    @Test func whatACalloutSaysKnowsItsPlace() throws {
        let chapter = try Chapter(parsing: "> [!NOTE]\n> Words\n> more\n", path: "x.md")
        guard case .callout(let callout) = chapter.blocks[0].content else {
            Issue.record("no callout")
            return
        }
        #expect(callout.blocks[0].range.start == SourcePosition(line: 2, column: 3))
        #expect(chapter.blocks[0].range.start == SourcePosition(line: 1, column: 1))
    }
}
