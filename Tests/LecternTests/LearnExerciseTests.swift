import BrowserTesting
import Foundation
import Testing

/// Exercises in `lectern learn`: a reader writes an answer in the page and sees what it passes.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LearnExerciseTests {
    private static let lesson = """
        # Lesson

        ## Twice

        ```swift cell id=base
        let factor = 2.0
        ```

        ```swift exercise id=double
        func doubled(_ x: Double) -> Double {
            x
        }
        ```
        ```swift check
        expect(doubled(3) == 6, "three becomes six")
        expect(doubled(0) == 0, "nothing stays")
        ```
        ```swift solution
        func doubled(_ x: Double) -> Double { x * factor }
        ```

        ## More

        Words.

        """

    @Test func anAnswerFailsThenPasses() throws {
        let served = try ServedLesson("learn", Self.lesson)
        defer { served.end() }
        let exercise = "document.querySelector('#exercise-double')"
        let words = "\(exercise).querySelector('.words').textContent"
        _ = try Browser().visit(
            try served.address,
            person: { window in
                try window.wait(until: "\(exercise)?.querySelector('.edit')")
                try window.act("\(exercise).querySelector('.edit').click()")
                try window.wait(until: "document.activeElement.matches('.CodeMirror-code')")
                try window.press("Enter", withControl: true)
                try window.wait(until: "\(words) === '1 of 2 checks pass'")
                try window.wait(until: "\(exercise).querySelector('.outputs .missed')")
                let editor = "\(exercise).querySelector('.CodeMirror').CodeMirror"
                try window.act("\(editor).setValue('')")
                try window.type("func doubled(_ x: Double) -> Double { y }")
                try window.press("Enter", withControl: true)
                try window.wait(until: "\(words).startsWith('Line 1: cannot find')")
                try window.act("\(editor).setValue('')")
                // What the cells above declare is proposed.
                try window.type("func doubled(_ x: Double) -> Double { x * facto")
                try window.press("Space", withControl: true)
                try window.wait(
                    until: "document.querySelector('.CodeMirror-hint-active')?.textContent.startsWith('factor')")
                try window.press("Enter")
                try window.wait(until: "\(editor).getValue().endsWith('factor')")
                try window.type(" }")
                try window.wait(until: "\(editor).getValue().endsWith('factor }')")
                try window.press("Enter", withControl: true)
                try window.wait(until: "\(words) === 'Solved: 2 of 2 checks pass'")
                try window.wait(until: "document.querySelector('.contents').textContent.includes('1 of 1 exercises')")
                #expect(try window.axeFindings(axe: LearnTests.axe).isEmpty)
            })
        #expect(try served.curl("/index.html").contains("✓ 1 of 1 exercises solved"))
        // It is solved for the next visit, too.
        _ = try Browser().visit(
            try served.address,
            person: { window in try window.wait(until: "\(exercise)?.matches('.solved')") })
    }
}
