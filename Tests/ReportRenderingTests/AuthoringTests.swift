import ChapterDocument
import ReportRendering
import Testing

/// Labels, tables, callouts and footnotes on the page.
@Suite struct AuthoringTests {
    private func body(_ text: String) throws -> String {
        let html = try SampleChapter.html(text)
        let start = try #require(html.range(of: "<main"))
        let end = try #require(html.range(of: "</main>"))
        return String(html[start.upperBound..<end.lowerBound])
    }

    @Test func referencesNameTheNumbersOfWhatTheyLeadTo() throws {
        let html = try body(AuthoringSample.text)
        for link in [
            ##"<a class="reference" href="#labels-tables-and-notes">Section 4.7</a>"##,
            ##"<a class="reference" href="#steps">Section 4.7.1</a>"##,
            ##"<a class="reference" href="#ref-tab_sizes">Table 4.7.1</a>"##,
            ##"<a class="reference" href="#ref-fig_net">Fig. 4.7.1</a>"##,
            ##"<a class="reference" href="#ref-eq_loss">(4.7.1)</a>"##,
        ] {
            #expect(html.contains(link), "\(link)")
        }
        #expect(html.contains("id=\"ref-eq_loss\""))
        #expect(html.contains("<figure class=\"picture\" id=\"ref-fig_net\">"))
        #expect(try SampleChapter.html(AuthoringSample.text).contains("<h1 id=\"labels-tables-and-notes\">"))
    }

    @Test func chineseChaptersReferInChinese() throws {
        let html = try body(
            "---\nlanguage: zh-CN\nnumber: '4.7'\n---\n|a|\n|-|\n:label:`t`\n\n:numref:`t`[^1]\n\n> [!TIP]\n> x\n\n[^1]: 注"
        )
        #expect(html.contains(">表 4.7.1</a>"))
        #expect(html.contains("<p class=\"callout-title\">提示</p>"))
        #expect(html.contains("aria-label=\"脚注 1\""))
    }

    @Test func aTableHasHeadersWithScopeAlignmentAndCaption() throws {
        let html = try body(": A `b`\n\n||x|\n|-|-:|\n|r|*1*|\n|s|<2|\n")
        #expect(
            html.contains(
                """
                <table><caption>A <code>b</code></caption>
                <thead><tr><td></td><th scope="col" class="right">x</th></tr>
                </thead>
                <tbody><tr><th scope="row">r</th><td class="right"><em>1</em></td></tr>
                <tr><th scope="row">s</th><td class="right">&lt;2</td></tr>
                </tbody>
                </table>
                """), "\(html)")
    }

    @Test func aCalloutSaysItsKindInWords() throws {
        let html = try body("> [!CAUTION]\n> Words\n")
        #expect(
            html.contains(
                """
                <aside class="callout caution" role="note" aria-label="Caution"><p class="callout-title">Caution</p>
                <p>Words</p>
                </aside>
                """), "\(html)")
    }

    @Test func footnotesAreNumberedByTheirMarksAndLeadBackToEach() throws {
        let html = try body("x[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B[^a]\n")
        let marks = html.matches(of: /<a id="(fnref[^"]*)" href="(#fn-[0-9]+)" role="doc-noteref"[^>]*>([0-9]+)</)
        #expect(
            marks.map { "\($0.1) \($0.2) \($0.3)" } == [
                "fnref-1 #fn-1 1", "fnref-2 #fn-2 2", "fnref-1-2 #fn-1 1", "fnref-2-2 #fn-2 2",
            ])
        let items = html.split(separator: "<li id=").dropFirst()
        let back = items.map { item in
            item.matches(of: /class="back" href="([^"]*)"/).map { String($0.1) }.joined(separator: " ")
        }
        #expect(back == ["#fnref-1 #fnref-1-2", "#fnref-2 #fnref-2-2"])
    }

    @Test func aFigureShowsItsTitleElseItsAlternativeText() throws {
        let picture = "data:image/svg+xml;base64,PHN2Zy8+"
        #expect(try body("![A](\(picture))").contains("<figcaption><span aria-hidden=\"true\">A</span></figcaption>"))
        #expect(try body("![A](\(picture) \"B\")").contains("<figcaption>B</figcaption>"))
        #expect(!(try body("Words ![A](\(picture))").contains("<figure")))
    }
}
