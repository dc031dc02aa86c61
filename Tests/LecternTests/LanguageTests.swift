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
        try work.write("---\ndata: [table.csv]\n---\n\n```swift cell\n\(code)\n```\n", to: "x.md")
        for content in ["first", "second"] {
            try work.write(content, to: "table.csv")
            #expect(try Command.lectern(["render", "x.md"], in: work.url).status == 0)
            #expect(try work.read("output/x.html").contains("tabindex=\"0\">\(content)"))
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

    @Test func aSynthesisedConformanceInALaterCellSaysWhatToWrite() throws {
        let report = try failure(
            of: "```swift cell\nstruct P { var x = 1 }\n```\n\n```swift cell\nextension P: Equatable {}\n```\n")
        #expect(report.contains("declare the conformance there"))
        #expect(!report.contains("LecternCell"))
    }

    @Test(arguments: [
        ("let x = 1", "print(x)\nlet x = 2", "x.md:6:7", "give the new one another name"),
        ("let x = 1", "let x = x + 1", "x.md:6:9", "give the new one another name"),
        ("let y = 1", "print(\"\\(x)\")\nlet x = 2", "x.md:6:10", "move its declaration up"),
        (
            "struct P: CustomStringConvertible { var description: String { \"1\" } }",
            "extension P { var description: String { \"2\" } }", "x.md:6:19", "declare the type around it again"
        ),
        (
            "struct P: Equatable {}", "extension P { static func == (a: P, b: P) -> Bool { true } }", "x.md:6:27",
            "conformance keeps its own for `Equatable.==(_:_:)`"
        ),
        (
            "struct P: Codable { var x = 1 }", "extension P { enum CodingKeys: String, CodingKey { case x } }",
            "x.md:6:20", "CodingKeys"
        ),
        (
            "protocol P { func f() -> Int }\nextension P { func f() -> Int { 1 } }\nstruct S: P {}",
            "extension P { func f() -> Int { 2 } }", "x.md:8:20", "declare the protocol"
        ),
        (
            "class A { func f() -> Int { 1 } }\nclass B: A { override func f() -> Int { 2 } }",
            "extension A { func f() -> Int { 3 } }", "x.md:7:20", "the class and its subclasses"
        ),
        ("struct P {}", "extension P: Hashable {}\nextension P: Hashable {}", "x.md:7:14", "declare the type again"),
        (
            "struct P {}\nextension P { func f() {} }", "struct P {}\nP().f()", "x.md:8:5", "has to get it again"
        ),
        ("print(later)", "let later = 1", "x.md:2:7", "a later cell declares it (line 5)"),
        ("struct P { var x: Int }", "extension P { init() { x = 1 } }", "x.md:6:30", "calls one of the type's own"),
    ])
    func whatCellsCannotDoIsRefusedAtItsPlace(first: String, second: String, place: String, advice: String) throws {
        let report = try failure(of: "```swift cell\n\(first)\n```\n\n```swift cell\n\(second)\n```\n")
        #expect(report.contains(place) && report.contains(advice), "\(report)")
        #expect(!report.contains("LecternCell"))
    }

    @Test func messagesNameCellsByTheirLines() throws {
        let report = try failure(
            of:
                "```swift cell\nstruct V {}\nfunc make() -> V { V() }\n```\n\n```swift cell\nstruct V {}\nlet v: V = make()\n```\n"
        )
        #expect(report.contains("'V of line 1'") && report.contains("x.md:8"))
        #expect(!report.contains("LecternCell"))
    }

    @Test func aCellThatWaitsForNothingIsStopped() throws {
        let report = try failure(
            of: "```swift cell\nawait withCheckedContinuation { (c: CheckedContinuation<Void, Never>) in kept = c }\n"
                + "nonisolated(unsafe) var kept: CheckedContinuation<Void, Never>?\n```\n")
        #expect(report.contains("waits for something"))
    }
}
