import Foundation
import Testing

/// The commands as people meet them: what they write, what they say, how they end.
@Suite(.timeLimit(.minutes(5))) struct CommandTests {
    static let good = "# Good\n\n```swift cell id=one\nprint(1)\n```\n```output\n1\n```\n"

    @Test func renderWritesOneFile() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.good, to: "good.md")
        let outcome = try Command.lectern(["render", "good.md"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(folder.files == ["good.md", "output", "output/good.html"])
        let html = try folder.read("output/good.html")
        #expect(html.contains("<h1"))
        // Plain lines where nobody watches, no escape sequences.
        #expect(outcome.error.contains("good.md [1/1] one:"))
        #expect(!outcome.error.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("trap", "let a = [1]\nprint(a[Int.random(in: 3...4)])", "good.md:5:"),
        ("compile", "let a: Int = \"x\"", "good.md:4:14: error: cell `one`: cannot convert value"),
        ("throw", "struct E: Error {}\nthrow E()", "good.md:5:1: error: cell `one`: an error was thrown"),
        ("hang", "while true {}", "was still running here after 1 second and was stopped"),
    ]) func aFailedRunKeepsTheLastReport(name: String, code: String, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("---\ntimeout: 1\n---\n```swift cell id=one\n\(code)\n```\n", to: "bad.md")
        try folder.write("# Bad\n\n```swift cell id=one\n\(code)\n```\n", to: "good.md")
        let file = name == "hang" ? "bad.md" : "good.md"
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "output"), withIntermediateDirectories: true)
        let report = "output/" + file.replacing(".md", with: ".html")
        try folder.write("the last good report", to: report)
        let outcome = try Command.lectern(["render", file], in: folder.url)
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(try folder.read(report) == "the last good report")
    }

    @Test(arguments: [
        (["render", "missing.md"], 2, "missing.md: error: there is no such file"),
        (["verify", "missing.md"], 2, "missing.md: error: there is no such file"),
        (["render"], 2, "Missing expected argument '<files> ...'"),
        (["rendr", "x.md"], 2, "'rendr'"),
        (["render", "--outptu", "x", "good.md"], 2, "Unknown option '--outptu'"),
        (["render", "good.md", "other/good.md"], 2, "would both be rendered to"),
        (["render", "option.md"], 1, "option.md:1:15: error: unknown option `hid` of a cell"),
        (["render", "option.md"], 1, "did you mean `hide`?"),
        (["render", "front.md"], 1, "front.md:2:7: error: `seed` takes a whole number from 0"),
        (["render", "latin1.md"], 1, "latin1.md:2:4: error: the file is not text in UTF-8 from here on"),
        (["render", "utf16.md"], 1, "utf16.md:1:2: error: the file is not text in UTF-8 from here on"),
        (["verify", "--update", "--diff", "good.md"], 2, "exclude each other"),
        (["render", "-o", "good.md/x", "good.md"], 2, "cannot be written"),
    ]) func wrongUsageAndWrongChaptersAreTold(arguments: [String], status: Int, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.good, to: "good.md")
        try folder.write("```swift cell hid\nprint(1)\n```\n", to: "option.md")
        try folder.write("---\nseed: x\n---\n", to: "front.md")
        try (Data("ok\nabc".utf8) + [0xFF]).write(to: folder.url.appending(path: "latin1.md"))
        try Data("#\0 \0A\0".utf8).write(to: folder.url.appending(path: "utf16.md"))
        let outcome = try Command.lectern(arguments, in: folder.url)
        #expect(outcome.status == Int32(status), "\(outcome)")
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test func aMissingDataSetSaysHowToGetIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("```swift cell\nlet (a, b) = try FashionMNIST.load()\n```\n", to: "data.md")
        let outcome = try Command.lectern(
            ["render", "data.md"], in: folder.url, environment: ["LECTERN_DATA": "/nowhere"])
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("data.md:2:"))
        #expect(outcome.error.contains("apt-get install dataset-fashion-mnist"), "\(outcome.error)")
    }

    @Test func verifyTellsTheLineThatDiffers() throws {
        let folder = try TemporaryFolder()
        let text = "# X\n\n```swift cell id=one\nprint(1)\nprint(0.86)\n```\n```output tolerance=0.001\n1\n0.85\n```\n"
        try folder.write(text, to: "x.md")
        let outcome = try Command.lectern(["verify", "x.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("x.md:9"), "\(outcome.output)")
        #expect(outcome.output.contains("-0.85") && outcome.output.contains("+0.86"), "\(outcome.output)")

        let diff = try Command.lectern(["verify", "--diff", "x.md"], in: folder.url)
        #expect(diff.status == 1)
        #expect(diff.output.contains("+0.86"))
        #expect(try folder.read("x.md") == text)

        #expect(try Command.lectern(["verify", "--update", "x.md"], in: folder.url).status == 0)
        #expect(try folder.read("x.md") == text.replacing("0.85", with: "0.86"))
        #expect(try Command.lectern(["verify", "x.md"], in: folder.url).status == 0)
    }

    @Test func severalChaptersAreVerifiedAtOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.good, to: "a.md")
        try folder.write(Self.good.replacing("```output\n1", with: "```output\n2"), to: "b.md")
        try folder.write(Self.good, to: "c.md")
        let outcome = try Command.lectern(["verify", "a.md", "b.md", "c.md"], in: folder.url)
        #expect(outcome.status == 1)
        let places = ["a.md", "b.md", "c.md"].compactMap { outcome.output.firstRange(of: $0)?.lowerBound }
        #expect(places.count == 3 && places == places.sorted(), "\(outcome.output)")
    }

    @Test func helpTeaches() throws {
        let outcome = try Command.lectern(["--help"])
        #expect(outcome.status == 0)
        for word in ["render", "verify", "Exit status", "```swift cell"] { #expect(outcome.output.contains(word)) }
        #expect(try Command.lectern(["help", "render"]).output.contains("--output"))
    }

    @Test func ctrlCLeavesNothingBehind() async throws {
        let folder = try TemporaryFolder()
        try folder.write("```swift cell\nprint(1)\nwhile true {}\n```\n", to: "long.md")
        let scratch = try TemporaryFolder()
        let process = Process()
        process.executableURL = Command.programs.appending(path: "lectern")
        process.arguments = ["render", "long.md"]
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch.url.path]) { $1 }
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The compiled cell is there once the cell is about to run.
        while !scratch.files.contains(where: { $0.hasSuffix("host/stdout") }) {
            try await Task.sleep(for: .milliseconds(20))
        }
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(scratch.files.isEmpty)
        #expect(folder.files == ["long.md"])
    }

    @Test func reportsTellOfFilesThatAreNoLessons() throws {
        let folder = try TemporaryFolder()
        try folder.write("```swift cell hid\n```\n", to: "broken.md")
        let files = ["broken.md", "none.md"]
        let outcome = try Command.lectern(["verify", "--format", "github"] + files, in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("::error file=broken.md,line=1,col=15,title=Chapter::unknown option `hid`"))
        #expect(outcome.output.contains("::error file=none.md,title=Chapter::there is no such file"))
        let human = try Command.lectern(["verify"] + files, in: folder.url)
        #expect(human.output.contains("✗ broken.md: cannot be read\n"))
        #expect(human.output.contains("2 of 2 chapters are not as documented"))
        #expect(human.error.contains("did you mean `hide`?"))
    }
}
