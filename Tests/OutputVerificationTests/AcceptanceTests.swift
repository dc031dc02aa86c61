import ChapterDocument
import OutputVerification
import Testing

/// Accepting writes what cells printed where it is documented, and nothing else.
@Suite struct AcceptanceTests {
    private func accept(_ text: String, printing outputs: String...) throws -> Acceptance {
        Acceptance(of: try Lesson.run(text, printing: outputs))
    }

    @Test func theLinesOfTheBlockAreReplaced() throws {
        let text = "# A\n\n```swift cell id=net fold\nrun()\n```\n\n```output\nold\n```\n\nText  \n"
        let accepted = try accept(text, printing: "new\n  line  \n\n")
        #expect(
            accepted.text
                == "# A\n\n```swift cell id=net fold\nrun()\n```\n\n```output\nnew\n  line\n```\n\nText  \n")
        #expect(accepted.changes.map(\.name) == ["net"])
        #expect(accepted.changes.map(\.line) == [7])
        #expect(accepted.changes.map(\.kind) == [.replaced])
    }

    @Test func matchingOutputsStayByteForByte() throws {
        let text = Lesson.documenting("loss 0.34 \n...\n[..] s\t\n", options: "tolerance=0.01")
        let accepted = try accept(text, printing: "loss 0.341\n1\n2\n3 s")
        #expect(accepted.text == text)
        #expect(accepted.changes.isEmpty)
    }

    @Test func linesAndWildcardsThatStillMatchAreKept() throws {
        let text = Lesson.documenting("epoch 1: 0.90\n...\nepoch 9: 0.30\ntook [..] s", options: "tolerance=0.01")
        let accepted = try accept(text, printing: "epoch 1: 0.901\nx\ny\nepoch 9: 0.2517\ntook 3 s\n")
        #expect(
            accepted.text
                == Lesson.documenting(
                    "epoch 1: 0.90\n...\nepoch 9: 0.2517\ntook [..] s", options: "tolerance=0.01"))
    }

    @Test(arguments: [
        // Only the number that differs is written anew; the one that is near enough stays.
        (
            "epoch 1: [..] ms, loss 0.90, acc 0.7", "epoch 1: 312 ms, loss 0.712, acc 0.701", "tolerance=0.01",
            "epoch 1: [..] ms, loss 0.712, acc 0.7"
        ),
        ("took [..] s for 3 steps", "took 2 s for 4 steps", "", "took [..] s for 4 steps"),
        ("a [..] b 1.0 [..] c", "a x b 2 y c", "digits", "a [..] b 2 [..] c"),
        // Where other text differs too, the line is what was printed.
        ("took [..] s for 3 steps", "took 2 ms for 4 steps", "", "took 2 ms for 4 steps"),
        ("0.[..] of 3", "0.25 of 4", "", "0.[..] of 4"),
    ]) func wildcardsOfALineOutliveItsNumbers(
        documented: String, printed: String, options: String, expected: String
    ) throws {
        let accepted = try accept(Lesson.documenting(documented, options: options), printing: printed)
        #expect(accepted.text == Lesson.documenting(expected, options: options))
    }

    @Test(arguments: [
        // Quotations, lists, and both.
        (
            "> ```swift cell\n> run()\n> ```\n> ```output\n> old\n> ```\n", "a\n\nb",
            "> ```swift cell\n> run()\n> ```\n> ```output\n> a\n>\n> b\n> ```\n"
        ),
        (
            ">```swift cell\n>run()\n>```\n>```output\n>old\n>```\n", " a",
            ">```swift cell\n>run()\n>```\n>```output\n>  a\n>```\n"
        ),
        (
            "1. ```swift cell\n   run()\n   ```\n\n   ```output\n   ```\n", "a\n\n- b",
            "1. ```swift cell\n   run()\n   ```\n\n   ```output\n   a\n\n   - b\n   ```\n"
        ),
        (
            "-\t```swift cell\n\trun()\n\t```\n\t```output\n\told\n\t```\n", "a\n\tb",
            "-\t```swift cell\n\trun()\n\t```\n\t```output\n\ta\n\t\tb\n\t```\n"
        ),
        // The quotation or the list takes a part of the tab.
        (
            ">\t```swift cell\n>\t```\n>\t```output\n>\told\n>\t```\n", "a",
            ">\t```swift cell\n>\t```\n>\t```output\n> a\n>\t```\n"
        ),
        (
            "* x\n\n\t```swift cell\n\t```\n\t```output\n\told\n\t```\n", "a\n\tb",
            "* x\n\n\t```swift cell\n\t```\n\t```output\n   a\n   \tb\n\t```\n"
        ),
        (
            "> - x\n>\n>   ```swift cell\n>   ```\n>   ```output\n>   old\n>   ```\n> after\n", "a",
            "> - x\n>\n>   ```swift cell\n>   ```\n>   ```output\n>   a\n>   ```\n> after\n"
        ),
        // Line ends.
        (
            "```swift cell\r\nrun()\r\n```\r\n```output\r\nold\r\nkept\r\n```\r\nText\r\n", "a\nkept",
            "```swift cell\r\nrun()\r\n```\r\n```output\r\na\r\nkept\r\n```\r\nText\r\n"
        ),
        ("```swift cell\n```\n```output\nold\n```", "a", "```swift cell\n```\n```output\na\n```"),
        ("```swift cell\n```\n```output\nold", "a\nb", "```swift cell\n```\n```output\na\nb"),
        ("```swift cell\n```\n```output", "a", "```swift cell\n```\n```output\na"),
        ("```swift cell\n```\n```output\nold", "", "```swift cell\n```\n```output"),
        // Fences.
        (
            "```swift cell\n```\n```output\n```\n", "```\nx\n````",
            "```swift cell\n```\n`````output\n```\nx\n````\n`````\n"
        ),
        (
            "```swift cell\n```\n~~~ output\n~~~\n", "```\n~~~~\n~~~ x",
            "```swift cell\n```\n~~~~~ output\n```\n~~~~\n~~~ x\n~~~~~\n"
        ),
        ("```swift cell\n```\n``````output\n``````\n", "```", "```swift cell\n```\n``````output\n```\n``````\n"),
        (
            "  ```swift cell\n  ```\n  ```output\n old\n  ```\n", " a",
            "  ```swift cell\n  ```\n  ```output\n   a\n  ```\n"
        ),
        // Text that Markdown would read otherwise elsewhere.
        (
            "```swift cell\n```\n```output\nx\n```\n", "# $a$\n$$\n---\n<b>\n    c\n> q",
            "```swift cell\n```\n```output\n# $a$\n$$\n---\n<b>\n    c\n> q\n```\n"
        ),
        (
            "\u{FEFF}```swift cell\n```\n```output\nx\n```\n", "é",
            "\u{FEFF}```swift cell\n```\n```output\né\n```\n"
        ),
    ]) func everythingAroundStays(text: String, printed: String, expected: String) throws {
        let accepted = try accept(text, printing: printed)
        #expect(accepted.text == expected)
        #expect(accepted.refusals == [])
    }

    @Test(arguments: [
        ("```swift cell\nrun()\n```\n", "a\n", "```swift cell\nrun()\n```\n\n```output\na\n```\n"),
        ("```swift cell\nrun()\n```", "a\n", "```swift cell\nrun()\n```\n\n```output\na\n```"),
        ("```swift cell\n```\n\nText", "```", "```swift cell\n```\n\n````output\n```\n````\n\nText"),
        (
            "> 1. ```swift cell\r\n>    ```\r\n", "a\n\nb",
            "> 1. ```swift cell\r\n>    ```\r\n>    ```output\r\n>    a\r\n>\r\n>    b\r\n>    ```\r\n"
        ),
        ("\u{FEFF}- ```swift cell\n  ```\n", "a", "\u{FEFF}- ```swift cell\n  ```\n  ```output\n  a\n  ```\n"),
    ]) func missingBlocksAreAdded(text: String, printed: String, expected: String) throws {
        let accepted = try accept(text, printing: printed)
        #expect(accepted.text == expected)
        #expect(accepted.changes.map(\.kind) == [.added])
    }

    @Test func silentCellsGetNoBlock() throws {
        #expect(try accept("```swift cell\n```\n", printing: " \n").changes.isEmpty)
    }

    @Test func unclosedCellsAreRefused() throws {
        let accepted = try accept("```swift cell\nrun()\n", printing: "a")
        #expect(accepted.refusals.map(\.reason) == [.unclosed])
        #expect(accepted.text == "```swift cell\nrun()\n")
    }

    /// So far in, spaces are not counted out where a list takes a part of a tab.
    @Test func outputsThatWouldBeReadOtherwiseAreRefused() throws {
        let text =
            "* a\n\t* b\n\t\t* c\n\n\t\t\t```swift cell\n\t\t\t```\n\n\t\t\t```output\n\t\t\told\n\t\t\t```\n"
        let accepted = try accept(text, printing: "a")
        #expect(accepted.refusals.map(\.reason) == [.unreadable])
        #expect(accepted.text == text)
    }

    @Test func referencesToOtherChaptersDoNotStandInTheWay() throws {
        let text = "See :numref:`sec_elsewhere`.\n\n" + Lesson.documenting("old")
        let chapter = try Chapter(parsing: text, path: "x.md", foreignLabels: .known(["sec_elsewhere": false]))
        var result = CellResult(outcome: .succeeded)
        result.outputs = [.text(.standardOutput, "new")]
        let accepted = Acceptance(of: ExecutedChapter(chapter: chapter, results: [result]))
        #expect(accepted.text == text.replacing("old", with: "new"))
        #expect(accepted.refusals == [])
    }

    @Test func failedCellsKeepWhatIsDocumented() throws {
        var executed = try Lesson.run(
            Lesson.documenting("a") + Lesson.documenting("b").replacing("id=net", with: "hide"), printing: ["x", "y"])
        executed.results[0].outcome = .failed(CellFailure(kind: .trap, notes: []))
        executed.results[1].outcome = .notReached
        let accepted = Acceptance(of: executed)
        #expect(accepted.text == executed.chapter.text)
        #expect(accepted.refusals.map(\.reason) == [.failed, .notRun])
        #expect(accepted.refusals.map(\.position.line) == [1, 7])
    }

    /// Written down, such a line would allow anything.
    @Test(arguments: ["a\n...\nb", "  ...", "took [..] ms"]) func linesThatWouldBeWildcardsAreRefused(printed: String)
        throws
    {
        for text in [Lesson.documenting("old"), "```swift cell\n```\n"] {
            let accepted = try accept(text, printing: printed)
            #expect(accepted.text == text)
            #expect(accepted.refusals.map(\.position.line) == [1])
            #expect(accepted.refusals.allSatisfy { $0.sentence.contains("stands for anything") })
        }
        // A wildcard that is there may stand for it.
        let text = Lesson.documenting("...\nc")
        #expect(try accept(text, printing: "\(printed)\nd").text == Lesson.documenting("...\nd"))
    }

    @Test func cellsThatFailAsTheyAreMeantToAreDocumentedToo() throws {
        var executed = try Lesson.run("```swift cell fails=throw\n```\n", printing: ["before\n"])
        executed.results[0].outcome = .failedAsExpected(CellFailure(kind: .thrown, notes: []))
        #expect(ChapterVerdict(verifying: executed).isOK)
        let strict = ChapterVerdict(verifying: executed, isStrict: true)
        #expect(strict.text().contains("cell 1 prints, and no output is documented"), "\(strict.text())")
        #expect(!strict.isOK)
        let accepted = Acceptance(of: executed)
        #expect(accepted.text == "```swift cell fails=throw\n```\n\n```output\nbefore\n```\n")
    }

    @Test func examplesAreNotTouched() throws {
        let text = Lesson.documenting("a", options: "illustrative")
        #expect(try accept(text, printing: "b").text == text)
    }

    @Test func severalCellsChangeAtTheirPlaces() throws {
        let text =
            "```swift cell\n```\n```output\n1\n```\n\n```swift cell\n```\n\n```swift cell\n```\n```output\n3\n```\n"
        let accepted = try accept(text, printing: "a\nb\nc", "d", "e\nf")
        #expect(
            accepted.text
                == "```swift cell\n```\n```output\na\nb\nc\n```\n\n```swift cell\n```\n\n```output\nd\n```\n\n```swift cell\n```\n```output\ne\nf\n```\n"
        )
        #expect(accepted.changes.map(\.line) == [3, 7, 12])
    }
}
