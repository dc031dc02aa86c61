import ChapterDocument
import Testing

/// Pipe tables are read as GitHub's specification of its Markdown says.
@Suite struct TableTests {
    @Test(arguments: [
        ("| foo | bar |\n| --- | --- |\n| baz | bim |", "t--[foo|bar/baz|bim]"),
        ("| abc | defghi |\n:-: | -----------:\nbar | baz", "tcr[abc|defghi/bar|baz]"),
        ("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |", "t-[f|oo/b `|` az/b *|* im]"),
        ("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar", "t--[abc|def/bar|baz] q(p[bar])"),
        ("| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar", "t--[abc|def/bar|baz/bar|] p[bar]"),
        ("| abc | def |\n| --- |\n| bar |", "p[| abc | def |~| --- |~| bar |]"),
        ("| abc | def |\n| --- | --- |", "t--[abc|def]"),
        ("|a|b|\n|:--|-|\n| *x | y* |", "tl-[a|b/*x|y*]"),
        ("|a|b|\n|-|-|\n| $x | y$ | **$z$** _w_ |", "t--[a|b/$x | y$|*$z$* _w_]"),
        ("|a|\n|-|\n| # x |\n| - y |\n| 1. `$z$` |", "t-[a/# x/- y/1. `$z$`]"),
        ("|a|\n|-|\n| [x][y] |\n\n[y]: https://z.org", "t-[a/x→https://z.org]"),
        ("Words\n|a|b|\n|-|-|\n|1|2|", "p[Words] t--[a|b/1|2]"),
        (": What it shows\n\n|a|\n|-|\n:label:`tab_a`", "tab_a=t-[a]{What it shows}"),
        (":What $x$ shows\n|a|\n|-|\n| 1 |\n\n:label:`tab_a`\n", "tab_a=t-[a/1]{What $x$ shows}"),
        ("> |a|b|\n> |-|-|\n> |1|2|\n> \n> x", "q(t--[a|b/1|2] p[x])"),
        ("- |a|b|\n  |-|-|\n  |1|2|", "l(t--[a|b/1|2])"),
        ("```\n|a|\n|-|\n```", "c[|a|\n|-|\n]"),
        ("a | b\n\n--- | ---", "p[a | b] p[--- | ---]"),
        ("a\\\\|b\n-|-\nc|d\\", "t--[a\\|b/c|d\\]"),
    ]) func tablesAreTold(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test func aTableAndItsRowsKnowTheirPlaces() throws {
        let chapter = try Chapter(
            parsing: "Words\n\n> $x$\n> | a |\n> |---|\n> | **b** :numref:`t` |\n> :label:`t`\n", path: "x.md")
        guard case .quote(let blocks) = chapter.blocks[1].content, case .table(let table) = blocks[1].content else {
            Issue.record("no table: \(chapter.outline)")
            return
        }
        #expect(table.header.line == 4)
        #expect(table.rows.map(\.line) == [6])
        #expect(blocks[1].range.start.line == 4)
        #expect(blocks[1].range.end == SourcePosition(line: 6, column: 23))
        #expect(table.rows[0].cells[0].outline == "*b* @numref:t:6")
    }

    @Test func cellsBeyondTheLastColumnAreReported() {
        #expect(
            Chapter.diagnostics("|a|b|\n|-|-|\n|1|2|3|") == [
                "warning 3:1 this row has 3 cells and the table 2 columns (a `|` that belongs to the text is written `\\|`)"
            ])
    }

    @Test func aHeaderThatTheLineBelowDoesNotFitIsReported() {
        #expect(
            Chapter.diagnostics("> Words\n> |a|b|\n> |-|\n> |1|2|") == [
                "warning 3:1 this is shown as text: the table's header has 2 columns, the line below it 1 "
                    + "(give both lines as many columns)"
            ])
        #expect(Chapter.diagnostics("a | b\nc | d").isEmpty)
    }
}
