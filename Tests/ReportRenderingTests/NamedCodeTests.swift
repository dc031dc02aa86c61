import CellExecution
import ChapterDocument
import Foundation
import KernelReference
import ReportRendering
import Testing

/// The kernel's names in a report's code.
@Suite struct NamedCodeTests {
    private func page(_ code: String, address: String? = nil) async throws -> String {
        let chapter = try Chapter(parsing: "# A\n\n```swift cell\n\(code)\n```\n", path: "a.md")
        let executed = ExecutedChapter(chapter: chapter, results: [CellResult(outcome: .succeeded)])
        let options = ReportOptions(
            reference: try await Toolchain.find().reference(), referenceAddress: address)
        return try ReportRenderer().render(executed, options: options).html
    }

    @Test func namesTellWhatTheyAre() async throws {
        let code = "let x = Tensor.zeros(2) // softmax\nlet y = x.softmax(dim: 0) .> 0\nprint(\"relu <&>\", y)"
        let page = try await page(code)
        #expect(page.components(separatedBy: "<a class=\"api\"").count == 4)
        #expect(page.contains("title=\"func softmax(dim: Int = -1) -&gt; Tensor\n"))
        #expect(!page.contains("href=\"reference.html"))
        // What a name is stands in the page once.
        let again = try await self.page("\(code)\nprint(x.softmax(dim: 0))")
        #expect(again.components(separatedBy: "<a class=\"api\"").count == 5)
        #expect(again.components(separatedBy: " title=\"func softmax").count == 2)
        let linked = try await self.page(code, address: "reference.html")
        #expect(linked.contains("<a class=\"api\" href=\"reference.html#api-Tensor.softmax\" tabindex=\"-1\""))
        // The code is the same to who copies it.
        let shown = try #require(page.firstMatch(of: /(?s)<code class="language-swift">(.*?)<\/code>/))
        let text = shown.1.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
        #expect(text == code + "\n")
    }
}
