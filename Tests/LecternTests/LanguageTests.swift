import Foundation
import Testing

/// Swift across cells: in each of the chapters in `Language`, every documented output is what one file would print in which
/// a later declaration replaces an earlier one.
@Suite(.timeLimit(.minutes(5))) struct LanguageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Language")

    @Test(arguments: ["concurrency", "declarations", "printed-names", "macros", "data"])
    func everyOutputIsTheRightOne(name: String) throws {
        let outcome = try Command.lectern(["verify", "\(name).md"], in: Self.folder)
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
    }

    @Test func dictionariesPrintTheSameOnEveryRun() throws {
        let work = try TemporaryFolder()
        let code =
            "print(Set((0..<50).map { \"\\($0)\" }))\nprint([\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4])\nprint(\"x\".hashValue)"
        try work.write("```swift cell\n\(code)\n```\n\n```output\nnothing\n```\n", to: "x.md")
        let outputs = try (0..<2).map { _ in try Command.lectern(["verify", "x.md"], in: work.url).output }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].contains("differs"))
    }

    @Test func aChangedDataFileRunsTheCellsAgain() throws {
        let work = try TemporaryFolder()
        let code = "import Foundation\nprint(try String(contentsOfFile: \"table.csv\", encoding: .utf8))"
        let lesson = "---\ndata: [table.csv]\n---\n\n```swift cell\n\(code)\n```\n\n```output\nsecond\n```\n"
        try work.write(lesson, to: "x.md")
        for content in ["first", "second"] {
            try work.write(content, to: "table.csv")
            let outcome = try Command.lectern(["verify", "--cached", "x.md"], in: work.url)
            #expect(outcome.status == (content == "first" ? 1 : 0), "\(outcome)")
        }
    }

    private func failure(of text: String, _ arguments: [String] = []) throws -> String {
        let work = try TemporaryFolder()
        try work.write("1,2\n", to: "table.csv")
        try work.write(text, to: "x.md")
        let outcome = try Command.lectern(["verify"] + arguments + ["x.md"], in: work.url)
        #expect(outcome.status == 1)
        return outcome.output
    }

    @Test func aFileThatIsNotDeclaredIsNamed() throws {
        let report = try failure(
            of:
                "```swift cell\nimport Foundation\nprint(try String(contentsOfFile: \"table.csv\", encoding: .utf8))\n```\n"
        )
        #expect(report.contains("data: [table.csv]"))
    }

    @Test func aBlockedWriteNamesItsOption() throws {
        let report = try failure(
            of:
                "```swift cell\nimport Foundation\ntry \"x\".write(toFile: \"/usr/x\", atomically: false, encoding: .utf8)\n```\n"
        )
        #expect(report.contains("--allow-write"))
    }

    @Test func aMissingDataFileIsNamedAtItsLine() throws {
        let report = try failure(
            of: "---\ntitle: x\ndata: [table.csv, missing.csv]\n---\n\n```swift cell\nprint(1)\n```\n")
        #expect(report.contains("x.md:3") && report.contains("missing.csv"))
        let outside = try failure(of: "---\ndata: ../x.csv\n---\n")
        #expect(outside.contains("x.md:2") && outside.contains("../x.csv"))
    }

    @Test func warningsOfTheCompilerReachTheAuthor() throws {
        let work = try TemporaryFolder()
        try work.write("```swift cell\nfunc f() { let unused = 1 }\n```\n", to: "x.md")
        let verdict = try Command.lectern(["verify", "x.md"], in: work.url)
        #expect(verdict.status == 0)
        #expect(verdict.output.contains("x.md:2") && verdict.output.contains("was never used"))
        #expect(try Command.lectern(["verify", "--strict", "x.md"], in: work.url).status == 1)
    }

    @Test func aCellThatWaitsForNothingIsStopped() throws {
        let report = try failure(
            of: "```swift cell\nawait withCheckedContinuation { (c: CheckedContinuation<Void, Never>) in kept = c }\n"
                + "nonisolated(unsafe) var kept: CheckedContinuation<Void, Never>?\n```\n")
        #expect(report.contains("waits for something"))
    }
}
