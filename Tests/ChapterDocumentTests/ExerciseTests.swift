import ChapterDocument
import Testing

/// An exercise takes what follows it: hints, checks, a solution and wrong answers.
@Suite struct ExerciseTests {
    private static let start = "```swift exercise\ns\n```\n"
    private static let check = "```swift check\nc\n```\n"
    private static let solution = "```swift solution\na\n```\n"

    @Test(arguments: [
        (
            start + "> [!HINT]\n> Words\n\nBetween\n\n" + check + solution + "```swift wrong=\"w x\"\nb\n```\nAfter",
            "e[s\n](hint(p[Words]) p[Between] check[c\n] solution[a\n] wrong:w x[b\n]) p[After]"
        ),
        (
            "- \(start.replacing("\n", with: "\n  "))\n  \(check.replacing("\n", with: "\n  "))"
                + "\n  \(solution.replacing("\n", with: "\n  "))\n- x",
            "l(e[s\n](check[c\n] solution[a\n]) p[x])"
        ),
        (
            "```swift exercise withheld\n```\n" + check + "> [!hint]\n> - a",
            "e[](check[c\n] hint(l(p[a])))"
        ),
        (
            start + check + solution + start + solution + check,
            "e[s\n](check[c\n] solution[a\n]) e[s\n](solution[a\n] check[c\n])"
        ),
    ]) func partsBelongToTheExerciseAbove(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        ("A\n\nB\n\n" + start, "p[A] e{p[B]}[s\n]()"),
        ("A\n\n**B** c\n\n- d\n\nE\n\n$$\nf\n$$\n" + start, "p[A] e{p[*B* c] l(p[d]) p[E] $$\nf\n$$}[s\n]()"),
        ("**A**\n\n## B\n- c\n\n" + start, "p[*A*] h[B] l(p[c]) e[s\n]()"),
        (start + check + "After\n\nNext\n\n" + start, "e[s\n](check[c\n]) p[After] e{p[Next]}[s\n]()"),
        ("> A\n>\n> " + start.replacing("\n", with: "\n> "), "q(e{p[A]}[s\n]())"),
    ]) func whatStandsDirectlyAboveIsWhatItAsks(text: String, expected: String) throws {
        let chapter = try #require(Chapter.read(text, path: "x.md", foreignLabels: .any).chapter)
        #expect(chapter.blocks.outline == expected)
    }

    @Test(arguments: [
        (check, ["1:1 this check belongs to no exercise"]),
        (solution, ["1:1 this solution belongs to no exercise"]),
        ("```swift wrong=\"w\"\n```", ["1:1 this wrong answer belongs to no exercise"]),
        ("> [!HINT]\n> x", ["1:1 this hint belongs to no exercise"]),
        (start + check + solution + "# H\n" + check, ["11:1 this check belongs to no exercise"]),
        (start + check + solution + "```swift cell\n```\n" + check, ["12:1 this check belongs to no exercise"]),
        (start + check + solution + "> > [!HINT]\n> > x", ["10:3 this hint belongs to no exercise"]),
        (start + solution, ["1:10 the exercise has no check"]),
        (start + check, ["1:10 the exercise has no solution"]),
        (
            "```swift exercise withheld\n```\n" + check + solution,
            ["1:10 the exercise is `withheld` and has a solution"]
        ),
        (start + check + solution + solution, ["10:1 the exercise has a solution already, on line 7"]),
        (start + "> [!HINT]\n\n" + check + solution, ["4:1 this hint says nothing"]),
        (
            "  ```swift exercise id=a\n  ```\n" + check + solution + "```swift exercise id=a\n```\n" + check + solution,
            ["9:10 an exercise with the id `a` stands already on line 1"]
        ),
        (
            "```swift exercise id=1 x\n```\n" + check + solution,
            [
                "1:19 `1` cannot be an id: a number alone means an exercise's place",
                "1:24 unknown option `x` of an exercise",
            ]
        ),
        (start + "```swift check near\n```\n" + solution, ["4:16 unknown option `near` of a check"]),
        (start + check + "```swift solution kept\n```\n", ["7:19 unknown option `kept` of a solution"]),
        (start + check + solution + "```swift wrong\n```\n", ["10:10 a wrong answer needs a reason"]),
        ("```swift solutoin\n```\n", ["1:10 unknown tag `solutoin`"]),
        ("```swift exercise=3\n```\n", ["1:10 `exercise` takes no value"]),
    ]) func whatIsWrongIsReportedAtItsPlace(text: String, expected: [String]) {
        let found = Chapter.diagnostics(text).map { $0.split(separator: " (")[0] }
        #expect(found.map(String.init) == expected)
    }

    @Test func anExerciseKnowsItsAnswersAndTheCellsAbove() throws {
        let text =
            "```swift cell\n```\n" + Self.start + Self.check
            + "```swift wrong=\"w\"\nb\n```\n```swift solution keep\na\n```"
        let exercise = try #require(try Chapter(parsing: text, path: "x.md").exercises.first)
        #expect(exercise.answers.map(\.kind) == [.start, .solution, .wrong(reason: "w")])
        #expect(exercise.answers.map(\.code.codeStart.line) == [4, 13, 10])
        #expect(exercise.cellsAbove == 1)
        #expect(exercise.keepsSolution)
        #expect(exercise.name == "exercise 1")
    }

    @Test func referencesInHintsAreChecked() {
        let text = Self.start + "> [!HINT]\n> See :numref:`none`.\n\n" + Self.check + Self.solution
        #expect(Chapter.diagnostics(text).count == 1)
    }
}
