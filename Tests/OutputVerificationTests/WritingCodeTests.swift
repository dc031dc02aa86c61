import ChapterDocument
import OutputVerification
import Testing

/// Code that an author changed in the page is written into the lesson, and nothing else changes.
@Suite struct WritingCodeTests {
    private func write(_ code: String, into text: String, cell: Int = 0) throws -> String? {
        try Chapter(parsing: text, path: "x.md").text(writing: code, intoCell: cell)
    }

    @Test func theCodeIsReplaced() throws {
        let text = "# A\n\n```swift cell id=net fold\na\nb\n```\n```output\n1\n```\n\nText  \n\n```swift cell\nc\n```\n"
        #expect(
            try write("x\n\n  y  \nz", into: text) == text.replacing("\na\nb\n", with: "\nx\n\n  y  \nz\n"))
        #expect(try write("x", into: text, cell: 1) == text.replacing("\nc\n", with: "\nx\n"))
        #expect(try write("", into: text, cell: 1) == text.replacing("\nc\n", with: "\n"))
        #expect(try write("x", into: text, cell: 2) == nil)
    }

    @Test func containersAndLineEndingsStay() throws {
        #expect(
            try write("x\n\ny\n", into: "- one\n\n  ```swift cell\n  a\n  ```\n- two\n")
                == "- one\n\n  ```swift cell\n  x\n\n  y\n  ```\n- two\n")
        #expect(try write("x\ny\n", into: "> ```swift cell\n> a\n> ```\n") == "> ```swift cell\n> x\n> y\n> ```\n")
        #expect(try write("x\ny\n", into: "```swift cell\r\na\r\n```\r\n") == "```swift cell\r\nx\r\ny\r\n```\r\n")
        #expect(try write("x\n", into: "```swift cell\na") == "```swift cell\nx")
    }

    @Test func fencesGrowAroundFences() throws {
        #expect(
            try write("let s = \"\"\"\n```\n\"\"\"\n", into: "```swift cell\na\n```\n\nEnd.\n")
                == "````swift cell\nlet s = \"\"\"\n```\n\"\"\"\n````\n\nEnd.\n")
    }
}
