import Foundation
import Testing

/// Lessons in one folder know each other.
@Suite(.timeLimit(.minutes(5))) struct BookTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            "---\ntitle: First\nnumber: \"3.2\"\n---\n\n## Part\n:label:`sec_part`\n\n$$\nx\n$$\n:eqlabel:`eq_x`\n",
            to: "a.md")
        try folder.write(
            "---\ntitle: Later\nnumber: \"3.10\"\ndescription: About *it*.\n---\n\nSee :numref:`sec_part`, :eqref:`eq_x`.\n",
            to: "b.md")
        return folder
    }

    @Test func referencesLeadIntoOtherLessons() throws {
        let folder = try folder()
        #expect(try Command.lectern(["check", "--strict", "b.md"], in: folder.url).status == 0)
        let outcome = try Command.lectern(["render", "b.md", "a.md"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome)")
        let html = try folder.read("output/b.html")
        #expect(html.contains("href=\"a.html#part\">Section 3.2.1<"))
        #expect(html.contains("href=\"a.html#ref-eq_x\">(3.2.1)<"))
    }

    @Test func aReferenceToNothingNamesTheNearestLabelOfTheBook() throws {
        let folder = try folder()
        try folder.write("See :numref:`sec_prat`.\n", to: "c.md")
        let outcome = try Command.lectern(["verify", "c.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("c.md:1:13: error: nothing has the label `sec_prat`"), "\(outcome.error)")
        #expect(outcome.error.contains("did you mean `sec_part`?"))
    }

    @Test func pagesAreLinkedInTheOrderOfTheirNumbers() throws {
        let folder = try folder()
        #expect(try Command.lectern(["render", "b.md", "a.md"], in: folder.url).status == 0)
        #expect(try folder.read("output/a.html").contains("rel=\"next\" href=\"b.html\">3.10 Later →<"))
        #expect(try folder.read("output/b.html").contains("rel=\"prev\" href=\"a.html\">← 3.2 First<"))
        let index = try folder.read("output/index.html")
        let places = ["a.html", "b.html"].compactMap { index.firstRange(of: "href=\"\($0)\"")?.lowerBound }
        #expect(places.count == 2 && places == places.sorted())
        #expect(index.contains("<p>About *it*.</p>"))
    }

    @Test func aMistakeInOneLessonLeavesItsLabelsKnown() throws {
        let folder = try folder()
        try folder.write(try folder.read("a.md") + "\n```swift cell hid\n```\n", to: "a.md")
        #expect(try Command.lectern(["check", "--strict", "b.md"], in: folder.url).status == 0)
        #expect(try Command.lectern(["check", "a.md"], in: folder.url).status == 1)
    }

    @Test func lessonsInFoldersBelowAreOfTheBook() throws {
        let folder = try folder()
        try folder.write("# Deep\n\n## Part\n:label:`sec_deep`\n", to: "deep/d.md")
        try folder.write("# E\n\n:numref:`sec_deep` [d](deep/d.md#part) [e](deep/d.md#none)\n", to: "e.md")
        let outcome = try Command.lectern(["check", "e.md"], in: folder.url)
        #expect(outcome.output == "✗ 1 lesson, 1 error, 0 warnings\n")
        #expect(outcome.error.contains("e.md:3:44: error: deep/d.md has no section `#none`"), "\(outcome.error)")
    }

    @Test func theSameLabelInTwoLessonsIsReported() throws {
        let folder = try folder()
        try folder.write("# C\n\n## Part\n:label:`sec_part`\n", to: "c.md")
        let outcome = try Command.lectern(["check", "c.md"], in: folder.url)
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("c.md:4:2: warning: a.md has the label `sec_part` too"), "\(outcome.error)")
    }

    @Test func linksLeadToReportsWithSections() throws {
        let folder = try folder()
        try folder.write("# C\n\n[a](a.md#part) [b](./b.md) [n](none.md) [p](a.md#nope)\n", to: "c.md")
        let outcome = try Command.lectern(["render", "c.md"], in: folder.url)
        #expect(outcome.status == 0)
        let html = try folder.read("output/c.html")
        #expect(html.contains("<a href=\"a.html#part\">a</a> <a href=\"b.html\">b</a> <a href=\"../none.md\">n</a>"))
        #expect(outcome.error.contains("c.md:3:32: warning: there is no file none.md"), "\(outcome.error)")
        #expect(outcome.error.contains("c.md:3:45: warning: a.md has no section `#nope`"))
    }

    @Test func aLessonCalledIndexKeepsItsPage() throws {
        let folder = try folder()
        try folder.write("# Welcome\n", to: "index.md")
        #expect(try Command.lectern(["render", "index.md", "a.md", "b.md"], in: folder.url).status == 0)
        #expect(try folder.read("output/index.html").contains("<title>Welcome</title>"))
        #expect(try folder.read("output/contents.html").contains("href=\"index.html\""))
        #expect(try folder.read("output/a.html").contains("<a href=\"contents.html\">"))
    }

    @Test func aPageIsMadeAgainWhenWhatItShowsOfOthersChanges() throws {
        let folder = try folder()
        let render = ["render", "a.md", "b.md"]
        let kept = ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path]
        #expect(try Command.lectern(render, in: folder.url, environment: kept).status == 0)
        #expect(
            try Command.lectern(render, in: folder.url, environment: kept).error.components(separatedBy: "up to date")
                .count == 3)
        try folder.write(try folder.read("a.md").replacing("## Part", with: "## New\n\n## Part"), to: "a.md")
        #expect(try Command.lectern(render, in: folder.url, environment: kept).status == 0)
        #expect(try folder.read("output/b.html").contains("href=\"a.html#part\">Section 3.2.2<"))
        try folder.write(try folder.read("b.md").replacing("Later", with: "Last"), to: "b.md")
        #expect(try Command.lectern(render, in: folder.url, environment: kept).status == 0)
        #expect(try folder.read("output/a.html").contains("3.10 Last →"))
    }

    @Test func oneLessonAloneHasNoContents() throws {
        let folder = try folder()
        #expect(try Command.lectern(["render", "a.md"], in: folder.url).status == 0)
        #expect(folder.files == ["a.md", "b.md", "output", "output/a.html"])
        #expect(!(try folder.read("output/a.html").contains("rel=\"next\"")))
    }

    @Test func aBookHasATitleAuthorsAndALicence() throws {
        let folder = try TemporaryFolder()
        for (name, title, language) in [("1", "One", "en"), ("2", "二", "zh"), ("3", "Three", "en")] {
            try folder.write(
                "---\ntitle: \(title)\nnumber: \(name)\nlanguage: \(language)\n---\n\nText.\n", to: "\(name).md")
        }
        let files = ["2.md", "1.md", "3.md"]
        let plain = try Command.lectern(["render"] + files, in: folder.url)
        #expect(plain.status == 0, "\(plain)")
        // Most lessons are in English.
        #expect(try folder.read("output/index.html").contains("<html lang=\"en\">"))
        #expect(try folder.read("output/index.html").contains("<title>Lessons</title>"))

        try folder.write(
            "title: A & B\nauthors: [Ada, Bo]\nlicense: CC BY 4.0\nlanguage: de\ndescription: Of letters.\n",
            to: "book.yaml")
        #expect(try Command.lectern(["render"] + files, in: folder.url).status == 0)
        let index = try folder.read("output/index.html")
        for words in ["<html lang=\"de\">", "<title>A &amp; B</title>", "Ada, Bo", "Of letters.", "CC BY 4.0"] {
            #expect(index.contains(words), "\(words)")
        }
        let page = try folder.read("output/2.html")
        #expect(page.contains("A &amp; B · Ada, Bo · CC BY 4.0"))
        #expect(page.contains("<meta name=\"author\" content=\"Ada, Bo\">"))
    }

    @Test func whatIsWrongWithTheBooksFileIsTold() throws {
        let folder = try TemporaryFolder()
        try folder.write("# A\n", to: "a.md")
        try folder.write("titel: A\nlicense: [a]\n", to: "book.yaml")
        let outcome = try Command.lectern(["check", "a.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("book.yaml:1:1: error: `titel` says nothing of a book"), "\(outcome)")
        #expect(outcome.error.contains("did you mean `title`?"))
        #expect(outcome.error.contains("book.yaml:2:10: error: `license` takes a single value"), "\(outcome)")
    }
}
