import BrowserTesting
import Foundation
import ReportRendering
import Testing

/// Exercises and questions in a browser, by keyboard, without scripts, and on paper.
@Suite(.serialized)
struct ExercisesInBrowserTests {
    private func page() throws -> String { try SampleChapter.html(AuthoringSample.text) }

    /// What a question says, and which of its reasons are seen.
    private static func look(_ question: String) -> Browser.Step {
        .evaluate(
            """
            JSON.stringify([document.querySelector("#\(question) .question-result").textContent,
                ...[...document.querySelectorAll("#\(question) .reason")].map(reason => reason.checkVisibility() && reason.open ? "seen" : "")])
            """)
    }

    private static func focus(_ selector: String) -> Browser.Step {
        .evaluate("document.querySelector('\(selector)').focus(), '\"\"'")
    }

    @Test func aQuestionIsAnsweredByKeyboard() throws {
        let visit = try Browser().visit(
            try page(),
            steps: [
                Self.focus("#question-1 .grade"), .press("Enter"), Self.look("question-1"),
                Self.focus("#question-1-1"), .press("Space"), .press("Tab"), .press("Enter"), Self.look("question-1"),
                Self.focus("#question-1-1"), .press("ArrowDown"), Self.look("question-1"),
                .press("Tab"), .press("Enter"), Self.look("question-1"),
            ])
        let seen = try [1, 3, 5, 6].map { try JSONDecoder().decode([String].self, from: visit.results[$0]) }
        #expect(seen[0] == ["Choose an answer first.", "", ""])
        #expect(seen[1] == ["Not right. The reason is below the answer.", "seen", ""])
        #expect(seen[2] == ["", "", ""])
        #expect(seen[3] == ["Right. The reason is below.", "", "seen"])
        #expect(visit.console == [])
    }

    @Test func severalRightAnswersAreChosenTogether() throws {
        let click = { (number: Int) in
            Browser.Step.evaluate("document.querySelector('#question-2-\(number)').click(), '\"\"'")
        }
        let grade = Browser.Step.evaluate("document.querySelector('#question-2 .grade').click(), '\"\"'")
        let look = Self.look("question-2")
        let visit = try Browser().visit(
            try page(), steps: [click(1), grade, look, click(2), grade, look, click(3), grade, look])
        let seen = try [2, 5, 8].map { try JSONDecoder().decode([String].self, from: visit.results[$0]) }
        #expect(seen[0] == ["Right so far, but there is more.", "seen", "", ""])
        #expect(seen[1] == ["Right. The reason is below.", "seen", "seen", ""])
        #expect(seen[2] == ["Not right. The reason is below the answer.", "seen", "seen", "seen"])
    }

    @Test func withoutScriptsReasonsAndHintsAreOneClickAway() throws {
        let script = """
            JSON.stringify([".reason > summary", ".hint > summary", ".hint .hint > summary", ".solution > summary", ".grade"].map(selector => {
                const part = document.querySelector(selector);
                return !part ? "none" : part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().height > 0 ? "seen" : "hidden";
            }))
            """
        let without = try Browser(runsScripts: false).visit(try page(), scripts: [script])
        #expect(
            try JSONDecoder().decode([String].self, from: without.results[0])
                == ["seen", "seen", "hidden", "seen", "none"])
        let with = try Browser().visit(try page(), scripts: [script])
        #expect(
            try JSONDecoder().decode([String].self, from: with.results[0])
                == ["hidden", "seen", "hidden", "seen", "seen"])
    }

    @Test(arguments: [390, 1400]) func nothingIsWiderThanThePage(width: Int) throws {
        let script = """
            (() => {
            for (const part of document.querySelectorAll("details")) part.open = true;
            return JSON.stringify(document.documentElement.scrollWidth - innerWidth);
            })()
            """
        let visit = try Browser(width: width).visit(try page(), scripts: [script])
        #expect(try JSONDecoder().decode(Int.self, from: visit.results[0]) <= 0)
    }

    @Test func whatIsFoldedIsNotOnPaper() throws {
        let text = try Paper.text(of: try page())
        #expect(text.contains("Exercise 1") && text.contains("Words between the parts."))
        #expect(text.contains("doubled") && text.contains("Four"))
        for hidden in ["Solution", "Twice.", "adds two", "It lies", "Right.", "Is this right?", "Check\n"] {
            #expect(!text.contains(hidden), "\(hidden)")
        }
    }
}
