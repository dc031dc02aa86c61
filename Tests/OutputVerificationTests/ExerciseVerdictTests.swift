import CellMessages
import ChapterDocument
import OutputVerification
import Testing

/// An exercise proves itself where its solution passes and every other answer fails.
@Suite struct ExerciseVerdictTests {
    private static let lesson = """
        ```swift exercise id=e
        s
        ```
        ```swift check
          c
        ```
        ```swift solution
        a
        ```
        ```swift wrong="w"
        b
        ```
        """

    /// How an answer ended: `✓` and `✗` are checks, anything else is the way in which it failed, with a line.
    private func result(_ text: String) -> CellResult {
        let kinds: [String: CellFailure.Kind] = [
            "compile": .compile, "trap": .trap, "thrown": .thrown, "timeout": .timeout, "exited": .exited,
        ]
        let words = text.split(separator: " ")
        if let kind = words.first.flatMap({ kinds[String($0)] }) {
            let position = words.count > 1 ? Int(words[1]).map { SourcePosition(line: $0, column: 2) } : nil
            return CellResult(
                outcome: .failed(CellFailure(kind: kind, notes: [.init(position: position, message: "no")])))
        }
        var result = CellResult(outcome: .succeeded)
        result.checks = text.filter { !$0.isWhitespace }.map {
            Check(name: "n", passed: $0 == "✓", detail: "d", line: 5)
        }
        return result
    }

    private func verdict(_ answers: [String], of lesson: String = lesson) throws -> ChapterVerdict {
        let chapter = try Chapter(parsing: lesson, path: "x.md")
        var exercise = ExerciseResult(waitingFor: chapter.exercises[0])
        exercise.answers = answers.map(result)
        return ChapterVerdict(
            verifying: ExecutedChapter(chapter: chapter, results: [], exercises: [exercise]))
    }

    @Test(arguments: [
        ["✗", "✓", "✗"], ["✓✗", "✓✓", "✗✓"], ["trap", "✓", "thrown"], ["compile 5", "✓", "trap"],
    ]) func anExerciseProvesItself(answers: [String]) throws {
        let verdict = try verdict(answers)
        #expect(verdict.isOK)
        #expect(verdict.text() == "✓ x.md: 1 exercise proves itself\n")
    }

    @Test(arguments: [
        (["✗", "✗", "✗"], "x.md:5:3: exercise `e`: the solution does not pass the check `n`: d"),
        (["✗", "trap 8", "✗"], "x.md:8:2: exercise `e`: the solution crashed: no"),
        (["✓", "✓", "✗"], "x.md:1:10: exercise `e`: the start passes every check"),
        (["✗", "✓", "✓"], "x.md:10:10: exercise `e`: the wrong answer “w” passes every check"),
        (["compile 2", "✓", "✗"], "x.md:2:2: exercise `e`: the start does not compile: no"),
        (["✗", "✓", "compile 5"], "x.md:5:2: exercise `e`: the wrong answer “w” does not compile: no"),
        (["✗", "✓", "timeout"], "x.md:10:10: exercise `e`: the wrong answer “w” took too long: no"),
        (["exited", "✓", "✗"], "x.md:1:10: exercise `e`: the start ended the process it ran in: no"),
        (["✗", "", "✗"], "x.md:4:10: exercise `e`: its checks check nothing"),
    ]) func anExerciseDoesNotProveItself(answers: [String], expected: String) throws {
        let verdict = try verdict(answers)
        #expect(!verdict.isOK)
        #expect(verdict.text().hasPrefix(expected + "\n"), "\(verdict.text())")
        #expect(verdict.text().hasSuffix("✗ x.md: 1 exercise is not right\n"))
        #expect(verdict.findings.count == 1)
    }

    @Test func aWithheldSolutionIsSaid() throws {
        let lesson = "```swift exercise withheld\n```\n```swift check\n```\n"
        #expect(try verdict(["✗"], of: lesson).text() == "✓ x.md: 1 exercise without its solution\n")
        #expect(try !verdict(["✓"], of: lesson).isOK)
    }

    @Test func answersThatDidNotRunProveNothing() throws {
        let chapter = try Chapter(parsing: Self.lesson, path: "x.md")
        let verdict = ChapterVerdict(verifying: ExecutedChapter(chapter: chapter, results: []))
        #expect(!verdict.isOK)
        #expect(verdict.text() == "✗ x.md: 1 exercise not run\n")
    }

    @Test func everyFormOfReportTellsOfExercises() throws {
        let verdicts = [try verdict(["✗", "✓", "✓"]), try verdict(["✗", "✓", "✗"])]
        let junit = try VerdictFormat.junit.report(on: verdicts)
        #expect(junit.contains("tests=\"2\" failures=\"1\""))
        #expect(junit.contains("<testcase name=\"exercise `e`\" classname=\"x.md\" file=\"x.md\" line=\"1\""))
        let github = try VerdictFormat.github.report(on: verdicts)
        #expect(
            github.hasPrefix("::error file=x.md,line=10,col=10,title=Exercise is not right::exercise `e`: the wrong"))
        let json = try VerdictFormat.json.report(on: verdicts)
        for part in [
            "\"verdict\" : \"faulty\"", "\"verdict\" : \"proven\"", "\"wrongAnswers\" : 1", "\"faultyExercises\" : 1",
            "\"column\" : 10",
        ] {
            #expect(json.contains(part), "\(part)")
        }
    }
}
