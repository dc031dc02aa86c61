import CellMessages
import ChapterDocument
import Foundation
import OutputVerification
import ReportRendering
import Testing

/// A report beside what its lesson gives when it is run again.
@Suite struct PageComparisonTests {
    /// A lesson whose outputs may be others each time, within its own rules.
    private static let lesson = """
        # Times

        ```swift cell id=rate
        let rate = 0.861
        print("rate", rate)
        ```
        ```output tolerance=0.02
        rate 0.86
        ```

        The rate is [0.86](<swift:rate + 0.001>).

        ```swift cell id=steps
        train()
        ```
        ```output figures=...
        step 1
        ...
        took [..] ms
        ```

        ```swift cell
        print(Date())
        ```
        ```output illustrative
        today
        ```

        """

    /// The lesson after a run that gave this rate and time.
    private func run(rate: Double, milliseconds: Int, title: String) throws -> ExecutedChapter {
        let printed = ["rate \(rate)\n", "step 1\nstep 2\ntook \(milliseconds) ms\n", "day \(milliseconds)\n"]
        var results = printed.map { text in
            var result = CellResult(outcome: .succeeded)
            result.outputs = [.text(.standardOutput, text)]
            return result
        }
        let series = Series(name: "time", x: [0, 1], y: [1, Double(milliseconds)])
        results[1].outputs.append(
            .display(id: 1, .figure(Figure(title: title, panels: [.plot(Plot(series: [series]))]))))
        let value = EvaluatedValue(index: 0, text: "\(rate + 0.001)")
        return ExecutedChapter(
            chapter: try Chapter(parsing: Self.lesson, path: "a.md"), results: results, values: [.value(value)])
    }

    private func differences(part: String, forged: String) throws -> [String] {
        let renderer = ReportRenderer()
        let first = try run(rate: 0.861, milliseconds: 7, title: "Any")
        let carried = CarriedLesson(of: first, files: [])
        let report = try renderer.render(
            first, verdict: ChapterVerdict(verifying: first), options: ReportOptions(lesson: carried)
        ).html
        let range = try #require(report.firstRange(of: part))
        let again = try run(rate: 0.859, milliseconds: 9, title: "Other")
        let page = report.replacingCharacters(in: range, with: forged)
        let lesson = try #require(CarriedLesson(carriedBy: page))
        return try renderer.findings(on: page, from: again, carrying: lesson).filter(\.isDifference).map(\.sentence)
    }

    @Test(arguments: [
        ("rate 0.861\n", "rate 0.87\n"), ("+ 0.001 = 0.862", "+ 0.001 = 0.864"), ("took 7 ms", "took 8 ms"),
        ("step 2\n", "step 2\nstep 3\n"), ("day 7", "someday"), (">Any<", ">Another<"),
    ]) func whatTheLessonAllowsIsNoDifference(part: String, forged: String) throws {
        #expect(try differences(part: part, forged: forged) == [])
    }

    @Test(arguments: [
        ("rate 0.861\n", "rate 0.95\n", "cell `rate`: the page shows “rate 0.95”, which its lesson does not allow"),
        ("rate 0.861\n", "rate 0.861\nall is well\n", "cell `rate`: the page shows “all is well”"),
        ("rate 0.861\n", "rate <b>0.861</b>\n", "which its lesson does not allow"),
        ("rate 0.861\n", "rate <!-- 0.95 -->0.861\n", "which its lesson does not allow"),
        ("+ 0.001 = 0.862", "+ 0.001 = 0.9", "the page is not made as its lesson would be at “The rate is 0.86✓.”"),
        ("took 7 ms", "took no time", "cell `steps`: the page shows “took no time”"),
        ("<p class=\"cell-facts\">", "<p>Well done</p><p class=\"cell-facts\">", "Well done"),
        (">train<", ">trick<", "the page says “trick()” where its lesson says “train()”"),
        ("</figure>", "<script>x</script></figure>", "x"),
        ("<figure", "<figure onclick=\"x()\"", "the page says “Any"),
        ("</figure>", "<a href=\"https://x.org\">y</a></figure>", "y"),
        ("</figure>", "<img src=\"https://x.org/y.png\"></figure>", "the page is not made"),
        ("</figure>", "<p>Well done</p></figure>", "Well done"),
    ]) func whatItDoesNotAllowIs(part: String, forged: String, message: String) throws {
        let differences = try differences(part: part, forged: forged)
        #expect(differences.contains { $0.contains(message) }, "\(differences)")
    }

    /// What came out the same again is held against just that, whatever else the lesson would allow.
    @Test(arguments: [
        ("rate 0.861\n", "rate 0.87\n", "the page says “rate 0.87” where its lesson says “rate 0.861”"),
        ("took 7 ms", "took 8 ms", "took 8 ms"), (">Any<", ">Another<", "Another"),
        ("+ 0.001 = 0.862", "+ 0.001 = 0.864", "0.86"),
    ]) func whatCameOutTheSameAgainIsCompared(part: String, forged: String, message: String) throws {
        let renderer = ReportRenderer()
        let first = try run(rate: 0.861, milliseconds: 7, title: "Any")
        let carried = CarriedLesson(of: first, files: [])
        let report = try renderer.render(
            first, verdict: ChapterVerdict(verifying: first), options: ReportOptions(lesson: carried)
        ).html
        let range = try #require(report.firstRange(of: part))
        func findings(_ page: String) throws -> [String] {
            let lesson = try #require(CarriedLesson(carriedBy: page))
            return try renderer.findings(on: page, from: first, carrying: lesson).map(\.sentence)
        }
        #expect(try findings(report) == [])
        let found = try findings(report.replacingCharacters(in: range, with: forged))
        #expect(found.contains { $0.contains(message) }, "\(found)")
    }

    @Test func figuresThatTheLessonLeavesOpenAreSaidNotToBeCompared() throws {
        let renderer = ReportRenderer()
        let first = try run(rate: 0.861, milliseconds: 7, title: "Any")
        let options = ReportOptions(lesson: CarriedLesson(of: first, files: []))
        let report = try renderer.render(first, verdict: ChapterVerdict(verifying: first), options: options).html
        let lesson = try #require(CarriedLesson(carriedBy: report))
        let again = try run(rate: 0.861, milliseconds: 9, title: "Other")
        let findings = try renderer.findings(on: report, from: again, carrying: lesson)
        #expect(
            findings.map(\.sentence) == [
                "the figures of cell `steps` are not compared: the lesson leaves them open"
            ])
        #expect(findings.allSatisfy { !$0.isDifference })
    }
}

/// A report of a lesson in a book, with pictures beside it, compared where none of them is.
@Suite struct PageSurroundingsTests {
    private static let lesson = """
        ---
        date: 2026-11-28
        ---
        # Here

        In 5 steps [as there](b.md#first-part) and in :numref:`there` and [elsewhere](notes.md), see :numref:`gone`.

        ![A *good* picture](p.svg)

        Inline ![one](sub/q.svg "told") and <img src="p.svg" alt="html">, and ![none](none.svg) and $\\half$.

        ```swift cell
        print(1)
        ```
        ```output
        1
        ```

        """
    private static let neighbour = "# There\n\n## First part\n:label:`there`\n\nText.\n"

    /// The report, made in a folder that is gone, and what its cells did.
    private static let made = Result { try make() }

    private static func make() throws -> (page: String, executed: ExecutedChapter) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
        for (name, text) in [
            ("p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), ("sub/q.svg", "<svg></svg>"),
            ("macros.tex", "\\gdef\\half{1/2}"),
        ] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        let paths = ["a.md", "b.md"].map { folder.appending(path: $0).path }
        let chapters = [
            try Chapter(parsing: lesson, path: paths[0], foreignLabels: .any),
            try Chapter(parsing: neighbour, path: paths[1]),
        ]
        var facts = BookFacts()
        (facts.title, facts.authors, facts.license) = ("Book", ["A. Uthor"], "CC0")
        let book = Book(
            chapters.map {
                Book.Page(chapter: $0, address: $0.path.hasSuffix("a.md") ? "a.html" : "b.html", isRendered: true)
            },
            facts: (facts, []))
        var result = CellResult(outcome: .succeeded)
        result.outputs = [.text(.standardOutput, "1\n")]
        result.seconds = 0.25
        let executed = ExecutedChapter(chapter: chapters[0], results: [result])
        let carried = CarriedLesson(
            of: executed, files: [("macros.tex", Data("\\gdef\\half{1/2}".utf8))])
        let page = try ReportRenderer().render(
            executed, verdict: ChapterVerdict(verifying: executed),
            options: ReportOptions(
                sourceAddress: "../lessons/a.md", book: book, showsTimes: true, lesson: carried)
        ).html
        return (page, executed)
    }

    /// What verifying the page finds in a folder that holds just what the page carries.
    private func differences(_ page: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let lesson = try #require(CarriedLesson(carriedBy: page))
        try lesson.write(to: folder.path)
        let path = folder.appending(path: lesson.name).path
        let again = ExecutedChapter(
            chapter: try Chapter(parsing: lesson.text, path: path, foreignLabels: .any),
            results: try Self.made.get().executed.results.map { result in
                var result = result
                result.seconds = 3
                return result
            })
        return try ReportRenderer().findings(on: page, from: again, carrying: lesson).map(\.sentence)
    }

    @Test func aReportIsMadeAgainWhereNothingStandsAroundIt() throws {
        let page = try Self.made.get().page
        for shown in [
            "<a href=\"b.html#first-part\">as there</a>",
            "<a class=\"reference\" href=\"b.html#first-part\">First part</a>",
            "<a href=\"../lessons/notes.md\">", "class=\"unresolved\"", "alt=\"html\"", "class=\"placeholder\"",
            "data:image/svg+xml;base64,", "rel=\"next\" href=\"b.html\"", "CC0", "0.25 s", "content=\"A. Uthor\"",
        ] {
            #expect(page.contains(shown), "\(shown)")
        }
        #expect(!page.contains("class=\"formula-error"))
        let found = try differences(page)
        #expect(found == [])
    }

    @Test func nothingBesideWhatIsFreeCanBeForged() throws {
        let page = try Self.made.get().page
        let picture = "\"data:image/svg+xml;base64,"
        for (part, forged) in [
            // In a block with a link, a reference, a picture.
            ("In 5 steps", "In 6 steps"), ("<a href=\"b.html", "<a onclick=\"x()\" href=\"b.html"),
            (">as there<", ">as here<"), ("href=\"b.html#first-part\"", "href=\"c.html#first-part\""),
            ("href=\"b.html#first-part\">First part<", "href=\"b.html#first-part\">Second part<"),
            ("../lessons/notes.md", "../lessons/votes.md"), ("see <span", "see 7 <span"),
            (picture, "\"data:image/svg+xml;base64,AAAA"), ("alt=\"html\"", "alt=\"more\""),
            ("class=\"picture\"", "class=\"x\""),
            // At the cell, in the footer and in the head.
            ("href=\"../lessons/a.md#L", "href=\"https://x.org/a.md#L"), ("· 0.25 s", "· 1 ms"),
            ("ran in 0.25", "ran in 9.25"),
            ("rel=\"next\" href=\"b.html\"", "rel=\"next\" href=\"javascript:x()\""), (">There →<", ">Gone →<"),
            ("CC0", "CC1"),
            ("content=\"A. Uthor\"", "content=\"B. Uthor\""), ("2026-11-28", "2026-11-29"),
        ] {
            let range = try #require(page.firstRange(of: part), "\(part)")
            #expect(try !differences(page.replacingCharacters(in: range, with: forged)).isEmpty, "\(part)")
        }
    }

    /// Where both the page and what it says of its surroundings are forged, addresses stay harmless. (Line 5 holds the digests of
    /// the page's scripts.)
    @Test func addressesThatArePartOfNoReportAreNotBelieved() throws {
        let page = try Self.made.get().page
        func both(_ old: String, _ new: String) -> String {
            page.replacing(old, with: new).replacing(
                old.replacing("/", with: "\\/"), with: new.replacing("/", with: "\\/"))
        }
        for (old, new) in [
            ("b.html#first-part", "https://x.org/b.html#first-part"), ("b.html#first-part", "b.html#other"),
            ("b.html#first-part", "javascript:x()//.html#first-part"),
            ("b.html#first-part", "//x.org/b.html#first-part"),
            ("../lessons/a.md", "https://x.org/a.md"), ("../lessons/a.md", "../lessons/b.md"),
            ("index.html", "data:text/html,x.html"),
        ] {
            let forged = both(old, new)
            #expect(forged != page)
            let found = try differences(forged)
            #expect(found.contains { !$0.contains("line 5 of") }, "\(new)")
        }
        // What another lesson calls a place is its own.
        let found = try differences(page.replacing("First part", with: "Part 1"))
        #expect(found == ["the page is not made as its lesson would be (line 5 of its HTML)"])
    }

    @Test func picturesAreGivenBackWithTheLesson() throws {
        let page = try Self.made.get().page
        let lesson = try #require(CarriedLesson(carriedBy: page)).includingPictures(of: page)
        #expect(lesson.files.map(\.path) == ["macros.tex", "p.svg", "sub/q.svg"])
        #expect(lesson.files.last?.content == Data("<svg></svg>".utf8))
    }
}
