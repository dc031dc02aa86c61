import BrowserTesting
import CellExecution
import Foundation
import KernelReference
import ReportRendering
import Testing

/// The reference's search, as a reader uses it. (`CommittedReportTests` look at the page that is kept.)
@Suite(.serialized)
struct ReferencePageTests {
    private static let page = Task {
        try ReportRenderer().renderReference(try await Toolchain.find().reference()).html
    }

    private struct Finding: Decodable, Equatable {
        var shown: [String]
        var words: String
    }

    @Test func theSearchKnowsBothSpellings() async throws {
        let expected = [
            ("clip_grad_norm_", Finding(shown: ["clipGradNorm"], words: "1 entry: clipGradNorm")),
            ("nn.Linear", Finding(shown: ["Tensor.linear", "Linear"], words: "2 entries: Tensor.linear, Linear")),
            ("x.view_as(y)", Finding(shown: ["Tensor.reshape"], words: "1 entry: Tensor.reshape")),
            ("softmx", Finding(shown: [], words: "No such name; near it: Tensor.softmax, Softmax")),
        ]
        let scripts = (expected.map(\.0) + [""]).map { query in
            """
            (() => {
            const box = document.getElementById("find");
            box.value = \(String(reflecting: query));
            box.dispatchEvent(new Event("input"));
            const shown = [...document.querySelectorAll(".entry")].filter(entry => entry.getClientRects().length);
            return JSON.stringify({
                shown: shown.map(entry => entry.id.replace("api-", "")),
                words: document.getElementById("found").textContent });
            })()
            """
        }
        let visit = try Browser().visit(try await Self.page.value, scripts: scripts)
        #expect(visit.requests.isEmpty && visit.console.isEmpty, "\(visit.console)")
        let findings = try visit.results.map { try JSONDecoder().decode(Finding.self, from: $0) }
        for ((query, finding), found) in zip(expected, findings) { #expect(found == finding, "\(query)") }
        // Without a query everything is shown.
        let all = try #require(findings.last)
        #expect(findings.count == expected.count + 1 && all.shown.count > 300 && all.words.isEmpty)
    }

    /// What is found here are a method, a function, a class with members, examples and PyTorch's spellings.
    @Test(arguments: zip([Browser.Theme.light, .dark], [1400, 390]))
    func axeFindsNoViolation(theme: Browser.Theme, width: Int) async throws {
        let page = try await Self.page.value.replacing("id=\"find\"", with: "id=\"find\" value=\"linear\"")
        #expect(try Checkers.axeFindings(page, theme: theme, width: width) == [])
    }
}
