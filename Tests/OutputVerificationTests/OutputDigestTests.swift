import CellMessages
import ChapterDocument
import OutputVerification
import Testing

/// Runs with the same outputs have the same digest, and others another.
@Suite struct OutputDigestTests {
    private func digest(_ printed: [String], _ displays: [Display] = []) throws -> String {
        var executed = try Lesson.run("```swift cell\n```\n```swift cell\n```\n", printing: printed)
        executed.results[1].outputs += displays.enumerated().map { .display(id: $0.offset, $0.element) }
        return executed.outputDigest
    }

    @Test func itStandsForAllOutputs() throws {
        let digest = try digest(["a\n", "b\n"])
        #expect(digest.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        #expect(try self.digest(["a\n", "b\n"]) == digest)
        #expect(try self.digest(["a\n", "c\n"]) != digest)
        #expect(try self.digest(["a\nb\n", ""]) != digest)
        #expect(try self.digest(["a\n", "b\n"], [.table(Table(columns: ["x"], rows: [["1"]]))]) != digest)
    }

    @Test func secondsDoNotMatter() throws {
        var executed = try Lesson.run("```swift cell\n```\n", printing: ["a\n"])
        let digest = executed.outputDigest
        executed.results[0].seconds = 5
        #expect(executed.outputDigest == digest)
    }

    @Test func examplesDoNotMatter() throws {
        func digest(_ options: String, _ printed: String) throws -> String {
            try Lesson.run(Lesson.documenting("noon", options: options), printing: [printed]).outputDigest
        }
        #expect(try digest("illustrative", "one\n") == digest("illustrative", "two\n"))
        #expect(try digest("digits", "one\n") != digest("digits", "two\n"))
    }

    @Test func verdictsCarryItUnlessCellsFailed() throws {
        var executed = try Lesson.run("```swift cell\n```\n", printing: ["a\n"])
        let verdict = ChapterVerdict(verifying: executed)
        #expect(verdict.outputDigest == executed.outputDigest)
        #expect(verdict.text().contains("; digest of the outputs \(executed.outputDigest)\n"))
        executed.results[0].outcome = .failed(CellFailure(kind: .trap, notes: []))
        #expect(ChapterVerdict(verifying: executed).outputDigest == nil)
    }
}
