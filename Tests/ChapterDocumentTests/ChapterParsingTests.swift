import ChapterDocument
import Testing

/// What the author wrote becomes typed blocks that know their places.
@Suite struct ChapterParsingTests {
    private func parse(_ text: String) throws -> Chapter {
        try Chapter(parsing: text, path: "x.md")
    }

    @Test func frontMatterIsTyped() throws {
        let chapter = try parse(
            """
            ---
            title: Dropout
            number: 4.6
            language: zh-Hans
            seed: 26932
            timeout: 2.5
            draft : false
            tags:
              - a
            ---
            # Heading
            """)
        #expect(chapter.title == "Dropout")
        #expect(chapter.frontMatter.number == "4.6")
        #expect(chapter.frontMatter.language == "zh-Hans")
        #expect(chapter.frontMatter.seed == 26932)
        #expect(chapter.frontMatter.timeout == 2.5)
        #expect(chapter.frontMatter.otherKeys == ["draft", "tags"])
        #expect(chapter.blocks.first?.range.start == SourcePosition(line: 11, column: 1))
    }

    @Test(arguments: [
        ("---\ntitle: [\n---\n", "3:1 broken YAML"),
        ("---\nseed: -1\n---\n", "2:7 `seed` takes a whole number from 0"),
        ("---\ntimeout: soon\n---\n", "2:10 `timeout` takes a number of seconds above 0"),
        ("---\ntitle: x\n", "1:1 the front matter is not closed (end it with a line of `---`)"),
        ("---\n- a\n---\n", "2:1 the front matter is no list of `key: value` lines"),
    ]) func brokenFrontMatter(text: String, message: String) {
        #expect(Chapter.diagnostics(text).first?.hasPrefix(message) == true, "\(Chapter.diagnostics(text))")
    }

    @Test func slipsInKeysAreToldAndOtherGeneratorsKeysAreNot() {
        #expect(
            Chapter.diagnostics("---\ntags: [a]\nimage: b\ntimout: 9\nsubtitle: c\ncategories: d\n---\n") == [
                "warning 4:1 `timout` says nothing to Lectern (did you mean `timeout`?)"
            ])
    }

    @Test func whatIsWrongIsToldAtOnce() {
        #expect(
            Chapter.diagnostics("---\nseed: -1\n---\n```swift cell hid\n```\n").map { $0.prefix(4) }
                == ["2:7 ", "4:15"])
    }

    @Test(arguments: [
        // The formula's first character, then one on its second line.
        ("a $x + y$", "x + y", 0, 1, 1, 4), ("a $x + y$", "x + y", 4, 1, 1, 8), ("é中 $xé$", "xé", 1, 1, 1, 9),
        ("> $$\n>   a\n> bc\n> $$", "  a\nbc", 0, 1, 2, 5), ("> $$\n>   a\n> bc\n> $$", "  a\nbc", 5, 1, 3, 4),
        ("$$\r\nx\r\n\\y\r\n$$", "\nx\n\\y\n", 3, 1, 3, 1), ("nothing", "x", 0, 1, 1, 1),
    ]) func placesInPiecesOfTheText(
        text: String, source: String, offset: Int, from line: Int, expectedLine: Int, expectedColumn: Int
    ) {
        #expect(
            ChapterPlaces(text).place(of: offset, in: source, from: SourcePosition(line: line))
                == SourcePosition(line: expectedLine, column: expectedColumn))
    }

    /// A page with a thousand formulas that are rejected asks for a thousand places.
    @Test func aPlaceInAVeryLongLineIsFoundFast() {
        let line = (0..<5000).map { "$x_{\($0)}$ " }.joined()
        let places = ChapterPlaces(line)
        let time = ContinuousClock().measure {
            for _ in 0..<1000 {
                let place = places.place(in: "x_{4999}", from: SourcePosition(line: 1))
                #expect(place.column == line.utf8.count - 9)
            }
        }
        #expect(time < .seconds(20))
    }

    @Test func aLineBetweenPartsIsNoFrontMatter() throws {
        #expect(try parse("---\n\nText").blocks.count == 2)
    }

    @Test func cellsCarryOptionsAndOutput() throws {
        let chapter = try parse(
            """
            ```swift cell id=net fold timeout=5 tab="From scratch"
            print(1)
            ```

            ```output tolerance=1e-3
            1
            ```
            """)
        let cell = try #require(chapter.cells.first)
        #expect(cell.name == "net")
        #expect(cell.code == "print(1)\n")
        #expect(cell.codeStart == SourcePosition(line: 2, column: 1))
        #expect(cell.options.codeDisplay == .fold)
        #expect(cell.options.timeout == 5)
        #expect(cell.options.tab == "From scratch")
        #expect(cell.documentedOutput?.comparison == .tolerance(1e-3))
        #expect(cell.documentedOutput?.text == "1\n")
        #expect(cell.documentedOutput?.range.start.line == 5)
        #expect(chapter.blocks.count == 1)
    }

    @Test func cellsInQuotesAndListsKnowTheirPlaces() throws {
        let chapter = try parse("> - x\n>\n>   ```swift cell\n>   let a = 1\n>   ```\n>   ```output\n>   ```\n")
        let cell = try #require(chapter.cells.first)
        #expect(cell.code == "let a = 1\n")
        #expect(cell.codeStart == SourcePosition(line: 4, column: 5))
        #expect(cell.documentedOutput?.text == "")
    }

    @Test(arguments: [
        ("```swift cell hid\n```", "1:15 unknown option `hid` of a cell (did you mean `hide`?)"),
        ("```swift cell timeout\n```", "1:15 `timeout` needs a value (write `timeout=…`)"),
        ("```swift cell hide=1\n```", "1:15 `hide` takes no value"),
        ("```swift cell fails=segv\n```", "1:15 unknown way to fail `segv`"),
        ("```swift cel\n```", "1:10 unknown tag `cel` (did you mean `cell`?)"),
        ("```swift hide cell\n```", "1:10 `cell` must follow `swift` directly"),
        ("```swift cell id=a\n```\n```swift cell id=a\n```", "3:1 a cell with the id `a` stands already on line 1"),
        ("```swift cell id=2\n```", "1:15 `2` cannot be an id: a number alone means a cell's place"),
        ("```swift cell id=a\n```\n```outputs\n```", "warning 3:1 `outputs` is shown and not compared"),
        ("text\n```output\n```", "2:1 this output follows no cell"),
        (
            "```swift cell\n```\n```output\n```\n\n```output\n```",
            "6:1 the cell's output stands already on line 3 (put all that the cell prints into one block)"
        ),
        ("```swift cell\n```\n```output tolerence=1\n```", "3:11 unknown option `tolerence` of an output"),
        ("```swift cell\n```\n```output tolerance=0\n```", "3:11 `tolerance` takes a number above 0, not `0`"),
        ("> ```swift cell x=1\n> ```", "1:17 unknown option `x` of a cell"),
        ("```swift cell hide fold\n```", "1:20 `fold` and `hide` exclude each other"),
    ]) func wrongTagsAreErrorsAtTheirPlace(text: String, message: String) {
        #expect(Chapter.diagnostics(text).first?.hasPrefix(message) == true, "\(Chapter.diagnostics(text))")
    }

    @Test(arguments: [
        "Swift cell", "{swift} cell", "swift, cell", "swift,cell", "swift {cell}", "swift-cell", "{swift cell}",
        "SWIFT CELL",
        "{.swift .cell}", "swfit cell id=a", "swiftcell", "cell swift", "swift: cell",
    ]) func whatIsAlmostACellIsAnError(info: String) {
        let diagnostics = Chapter.diagnostics("# T\n\n```\(info)\nprint(1)\n```\n")
        #expect(diagnostics == ["3:4 `\(info)` makes no cell, so this code would not run (write `swift cell`)"])
    }

    @Test(arguments: [
        "swift", "swift tab=\"cell\"", "python cell", "shell", "cell", "swift linenums", "c", "swift title=\"a cell\"",
    ]) func otherCodeIsShownInSilence(info: String) {
        #expect(Chapter.diagnostics("```\(info)\n1\n```\n") == [])
    }

    @Test func anIndentedFenceIsReported() {
        #expect(
            Chapter.diagnostics("Text\n\n    ```swift cell\n    print(1)\n    ```\n").map { $0.prefix(28) } == [
                "warning 3:5 this cell is sho"
            ])
        #expect(Chapter.diagnostics("````markdown\n```swift cell\nprint(1)\n```\n````\n") == [])
        #expect(Chapter.diagnostics("````\n```swift cell\nprint(1)\n```\n````\n") == [])
    }

    @Test func outputAfterCodeThatIsNotRunIsShown() throws {
        let chapter = try parse("```python\nprint(1)\n```\n\n```output\n1\n```\n\n```output digits\n2\n```\n")
        #expect(chapter.outline == "c[print(1)\n] c[1\n] c[2\n]")
        #expect(chapter.warnings.isEmpty)
    }

    @Test func codeWithoutTheTagIsShown() throws {
        let chapter = try parse("```swift\nlet a\n```\n```python tab=\"PyTorch\"\nx = 1\n```\n")
        #expect(chapter.cells.isEmpty)
        guard case .listing(let python) = try #require(chapter.blocks.last).content else {
            Issue.record("no listing")
            return
        }
        #expect(python.language == "python")
        #expect(python.tab?.name == "PyTorch")
    }

    @Test func windowsLineEndsAreLineEnds() throws {
        let chapter = try parse("# A\r\n\r\n```swift cell\r\nprint(1)\r\n```\r\n")
        #expect(chapter.cells.first?.code == "print(1)\n")
        #expect(chapter.cells.first?.codeStart.line == 4)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineBreakCountsOnce(lineBreak: String) throws {
        let lines = ["\u{FEFF}---", "title: x", "---", "", "> ```swift cell", "> let a = \"$x$ $$\"", "> ```"]
        let chapter = try parse(lines.joined(separator: lineBreak))
        let cell = try #require(chapter.cells.first)
        #expect(chapter.title == "x")
        #expect(cell.code == "let a = \"$x$ $$\"\n")
        #expect(cell.range.start == SourcePosition(line: 5, column: 3))
        #expect(cell.range.end.line == 7)
    }

    @Test func anUnclosedFenceEndsWithTheFileOrItsContainer() throws {
        let chapter = try parse("> ```swift cell\n> let a\n\n~~~swift cell id=b\nlet b\n\n")
        #expect(chapter.cells.map(\.code) == ["let a\n", "let b\n\n"])
        #expect(chapter.cells.map(\.range.start.line) == [1, 4])
    }

    @Test func outputBelongsToTheCellDirectlyBefore() throws {
        let chapter = try parse(
            "```swift cell\n```\n\n\n```output digits\n1\n```\n```swift cell\n```\n~~~~output\n```\n~~~~\n")
        #expect(chapter.cells.map(\.documentedOutput?.comparison) == [.digits, .exact])
        #expect(chapter.cells.map(\.documentedOutput?.text) == ["1\n", "```\n"])
        #expect(Chapter.diagnostics("```swift cell\n```\ntext\n```output\n```").map { $0.prefix(4) } == ["4:1 "])
        #expect(Chapter.diagnostics("```swift cell\n```\n> ```output\n> ```").map { $0.prefix(4) } == ["3:3 "])
    }

    @Test func everyWrongTagIsToldInOrder() {
        let text =
            "```swift cell hid\n```\n```swift cell fails=x timeout=-1\n```\n```output\n```\n"
            + "```output digits=1\n```"
        #expect(
            Chapter.diagnostics(text).map { $0.prefix { $0 != " " } } == ["1:15", "3:15", "3:23", "7:1", "7:11"],
            "\(Chapter.diagnostics(text))")
    }

    @Test func anchorsAreUniqueAndKeepScripts() throws {
        let chapter = try parse("# 为什么要除以 1-p？\n# A b\n# A b\n# !")
        let anchors = chapter.blocks.compactMap { block -> String? in
            if case .heading(let heading) = block.content { heading.anchor } else { nil }
        }
        #expect(anchors == ["为什么要除以-1-p", "a-b", "a-b-1", "section"])
    }

    @Test func equalHeadingsTakeLinearTime() throws {
        let text = String(repeating: "## Same\n\n", count: 20_000)
        let time = ContinuousClock().measure { _ = try? Chapter(parsing: text, path: "x.md") }
        #expect(time < .seconds(10), "\(time)")
    }

    @Test func deepNestingIsAnError() {
        let messages = Chapter.diagnostics(String(repeating: ">", count: 5000) + "x")
        #expect(messages.map { $0.drop { $0 != " " } } == [" Markdown nested more than 100 deep"])
    }
}
