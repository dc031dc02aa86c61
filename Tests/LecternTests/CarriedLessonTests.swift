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

        The sum is [6](swift:numbers.reduce(0,+)).

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

    private func rendered() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "sums.md")
        try folder.write("1,2,3", to: "table.csv")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "more"), withIntermediateDirectories: true)
        try folder.write("x", to: "more/x.txt")
        let outcome = try Command.lectern(["render", "sums.md"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome)")
        return folder
    }

    /// The report, made once.
    private static let report = Result { try CarriedLessonTests().rendered().read("output/sums.html") }

    /// The report by itself, elsewhere.
    private func alone(_ page: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(page, to: "page.html")
        return folder
    }

    @Test func aReportConfirmsItselfAnywhere() throws {
        let page = try alone(Self.report.get())
        let outcome = try Command.lectern(["verify", "page.html"], in: page.url)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(
            outcome.output.hasPrefix(
                "✓ page.html: the page is what its lesson gives; 1 output matches, 1 output is an example, "),
            "\(outcome)")
        #expect(outcome.error.contains("running the code that the page carries"))
        #expect(page.files == ["page.html"])
    }

    @Test(arguments: [
        // What is shown, what is carried, and what stands for the outputs.
        (
            "<pre class=\"text\" tabindex=\"0\">&lt;/script&gt;&lt;!-- 6",
            "<pre class=\"text\" tabindex=\"0\">&lt;/script&gt;&lt;!-- 7",
            "the page says “</script><!-- 7” where its lesson says “</script><!-- 6”"
        ),
        ("numbers.reduce(0,+) = 6\">6", "numbers.reduce(0,+) = 6\">7", "where its lesson says “The sum is 6✓.”"),
        ("<p>The sum is", "<p>The final sum is", "the page says “The final sum is 6✓.”"),
        ("</main>", "<p>All is well.</p></main>", "All is well."),
        ("<title>Sums</title>", "<title>Great sums</title>", "the page says “Great sums” where its lesson says “Sums”"),
        ("</body>", "<style>pre{display:none}</style></body>", "pre{display:none}"),
        ("contentsOfFile: \\\"table.csv\\\"", "contentsOfFile: \\\"more/x.txt\\\"", "the output of cell `sum` differs"),
        ("[1.0, 4, 9]", "[1.0, 4, 10]", "cell `curve`: its outputs are not those that the page was made with"),
    ]) func aForgedReportIsFoundOut(part: String, forged: String, message: String) throws {
        let text = try Self.report.get()
        #expect(text.contains(part))
        let start = try #require(text.ranges(of: part).last)
        let page = try alone(text.replacingCharacters(in: start, with: forged))
        let outcome = try Command.lectern(["verify", "page.html"], in: page.url)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(message), "\(outcome)")
        #expect(outcome.output.contains("✗ page.html: "), "\(outcome)")
        #expect(!outcome.output.contains("✗ page.html: 1 output matches"), "\(outcome)")
    }

    @Test(arguments: ["--update", "--diff", "--cached"]) func reportsAreNotWritten(option: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("<p></p>", to: "page.html")
        let outcome = try Command.lectern(["verify", option, "page.html"], in: folder.url)
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("\(option) is for lessons, and 'page.html' is a report"), "\(outcome)")
    }

    @Test func aReportThatLeadsToTheReferenceIsConfirmed() throws {
        let folder = try rendered()
        try folder.write("# B\n", to: "b.md")
        try folder.write("<p>All names</p>", to: "output/reference.html")
        #expect(try Command.lectern(["render", "sums.md", "b.md"], in: folder.url).status == 0)
        let page = try folder.read("output/sums.html")
        #expect(page.contains("<a class=\"api\" href=\"reference.html#api-plot\""))
        #expect(try folder.read("output/index.html").contains("<a href=\"reference.html\">Reference"))
        let copy = try alone(page)
        let outcome = try Command.lectern(["verify", "page.html"], in: copy.url)
        #expect(outcome.status == 0, "\(outcome)")
        try copy.write(page.replacing("title=\"func plot", with: "title=\"func plod"), to: "page.html")
        let forged = try Command.lectern(["verify", "page.html"], in: copy.url)
        #expect(forged.status == 1, "\(forged)")
    }

    @Test func aReportInAnotherLookIsConfirmedWithItsTemplate() throws {
        let folder = try rendered()
        try #require(Command.lectern(["template", "look"], in: folder.url).status == 0)
        let output = try folder.read("look/output.mustache")
        try folder.write(output + "<hr>\n", to: "look/output.mustache")
        try #require(Command.lectern(["render", "--template", "look", "sums.md"], in: folder.url).status == 0)
        let with = try Command.lectern(["verify", "--template", "look", "output/sums.html"], in: folder.url)
        #expect(with.status == 0, "\(with)")
    }

    @Test func theLessonIsGivenBack() throws {
        let page = try alone(Self.report.get())
        let outcome = try Command.lectern(["extract", "-o", "back", "page.html"], in: page.url)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try page.read("back/sums.md") == Self.lesson)
        #expect(try page.read("back/table.csv") == "1,2,3")
        #expect(try page.read("back/more/x.txt") == "x")
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
            #expect(outcome.status == 1)
            #expect(outcome.error.contains("page.html: error: the page carries no lesson"), "\(outcome)")
        }
        #expect(page.files == ["page.html"])
    }

    @Test func theSameLessonGivesTheSameBytes() throws {
        let folder = try rendered()
        try folder.write(Self.lesson.replacing("Date().timeIntervalSince1970", with: "7.0"), to: "sums.md")
        #expect(try Command.lectern(["render", "sums.md"], in: folder.url).status == 0)
        let first = try folder.read("output/sums.html")
        #expect(try Command.lectern(["render", "--fresh", "sums.md"], in: folder.url).status == 0)
        #expect(try folder.read("output/sums.html") == first)
        #expect(try Command.lectern(["render", "--fresh", "--times", "sums.md"], in: folder.url).status == 0)
        #expect(try folder.read("output/sums.html").contains("ran in"))
    }
}
