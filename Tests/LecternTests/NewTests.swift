import ChapterDocument
import Foundation
import Testing

/// `lectern new` writes a lesson that works as it stands, and never writes over one.
@Suite(.timeLimit(.minutes(5))) struct NewTests {
    @Test func aScaffoldChecksRendersAndVerifies() throws {
        let folder = try TemporaryFolder()
        let made = try Command.lectern(["new", "book/one/4.7-softmax-regression.md"], in: folder.url)
        #expect(made.status == 0, "\(made.error)")
        #expect(made.error.contains("lectern verify book/one/4.7-softmax-regression.md"))
        #expect(folder.files == ["book", "book/one", "book/one/4.7-softmax-regression.md"])
        for arguments in [["check", "--strict"], ["verify", "--strict"], ["render"]] {
            let outcome = try Command.lectern(arguments + ["book/one/4.7-softmax-regression.md"], in: folder.url)
            #expect(outcome.status == 0, "\(arguments): \(outcome.error)\(outcome.output)")
        }
        let report = try folder.read("output/4.7-softmax-regression.html")
        #expect(report.contains("<title>4.7 Softmax regression</title>"))
        #expect(report.contains("<svg"))
        #expect(report.contains("class=\"katex-display\""))
        #expect(report.contains("tensor([-2.,  0.,  2.,  4.])"))
    }

    @Test func whatIsThereIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine\n", to: "mine.md")
        let outcome = try Command.lectern(["new", "mine.md", "--title", "Other"], in: folder.url)
        #expect(outcome.status == 2)
        #expect(
            outcome.error == "mine.md: error: already exists; nothing was written\n      choose another name\n")
        #expect(try folder.read("mine.md") == "mine\n")
        #expect(folder.files == ["mine.md"])
    }

    @Test(arguments: [
        ["new", "notes.txt"], ["new", ".md"], ["new", "a.md", "--title", " "], ["new", "mine.md/a.md"],
    ])
    func whatCannotBeWrittenIsWrongUsage(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("mine\n", to: "mine.md")
        let outcome = try Command.lectern(arguments, in: folder.url)
        #expect(outcome.status == 2, "\(outcome)")
        #expect(folder.files == ["mine.md"])
    }

    @Test func theNextStepsWorkForANameThatLooksLikeAnOption() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.lectern(["new", "--", "--title.md"], in: folder.url)
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("lectern render ./--title.md\n"))
        #expect(try Command.lectern(["check", "./--title.md"], in: folder.url).status == 0)
    }

    @Test func whyNothingCanBeWrittenIsToldInWords() throws {
        let outcome = try Command.lectern(["new", "/proc/lesson.md"])
        #expect(outcome.status == 2)
        #expect(outcome.error == "/proc/lesson.md: error: cannot be written: No such file or directory\n")
    }
}
