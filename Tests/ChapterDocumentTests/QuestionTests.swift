import ChapterDocument
import Testing

/// A question is a callout that ends with a task list, each answer with its reason.
@Suite struct QuestionTests {
    @Test func answersHaveReasons() throws {
        let text = "> [!QUESTION]\n> Why $x$?\n>\n> - [ ] a *b*\n>\n>   No.\n> - [x] c\n>   - Yes.\n>\n>     Really.\n"
        #expect(try Chapter.outline(text) == "?(p[Why $x$?] [ ]p[a _b_](p[No.]) [x]p[c](l(p[Yes.] p[Really.])))")
    }

    @Test(arguments: [
        ("> [!QUESTION]\n> What?", ["1:1 this question does not end with answers"]),
        ("> [!QUESTION]\n> What?\n> - a\n> - b", ["1:1 this question does not end with answers"]),
        ("> [!QUESTION]\n> - [x] a\n>   - r\n> - [ ] b\n>   - r", ["1:1 this question asks nothing"]),
        ("> [!QUESTION]\n> What?\n> - [x] a\n>   - r", ["1:1 this question has only one answer"]),
        ("> [!QUESTION]\n> What?\n> - [ ] a\n>   - r\n> - [ ] b\n>   - r", ["1:1 no answer of this question is right"]),
        ("> [!QUESTION]\n> What?\n> - [ ] a\n>   - r\n> - [x] b", ["5:9 this answer has no reason"]),
        (
            "> [!QUESTION]\n> What?\n> - [x] a\n>   - r\n> - b\n>   - r",
            ["5:5 this answer does not say whether it is right"]
        ),
    ]) func whatIsWrongIsReported(text: String, expected: [String]) {
        let found = Chapter.diagnostics(text).map { $0.split(separator: " (")[0] }
        #expect(found.map(String.init) == expected)
    }
}
