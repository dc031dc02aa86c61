import BrowserTesting
import CellExecution
import ChapterDocument
import Foundation
import KernelReference
import ReportRendering
import Testing

/// What the kernel's names in code are, under the pointer and by keyboard.
@Suite(.serialized)
struct NamesInBrowserTests {
    private func page() async throws -> String {
        let code = "let x = Tensor.zeros(2)\nprint(x.softmax(dim: 0))\nprint(x.softmax(dim: 0))"
        let chapter = try Chapter(parsing: "# A\n\n```swift cell\n\(code)\n```\n", path: "a.md")
        let executed = ExecutedChapter(chapter: chapter, results: [CellResult(outcome: .succeeded)])
        let options = ReportOptions(
            reference: try await Toolchain.find().reference(), referenceAddress: "reference.html")
        return try ReportRenderer().render(executed, options: options).html
    }

    private static let look = Browser.Step.evaluate(
        """
        JSON.stringify([document.activeElement.textContent, getComputedStyle(document.querySelector(".name-tip")).visibility,
            document.querySelector(".name-tip").textContent.split("\\n")[0],
            String(document.querySelectorAll("a.api[tabindex='0']").length)])
        """)

    @Test func arrowsLeadFromNameToName() async throws {
        let visit = try Browser().visit(
            try await page(),
            steps: [
                .evaluate("document.querySelector('a.api').focus(), '\"\"'"), Self.look, .press("ArrowRight"),
                .press("ArrowRight"), Self.look, .press("Escape"), Self.look, .press("ArrowRight"), Self.look,
            ])
        let seen = try [1, 2, 3, 4].map { try JSONDecoder().decode([String].self, from: visit.results[$0]) }
        #expect(seen[0] == ["Tensor", "visible", "final class Tensor", "1"])
        #expect(seen[1] == ["softmax", "visible", "func softmax(dim: Int = -1) -> Tensor", "1"])
        #expect(seen[2][1] == "hidden")
        // Again, as it was told where the name stood first.
        #expect(seen[3] == seen[1])
        #expect(visit.console == [])
    }

    @Test func axeFindsNoViolation() async throws {
        #expect(try Checkers.axeFindings(try await page(), theme: .light, width: 900) == [])
    }
}
