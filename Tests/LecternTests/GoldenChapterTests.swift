import Foundation
import Testing

/// Whole chapters: what `lectern verify` says of each, and the content of its report, are kept beside it.
///
/// With `LECTERN_ACCEPT=1` in the environment the tests write what they find, to be read before it is committed.
@Suite(.timeLimit(.minutes(5))) struct GoldenChapterTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    @Test(arguments: ["basics", "differs", "fails", "chinese", "exercises"])
    func theChapterComesOutAsBefore(name: String) throws {
        let golden = Self.folder.appending(path: name)
        let work = try TemporaryFolder()
        try work.write(String(contentsOf: golden.appending(path: "chapter.md"), encoding: .utf8), to: "chapter.md")

        let verdict = try Command.lectern(["verify", "chapter.md"], in: work.url)
        try compare(
            withoutTimes("status \(verdict.status)\n\(verdict.output)"), golden.appending(path: "verify.expected"))

        let rendering = try Command.lectern(["render", "chapter.md"], in: work.url)
        guard rendering.status == 0 else {
            try compare(withoutTimes(rendering.error), golden.appending(path: "render.expected"))
            return
        }
        let html = try work.read("output/chapter.html")
        let content = try #require(html.firstMatch(of: /(?s)<main.*<\/main>/))
        // One element a line, so that a difference is a short one.
        let lines = withoutTimes(String(content.0)).replacing("><", with: ">\n<")
        try compare(lines + "\n", golden.appending(path: "report.expected"))
    }

    @Test func theGuideToWritingLessonsHolds() throws {
        #expect(try Command.lectern(["check", "--strict", "chapters/authoring.md"]).status == 0)
        let outcome = try Command.lectern(["verify", "--strict", "chapters/authoring.md"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
    }

    private func withoutTimes(_ text: String) -> String {
        text.replacing(/[0-9.]+ (ms|s|min)\b/, with: "TIME")
    }

    private func compare(_ found: String, _ file: URL) throws {
        if ProcessInfo.processInfo.environment["LECTERN_ACCEPT"] == "1" {
            try Data(found.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let lines = zip(found.split(separator: "\n"), expected.split(separator: "\n"))
        if let (now, before) = lines.first(where: { $0 != $1 }) {
            Issue.record("\(file.lastPathComponent) was\n\(before)\nand is\n\(now)")
        }
        #expect(found == expected)
    }
}
