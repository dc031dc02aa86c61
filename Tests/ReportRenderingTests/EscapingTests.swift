import CellMessages
import ChapterDocument
import ReportRendering
import Testing

/// Nothing that an author or a cell writes can turn into markup that was not meant.
struct EscapingTests {
    @Test func textAndAttributesAreEscaped() throws {
        let html = try SampleChapter.html(
            """
            ---
            title: A <b>"quoted"</b> title & more
            description: 'one "two" <three>'
            ---

            Is `a < b && c > d`? ![a "quoted" & 'odd' > picture](none.png)
            """)
        #expect(html.contains("<title>A &lt;b&gt;&quot;quoted&quot;&lt;/b&gt; title &amp; more</title>"))
        #expect(html.contains("content=\"one &quot;two&quot; &lt;three&gt;\""))
        #expect(html.contains("<code>a &lt; b &amp;&amp; c &gt; d</code>"))
        #expect(html.contains("a &quot;quoted&quot; &amp; 'odd' &gt; picture"))
    }

    @Test func outputsAreTextWhateverTheyHold() throws {
        let output = "</pre><script>alert(1)</script>\u{0}\u{FFFF}\u{1B}[31mred\u{1B}[0m\n"
        let html = try SampleChapter.html(
            "# T\n\n```swift cell\nrun()\n```\n", results: [0: SampleChapter.ran([.text(.standardOutput, output)])])
        #expect(html.contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;red\n</pre>"))
    }

    @Test func aLineWrittenOverShowsItsLastVersion() throws {
        let html = try SampleChapter.html(
            "# T\n\n```swift cell\nrun()\n```\n",
            results: [0: SampleChapter.ran([.text(.standardOutput, "epoch 1\repoch 2\r\ndone\n")])])
        #expect(html.contains(">epoch 2\ndone\n</pre>"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#32;javascript:alert(1)", "java&#9;script:alert(1)",
        "vbscript:x", "data:text/html,x",
    ])
    func linksThatCouldRunAScriptAreLeftOut(address: String) throws {
        let report = try ReportRenderer().render(SampleChapter.executed("# T\n\n[words](<\(address)>)\n"))
        #expect(report.html.contains("<span>words</span>"))
        #expect(report.warnings.map(\.position?.line) == [3])
    }

    @Test(arguments: ["https://d2l.ai/?a=1&b=2", "4.7-next.md#top", "mailto:a@example.org", "#cell-1", "a:b/c d"])
    func otherLinksStay(address: String) throws {
        let report = try ReportRenderer().render(SampleChapter.executed("# T\n\n[words](<\(address)>)\n"))
        #expect(report.html.contains(">words</a>") == !address.hasPrefix("a:"))
    }
}
