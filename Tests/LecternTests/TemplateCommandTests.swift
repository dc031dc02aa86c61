import Foundation
import Testing

/// A report's look as files that a person changes.
@Suite(.timeLimit(.minutes(5))) struct TemplateCommandTests {
    @Test func aTemplateIsWrittenOnceAndUsed() throws {
        let folder = try TemporaryFolder()
        try folder.write("# Words\n\nNothing but words.\n", to: "words.md")
        #expect(try Command.lectern(["template", "look"], in: folder.url).status == 0)
        #expect(folder.files.contains("look/page.mustache") && folder.files.contains("look/page.css"))
        try folder.write("<footer>mine</footer>\n", to: "look/footer.mustache")
        let again = try Command.lectern(["template", "look"], in: folder.url)
        #expect(again.status == 0)
        #expect(again.error.contains("look/footer.mustache: kept as it is"))
        #expect(try folder.read("look/footer.mustache") == "<footer>mine</footer>\n")

        let rendering = try Command.lectern(["render", "--template", "look", "words.md"], in: folder.url)
        #expect(rendering.status == 0, "\(rendering)")
        #expect(try folder.read("output/words.html").contains("<footer>mine</footer>"))
    }

    @Test func aMistakeInATemplateIsShownAndNothingIsWritten() throws {
        let folder = try TemporaryFolder()
        try folder.write("# Words\n\nNothing but words.\n", to: "words.md")
        try folder.write("<h1>{{titel}}</h1>\n", to: "header.mustache")
        let rendering = try Command.lectern(["render", "--template", ".", "words.md"], in: folder.url)
        #expect(rendering.status == 2)
        #expect(rendering.error.contains("./header.mustache:1:5: error: there is no value `titel`"))
        #expect(rendering.error.contains("did you mean `title`?"))
        #expect(!folder.files.contains("output/words.html"))
    }
}
