import Foundation
import Testing

/// `lectern check` tells what is wrong without running anything, and its exit status says whether something is.
@Suite(.timeLimit(.minutes(1))) struct CheckTests {
    @Test func errorsOfAllLessonsAreToldAtTheirPlaces() throws {
        let folder = try TemporaryFolder()
        // The cell would fail, and is not run.
        try folder.write(
            "# T\n\n![A](none.png)\n\nNot $x + \\nosuch$\n\n```swift cell\nfatalError()\n```\n", to: "a.md")
        try folder.write("see :numref:`x`\n", to: "b.md")
        try folder.write("# T\n\n[^1]: A\n", to: "c.md")
        let outcome = try Command.lectern(["check", "a.md", "b.md", "c.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.output == "✗ 3 lessons, 3 errors, 1 warning\n")
        let places = outcome.error.split(separator: "\n").filter { $0.contains(".md:") }.map {
            $0.prefix { $0 != " " }
        }
        #expect(places == ["a.md:3:6:", "a.md:5:10:", "b.md:1:13:", "c.md:3:1:"], "\(outcome.error)")
    }

    @Test func everythingThatIsWrongIsToldAtOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "---\nseed: x\n---\n\n> - a $\\nosuch$ :numref:`x`\n\n```swift cell hid\n```\n\n$$\na\n\\nosuch\n$$\n",
            to: "a.md")
        let outcome = try Command.lectern(["check", "a.md"], in: folder.url)
        #expect(outcome.status == 1)
        let places = outcome.error.split(separator: "\n").filter { $0.hasPrefix("a.md:") }.map {
            $0.prefix { $0 != " " }
        }
        #expect(places == ["a.md:2:7:", "a.md:5:8:", "a.md:5:25:", "a.md:7:15:", "a.md:12:1:"], "\(outcome.error)")
    }

    @Test func warningsCountWhereAskedFor() throws {
        let folder = try TemporaryFolder()
        try folder.write("# T\n\n[^1]: A\n", to: "a.md")
        #expect(try Command.lectern(["check", "a.md"], in: folder.url).status == 0)
        #expect(try Command.lectern(["check", "--strict", "a.md"], in: folder.url).status == 1)
    }

    @Test func aMissingFileIsWrongUsageAndTheOthersAreChecked() throws {
        let folder = try TemporaryFolder()
        try folder.write("see :numref:`x`\n", to: "b.md")
        let outcome = try Command.lectern(["check", "none.md", "b.md"], in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("none.md: error: there is no such file"))
        #expect(outcome.error.contains("b.md:1:13: error:"))
    }

    @Test func aFileThatCellsDoNotFindIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("1,2\n", to: "table.csv")
        let cell =
            "```swift cell\nimport Foundation\nlet a = try String(contentsOfFile: \"table.csv\", encoding: .utf8)\n```\n"
        try folder.write(cell, to: "x.md")
        try folder.write("---\ndata: [table.csv]\n---\n" + cell, to: "y.md")
        let outcome = try Command.lectern(["check", "x.md", "y.md"], in: folder.url)
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("x.md:3:36: warning: the cell does not find `table.csv`"), "\(outcome.error)")
        #expect(!outcome.error.contains("y.md"))
    }

    @Test func strictChecksListNumbersThatNothingChecks() throws {
        let folder = try TemporaryFolder()
        let cell = "```swift cell\nlet a = 0.8634\nprint(a, 60000)\n```\n```output\n0.8634 60000\n```\n"
        try folder.write("# X\n\n\(cell)\nIt is 0.86, about 86 %, of 60,000, in 3 steps of 0.5.\n", to: "x.md")
        try folder.write("# Y\n\n\(cell)\nIt is [0.86](swift:a) of [60,000](swift:60000).\n", to: "y.md")
        #expect(try Command.lectern(["check", "x.md"], in: folder.url).status == 0)
        let outcome = try Command.lectern(["check", "--strict", "x.md"], in: folder.url)
        #expect(outcome.status == 1)
        for number in ["x.md:11:7: warning: 0.86 ", "86 looks", "60,000 looks"] {
            #expect(outcome.error.contains(number), "\(outcome.error)")
        }
        #expect(outcome.output.contains("3 warnings"))
        let clean = try Command.lectern(["check", "--strict", "y.md"], in: folder.url)
        #expect(clean.status == 0, "\(clean)")
    }
}
