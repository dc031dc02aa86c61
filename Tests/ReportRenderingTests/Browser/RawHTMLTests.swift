import BrowserTesting
import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// An author's own HTML is shown and does nothing else, wherever it stands.
@Suite(.serialized) struct RawHTMLTests {
    private static let lesson = """
        # T

        <script>document.title = "ran in a block"</script>

        Text <img src="data:," onerror="document.title = 'ran inline'"><b>bold</b>.[^1]

        > <svg onload="document.title = 'ran in a quotation'"></svg>

        | a |
        | - |
        | <i onclick="document.title = 'ran in a table'">cell</i> |

        <div onclick="document.title = 'ran on a click'" id="own">own</div>

        <a id="address" href="javascript:document.title = 'ran as an address'">address</a>

        <form id="form" action="https://example.org/"><input name="x" value="1"><button id="send">send</button></form>

        <META http-equiv="refresh" content="0; url=https://example.org/">

        <base href="https://example.org/"><link rel="preconnect" href="https://example.org">

        [^1]: Note <script>document.title = "ran in a footnote"</script>
        """

    @Test func nothingOfItRunsOrLeadsElsewhere() throws {
        let report = try ReportRenderer().render(SampleChapter.executed(Self.lesson))
        let script = """
            (async () => {
              const wait = () => new Promise(go => setTimeout(go, 200));
              await wait();
              for (const id of ["own", "address", "send"]) document.getElementById(id).click();
              await wait();
              const styled = getComputedStyle(document.querySelector("main b")).fontWeight;
              document.getElementById("theme").click();
              return JSON.stringify([document.title, styled, document.documentElement.dataset.theme || ""]);
            })()
            """
        let visit = try Browser().visit(report.html, scripts: [script])
        let found = try JSONDecoder().decode([String].self, from: try #require(visit.results.first))
        #expect(found.prefix(2) == ["T", "700"], "\(found)")
        // The page's own script runs.
        #expect(["light", "dark"].contains(found[2]), "\(found)")
        #expect(visit.requests.isEmpty, "\(visit.requests)")
    }

    @Test func whatIsForAHeadIsShownAsTextAndSaid() throws {
        let report = try ReportRenderer().render(SampleChapter.executed(Self.lesson))
        let main = try #require(report.html.range(of: "<main"))
        let body = report.html[main.lowerBound...]
        for element in ["meta", "base", "link"] {
            #expect(!body.contains(try Regex("<\(element)[ >]").ignoresCase()))
        }
        #expect(body.contains("&lt;META http-equiv=\"refresh\""))
        let messages = report.warnings.map(\.message)
        #expect(messages.filter { $0.hasPrefix("This script does not run") }.count == 2, "\(messages)")
        #expect(messages.contains("The element `meta` is for a page's head; it is shown as text"))
        #expect(report.warnings.compactMap(\.position?.line).contains(3))
    }

    @Test func thePolicyAllowsThePagesOwnScriptsAlone() throws {
        let service = PageService(head: "", body: "<script>live()</script>")
        for options in [ReportOptions(), ReportOptions(service: service)] {
            let html = try ReportRenderer().render(SampleChapter.executed(Self.lesson), options: options).html
            let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
            #expect(policy.contains("form-action &#39;none&#39;") || policy.contains("form-action 'none'"), "\(policy)")
            #expect(policy.contains("base-uri"))
            #expect(!policy.contains(/script-src[^;]*unsafe/))
            #expect(policy.matches(of: /sha256-/).count == (options.service == nil ? 2 : 3))
        }
    }
}
