import Foundation
import Testing

/// A report carries its lesson: it can be confirmed, and the lesson can be had back.
@Suite(.timeLimit(.minutes(5))) struct CarriedLessonTests {
    private static let lesson = """
        ---
        data: [table.csv, more/]
        ---
        # Sums

        ```swift cell id=sum
        import Foundation
        let numbers = try String(contentsOfFile: "table.csv", encoding: .utf8).split(separator: ",").compactMap { Int($0) }
        print("</script><!--", numbers.reduce(0, +))
        ```
        ```output
        </script><!-- 6
        ```

        The sum is [6](swift:numbers.reduce(0,+)), as [there](b.md). ![A picture](p.svg)

        ```swift cell id=curve
        plot([1.0, 4, 9], title: "Squares")
        expect(numbers.count == 3, "three")
        ```

        ```swift cell
        print(UInt64(Date().timeIntervalSince1970 * 1e6))
        ```
        ```output illustrative
        1
        ```

        ```swift cell fails=trap
        print("near the end")
        print(numbers[3])
        ```

        """

    /// Runs commands that keep what they compile, as those of one person do.
    private static func lectern(_ arguments: [String], in folder: TemporaryFolder) throws -> Command.Outcome {
        let cache = folder.url.appending(path: ".cache").path
        return try Command.lectern(arguments, in: folder.url, environment: ["XDG_CACHE_HOME": cache])
    }

    /// The report, made once, beside that of another lesson, the reference and a picture.
    private static let report = Result {
        let folder = try TemporaryFolder()
        try folder.write(lesson, to: "sums.md")
        try folder.write("# B\n", to: "b.md")
        try folder.write("1,2,3", to: "table.csv")
        try folder.write("<svg></svg>", to: "p.svg")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "more"), withIntermediateDirectories: true)
        try folder.write("x", to: "more/x.txt")
        try folder.write("<p>All names</p>", to: "output/reference.html")
        let outcome = try lectern(["render", "sums.md", "b.md"], in: folder)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try folder.read("output/index.html").contains("<a href=\"reference.html\">Reference"))
        return try folder.read("output/sums.html")
    }

    /// The report by itself, elsewhere.
    private func alone(_ page: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(page, to: "page.html")
        return folder
    }

    @Test func aReportConfirmsItselfAnywhereUnlessItIsForged() throws {
        let text = try Self.report.get()
        #expect(text.contains("<a class=\"api\" href=\"reference.html#api-plot\""))
        let page = try alone(text)
        func forged(_ changes: [(part: String, forged: String)]) throws -> String {
            try changes.reduce(text) { text, change in
                let range = try #require(text.ranges(of: change.part).last, "\(change.part)")
                return text.replacingCharacters(in: range, with: change.forged)
            }
        }
        // How the rest is compared is tested where pages are made.
        let shown = try forged([
            (
                "<pre class=\"text\" tabindex=\"0\">&lt;/script&gt;&lt;!-- 6",
                "<pre class=\"text\" tabindex=\"0\">&lt;/script&gt;&lt;!-- 7"
            ),
            ("title=\"func plot", "title=\"func plod"),
        ])
        try page.write(shown, to: "shown.html")
        // A report is one by what it holds.
        let carried = try forged([
            ("contentsOfFile: \\\"table.csv\\\"", "contentsOfFile: \\\"more/x.txt\\\""),
            ("[1.0, 4, 9]", "[1.0, 4, 10]"),
        ])
        try page.write("Hello\n\n" + carried, to: "carried.md")
        let files = ["carried.md", "page.html", "shown.html"]
        let outcome = try Command.lectern(["verify"] + files, in: page.url)
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.error.contains("page.html: running the code that the page carries"))
        for line in [
            "✓ page.html: the page is what its lesson gives; 1 output matches, 1 output is an example, ",
            "shown.html: the page says “</script><!-- 7” where its lesson says “</script><!-- 6”",
            "shown.html: the page is not made as its lesson would be at “<a class=\"api\"",
            "✗ shown.html: the page is not what its lesson gives; ", "the output of cell `sum` differs",
            "cell `curve`: its outputs are not those that the page was made with",
            "✗ carried.md: the page is not what its lesson gives; ",
        ] {
            #expect(outcome.output.contains(line), "\(outcome)")
        }
        #expect(page.files == files)
    }

    @Test(arguments: ["--update", "--diff", "--cached"]) func reportsAreNotWritten(option: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("<p></p>", to: "page.html")
        let outcome = try Command.lectern(["verify", option, "page.html"], in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("\(option) is for lessons, and 'page.html' is a report"), "\(outcome)")
    }

    @Test func whatIsNoLessonAndNoReportIsSaidToBeNeither() throws {
        let folder = try TemporaryFolder()
        try folder.write("# Markdown\n", to: "page.html")
        try folder.write("<!doctype html>\n<p>Hello</p>\n", to: "page.md")
        for name in ["page.html", "page.md"] {
            let outcome = try Command.lectern(["verify", name], in: folder.url)
            #expect(outcome.status == 2, "\(outcome)")
            #expect(outcome.error.contains("\(name): error: the page carries no lesson"), "\(outcome)")
        }
    }

    @Test func aReportInAnotherLookWithTimesIsConfirmedWithItsTemplate() throws {
        let folder = try TemporaryFolder()
        try folder.write("# A\n\n```swift cell\nprint(1)\n```\n```output\n1\n```\n", to: "a.md")
        try #require(Self.lectern(["template", "look"], in: folder).status == 0)
        let output = try folder.read("look/output.mustache")
        try folder.write(output + "<hr>\n", to: "look/output.mustache")
        let rendered = try Self.lectern(["render", "--times", "--template", "look", "a.md"], in: folder)
        #expect(rendered.status == 0, "\(rendered)")
        #expect(try folder.read("output/a.html").contains("ran in"))
        let with = try Self.lectern(["verify", "--template", "look", "output/a.html"], in: folder)
        #expect(with.status == 0, "\(with)")
    }

    @Test func aReportWithoutItsFilesIsNotSaidToFail() throws {
        let text = try Self.report.get()
        let page = try alone(text.replacing("\"lacksFiles\":false", with: "\"lacksFiles\":true"))
        let outcome = try Command.lectern(["verify", "page.html"], in: page.url)
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("the files that its cells read are too large for it to carry"), "\(outcome)")
    }

    @Test func theLessonIsGivenBack() throws {
        let page = try alone(Self.report.get())
        let outcome = try Command.lectern(["extract", "-o", "back", "page.html"], in: page.url)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try page.read("back/sums.md") == Self.lesson)
        #expect(try page.read("back/table.csv") == "1,2,3")
        #expect(try page.read("back/more/x.txt") == "x")
        #expect(try page.read("back/p.svg") == "<svg></svg>")
        try page.write("mine", to: "back/table.csv")
        let again = try Command.lectern(["extract", "-o", "back", "page.html"], in: page.url)
        #expect(again.status == 2)
        #expect(again.error.contains("sums.md: error: it is there already"))
        #expect(try page.read("back/table.csv") == "mine")
    }

    @Test(arguments: ["../x.md", "/tmp/x.md", "a/b.md", ""]) func noFileLiesOutside(name: String) throws {
        let text = try Self.report.get()
        let page = try alone(text.replacing("\"name\":\"sums.md\"", with: "\"name\":\"\(name)\""))
        for arguments in [["extract", "-o", "back"], ["verify"]] {
            let outcome = try Command.lectern(arguments + ["page.html"], in: page.url)
            #expect(outcome.status == 2)
            #expect(outcome.error.contains("page.html: error: the page carries no lesson"), "\(outcome)")
        }
        #expect(page.files == ["page.html"])
    }

    @Test func theSameLessonGivesTheSameBytes() throws {
        let folder = try TemporaryFolder()
        try folder.write("# A\n\n```swift cell\nprint(1)\nplot([1.0, 4, 9])\n```\n", to: "a.md")
        #expect(try Self.lectern(["render", "a.md"], in: folder).status == 0)
        let first = try folder.read("output/a.html")
        #expect(try Self.lectern(["render", "--fresh", "a.md"], in: folder).status == 0)
        #expect(try folder.read("output/a.html") == first)
    }
}
