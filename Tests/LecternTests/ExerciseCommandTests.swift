import Foundation
import Testing

/// Exercises on the command line: what verifying says, and pages for a class.
@Suite(.timeLimit(.minutes(2))) struct ExerciseCommandTests {
    private static let lesson = """
        # T

        > ```swift exercise id=double
        > func double(_ x: Int) -> Int { x }
        > ```
        >
        > ```swift check
        > expect(double(2) == 4, "doubled")
        > ```
        > ```swift solution
        > func double(_ x: Int) -> Int { 2 * x }
        > ```
        >
        > Words
        >
        > ```swift wrong="adds one"
        > func double(_ x: Int) -> Int { x + 1 }
        > ```

        The sum is [3](swift:1+2).

        """

    @Test func aWrongAnswerThatPassesIsAFailure() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let right = try Command.lectern(["verify", "a.md"], in: folder.url)
        #expect(right.status == 0)
        #expect(right.output.contains("1 exercise proves itself"), "\(right.output)")
        try folder.write(Self.lesson.replacing("x + 1", with: "x + x"), to: "a.md")
        let wrong = try Command.lectern(["verify", "a.md"], in: folder.url)
        #expect(wrong.status == 1)
        #expect(
            wrong.output.hasPrefix("a.md:16:12: exercise `double`: the wrong answer “adds one” passes every check\n"),
            "\(wrong.output)")
    }

    @Test func aPageForAClassHasNoSolutionAndSaysSo() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        #expect(try Command.lectern(["render", "--without-solutions", "a.md"], in: folder.url).status == 0)
        let page = try folder.read("output/a.html")
        for secret in ["{ 2 * x }", "{ x + 1 }", "adds one"] { #expect(!page.contains(secret), "\(secret)") }
        #expect(page.contains("without its solution"))

        let verified = try Command.lectern(["verify", "output/a.html"], in: folder.url)
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("1 exercise without its solution"))
        let lesson = try Command.lectern(["extract", "--output", "out", "output/a.html"], in: folder.url)
        #expect(lesson.status == 0, "\(lesson.error)")
        let text = try folder.read("out/a.md")
        // Every line is where it was.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let whole = Self.lesson.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == whole.count)
        #expect(lines[2] == "> ```swift exercise id=double withheld")
        #expect(lines[6] == whole[6] && lines[13] == "> Words")
        #expect(lines[9...11].allSatisfy { $0 == ">" } && lines[15...17].allSatisfy { $0 == ">" })

        // The whole page again.
        #expect(try Command.lectern(["render", "a.md"], in: folder.url).status == 0)
        #expect(try folder.read("output/a.html").contains("adds one"))
    }

    @Test func aSolutionThatCellsNeedIsNotLeftOut() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson.replacing("swift solution", with: "swift solution keep"), to: "a.md")
        let outcome = try Command.lectern(["render", "--without-solutions", "a.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("a.md:10:12: error: the solution of exercise `double` cannot be left out"))
        #expect(!folder.files.contains("output/a.html"))
    }
}
