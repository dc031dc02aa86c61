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

    @Test func oneLessonAloneHasNoContents() throws {
        let folder = try folder()
        #expect(try Command.lectern(["render", "a.md"], in: folder.url).status == 0)
        #expect(folder.files == ["a.md", "b.md", "output", "output/a.html"])
        #expect(!(try folder.read("output/a.html").contains("rel=\"next\"")))
    }
}
