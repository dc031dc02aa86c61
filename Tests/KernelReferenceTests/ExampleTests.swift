import CellExecution
import ChapterDocument
import KernelReference
import Testing

/// Every example in the kernel's comments prints what stands below it.
@Suite struct ExampleTests {
    @Test func everyExamplePrintsWhatItSays() async throws {
        let symbols = try await kernelReference.value.entries.flatMap(\.symbols)
        let examples = symbols.flatMap { symbol in
            symbol.documentation.examples.map { (name: "\(symbol.owner ?? "").\(symbol.title)", example: $0) }
        }
        #expect(examples.count >= 60)
        // One cell for all, since each would take half a second to compile.
        let mark = "== "
        let code = examples.enumerated().map { index, one in
            "do {\n    print(\"\\n\(mark)\(index)\")\n\(one.example.code)\n}"
        }
        let chapter = try Chapter(
            parsing: "```swift cell\n\(code.joined(separator: "\n"))\n```\n", path: "examples.md")
        let result = try await CellEngine(toolchain: .find()).run(chapter).results[0]
        #expect(result.failure == nil, "\(result.failure?.notes.map(\.message) ?? [])")
        let printed = result.outputs.map { if case .text(.standardOutput, let text) = $0 { text } else { "" } }.joined()
        let parts = printed.split(separator: "\n\(mark)").map { $0.split(separator: "\n", maxSplits: 1) }
        #expect(parts.count == examples.count)
        for (part, one) in zip(parts, examples) {
            let text = part.count > 1 ? String(part[1]) : ""
            #expect(text.trimmed == one.example.output, "\(one.name)")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
