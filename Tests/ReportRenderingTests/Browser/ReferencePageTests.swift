import BrowserTesting
import CellExecution
import Foundation
import KernelReference
import ReportRendering
import Testing

/// The reference's search, as a reader uses it. (`CommittedReportTests` look at the page that is kept with the reports.)
@Suite(.serialized)
struct ReferencePageTests {
    private static let page = Task {
        try ReportRenderer().renderReference(try await Toolchain.find().reference()).html
    }

    private struct Finding: Decodable, Equatable {
        var shown: [String]
        var words: String
    }

    /// What is shown of the page once `query` stands in its box.
    private func find(_ query: String) async throws -> Finding {
        let script = """
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
        let visit = try Browser().visit(try await Self.page.value, scripts: [script])
        #expect(visit.requests.isEmpty && visit.console.isEmpty, "\(visit.console)")
        return try JSONDecoder().decode(Finding.self, from: try #require(visit.results.first))
    }

    @Test(arguments: [
        ("clip_grad_norm_", ["clipGradNorm"], "1 entry: clipGradNorm"),
        ("nn.Linear", ["Tensor.linear", "Linear"], "2 entries: Tensor.linear, Linear"),
        ("x.view_as(y)", ["Tensor.reshape"], "1 entry: Tensor.reshape"),
        ("softmx", [], "No such name; near it: Tensor.softmax, Softmax"),
    ])
    func theSearchKnowsBothSpellings(query: String, shown: [String], words: String) async throws {
        let finding = try await find(query)
        #expect(finding.shown == shown && finding.words == words, "\(finding)")
    }

    @Test func withoutAQueryEverythingIsShown() async throws {
        let finding = try await find("")
        #expect(finding.shown.count > 300 && finding.words.isEmpty)
    }
}
