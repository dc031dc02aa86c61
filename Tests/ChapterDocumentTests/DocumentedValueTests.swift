import ChapterDocument
import Testing

/// Links whose addresses are Swift expressions are values, wherever prose stands.
@Suite struct DocumentedValueTests {
    /// Each value as `line:column text = expression`, with its columns and the cells above it.
    private func values(_ text: String) throws -> [String] {
        try Chapter(parsing: text, path: "x.md").values.map { value in
            let columns =
                value.words.map { words in
                    let (start, end) = (words.lowerBound, words.upperBound)
                    return start.line == end.line
                        ? " \(start.column)..<\(end.column)"
                        : " \(start.line):\(start.column)..<\(end.line):\(end.column)"
                } ?? ""
            return "\(value.position.line):\(value.position.column) \(value.text) = \(value.expression)\(columns)"
                + " after \(value.cellsAbove)"
        }
    }

    @Test(arguments: [
        ("is [0.8](swift:a).", "1:4 0.8 = a 5..<8 after 0"),
        ("is [0.8]( <swift:fixed(a, 4) \\> 2>).", "1:4 0.8 = fixed(a, 4) > 2 5..<8 after 0"),
        ("[über] [é 3](swift:f(g(1),[2]))", "1:9 é 3 = f(g(1),[2]) 10..<14 after 0"),
        ("# On [3](swift:n)\n", "1:6 3 = n 7..<8 after 0"),
        ("| a |\n|---|\n| [3](swift:n) |", "3:3 3 = n 4..<5 after 0"),
        ("> - *is [3](swift:n)*", "1:9 3 = n 10..<11 after 0"),
        ("a[^1]\n\n[^1]: is [3](swift:n)", "3:10 3 = n 11..<12 after 0"),
        ("![A](a.svg \"Up to [3](swift:n)\")", "1:19 3 = n 20..<21 after 0"),
        ("of [$6 \\cdot 10^4$](swift:n)", "1:4 6 \\cdot 10^4 = n 5..<19 after 0"),
        ("is [two\nlines](swift:n)", "1:4 two lines = n 1:5..<2:6 after 0"),
        ("> is [two\n> lines](swift:n)", "1:6 two lines = n 1:7..<2:8 after 0"),
        ("is [3][n]\n\n[n]: swift:n", "1:4 3 = n 5..<6 after 0"),
        ("is [3][The\n  N]\n\n[the  n]: <swift:f(a, b)> \"exact\"", "1:4 3 = f(a, b) 5..<6 after 0"),
        ("is [3]\n\n[3]: swift:n", "1:4 3 = n 5..<6 after 0"),
        ("is [3](Swift:n)", "1:4 3 = n 5..<6 after 0"), ("is [3](< swift: n>)", "1:4 3 = n 5..<6 after 0"),
        ("`[3](swift:n)\n` [3](swift:n)", "2:3 3 = n 4..<5 after 0"),
        ("a <!-- [3](swift:n) --> [3](swift:n)", "1:25 3 = n 26..<27 after 0"),
        ("[3](<swift:a&amp;&amp;b>)", "1:1 3 = a&&b 2..<3 after 0"),
        ("[shape [2, 3]](swift:s)", "1:1 shape [2, 3] = s 2..<14 after 0"),
    ]) func valuesStandAnywhereInProse(text: String, expected: String) throws {
        #expect(try values(text) == [expected])
    }

    @Test(arguments: [
        "`[3](swift:n)`", "```\n[3](swift:n)\n```", "\\[3](swift:n)", "[3](https://swift.org)", "`[3](swift: n)`",
        "\\[3](swift: n)", "[3\\](swift: n)", "<!-- [3](swift: n) -->",
    ])
    func whatOnlyLooksLikeOneIsNone(text: String) throws {
        #expect(try values(text).isEmpty)
    }

    @Test func aValueKnowsTheCellsAboveIt() throws {
        let cell = "```swift cell\n```\n"
        let text =
            "[1](swift:a)\n\n\(cell)\n[2](swift:a) and `[3](swift:b)` [3](swift:b)\n\n\(cell)\n[4](swift:a)[^1]\n\n[^1]: [5](swift:a)"
        #expect(
            try values(text) == [
                "1:1 1 = a 2..<3 after 0", "6:1 2 = a 2..<3 after 1", "6:33 3 = b 34..<35 after 1",
                "11:1 4 = a 2..<3 after 2", "13:7 5 = a 8..<9 after 2",
            ])
    }

    @Test(
        arguments: [
            ("", .digits), ("digits", .digits), ("exact", .exact), ("tolerance=0.5", .tolerance(0.5)),
        ] as [(String, DocumentedOutput.Comparison)])
    func theTitleSaysHowToCompare(title: String, expected: DocumentedOutput.Comparison) throws {
        let chapter = try Chapter(parsing: "[3](swift:n \"\(title)\")", path: "x.md")
        #expect(chapter.values.map(\.comparison) == [expected])
    }

    @Test(arguments: [
        ("a [3](swift:n \"tolerence=1\")", "1:16 unknown option `tolerence=1` of a value"),
        ("a [3](swift:n \"tolerance=x\")", "1:16 `tolerance` takes a number above 0, not `x`"),
        ("a [3](swift:)", "1:3 `swift:` is followed by no expression"),
        ("a [5](swift: n) b", "1:5 this is no link, so the value is not checked"),
        ("> - a\n>   *is* [5](swift:f(a, b))", "2:12 this is no link, so the value is not checked"),
        ("a [5](<swift:n b", "1:5 this is no link, so the value is not checked"),
        ("a [5](<swift:n > 3>)", "1:5 this is no link, so the value is not checked"),
        ("is [3][n]\n\n[n]: swift: n", "3:3 this is no link, so the value is not checked"),
        ("is <swift:n> or", "1:4 the value has no words to compare"),
        ("is [](swift:n) or", "1:4 the value has no words to compare"),
        ("is ![5](swift:n)", "1:5 a picture is no value, so nothing is checked"),
        ("is [5](\nswift:n)", "1:4 the address of a value stands on another line than the end of its words"),
        ("is [10<sup>3</sup>](swift:n)", "1:4 the words of a value hold HTML, so that they are not what is compared"),
        ("is <a href=\"swift:n\">5</a>", "1:4 a value inside HTML is not checked"),
        ("<p>\nis <a href='swift:n'>5</a>\n</p>", "1:1 a value inside HTML is not checked"),
    ]) func mistakesAreToldAtTheirPlaces(text: String, expected: String) throws {
        let error = try #require(throws: ChapterError.self) { try Chapter(parsing: text, path: "x.md") }
        let first = try #require(error.diagnostics.first)
        let position = try #require(first.position)
        #expect(
            "\(position.line):\(position.column) \(first.message)"
                == expected.replacing("tolerence=1", with: "tolerence"))
    }

    @Test func titlesAndLineEndsAreNoTrouble() throws {
        let chapter = try Chapter(
            parsing: "---\r\ntitle: \"At *3*\"\r\n---\r\n\r\nis [3](swift:n)\r\n", path: "x.md")
        #expect(chapter.title == "At 3")
        #expect(chapter.values.map(\.position) == [SourcePosition(line: 5, column: 4)])
    }

    @Test func placesAreThoseOfTheLinkAndNotOfCodeThatLooksAlike() throws {
        let chapter = try Chapter(parsing: "Code `[9](swift:a)` first, then [9](swift:a).\n", path: "x.md")
        #expect(chapter.values.map(\.position.column) == [33])
    }

    @Test(arguments: [
        ("---\ntitle: T [99](swift:a)\n---\n\n# A\n", "a value in the front matter is not checked", 2),
        ("# A\n\n<div>It is [99](swift:a)</div>\n", "a value inside HTML is not checked", 3),
    ]) func valuesThatNothingChecksAreErrors(text: String, message: String, line: Int) {
        let error = #expect(throws: ChapterError.self) { try Chapter(parsing: text, path: "x.md") }
        #expect(error?.diagnostics.map(\.message) == [message])
        #expect(error?.diagnostics.first?.position?.line == line)
    }

    @Test(arguments: [
        ("A [3](swift:n), [3](swift:n).", [3, 17]),
        ("A [3][n], [3][n], [n], [*3*](swift:n)\n\n[n]: swift:n", [3, 11, 19, 24]),
    ]) func equalLinksOnALineHavePlacesOfTheirOwn(text: String, columns: [Int]) throws {
        let values = try Chapter(parsing: text, path: "x.md").values
        #expect(values.map(\.position) == columns.map { SourcePosition(line: 1, column: $0) })
        #expect(values.map { $0.words?.lowerBound.column } == columns.map { $0 + 1 })
    }

    @Test func equalRulesOnALineAreReportedAtTheirOwnPlaces() {
        let text = "A [3](swift:n \"tolerence=1\") and [4](swift:n \"tolerence=1\")"
        let error = #expect(throws: ChapterError.self) { try Chapter(parsing: text, path: "x.md") }
        #expect(error?.diagnostics.map { $0.position?.column } == [16, 47])
    }

    @Test(arguments: [
        ("# A\n\n<!-- oops\nIt is [99](swift:a)\n\n```swift cell\n```\n", SourcePosition(line: 3)),
        ("# A\n\n<div>\nThis <!-- is [99](swift:a)\n</div>\n", SourcePosition(line: 4, column: 6)),
    ]) func commentsThatAreNotClosedAreErrors(text: String, position: SourcePosition) {
        let error = #expect(throws: ChapterError.self) { try Chapter(parsing: text, path: "x.md") }
        #expect(error?.diagnostics.map(\.message) == ["this comment is not closed, so what follows it is left out"])
        #expect(error?.diagnostics.first?.position == position)
    }

    @Test func valuesInCommentsAreLeftOut() throws {
        #expect(try Chapter(parsing: "<!-- [99](swift:a) -->\n\nText\n", path: "x.md").values.isEmpty)
    }
}
