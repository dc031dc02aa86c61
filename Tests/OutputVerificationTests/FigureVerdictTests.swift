import CellMessages
import ChapterDocument
import OutputVerification
import Testing

/// What a cell shows is compared with the digests that the lesson documents.
@Suite struct FigureVerdictTests {
    private static let line = Display.figure(
        Figure(title: "A line", panels: [.plot(Plot(series: [Series(name: "a", x: [0, 1], y: [0, .nan])]))]))
    private static let table = Display.table(Table(columns: ["n"], rows: [["1"]]))

    /// A chapter with one cell that prints `printed` and shows `displays`.
    private func run(
        _ text: String, showing displays: [Display], printing printed: String = ""
    ) throws -> ExecutedChapter {
        var executed = try Lesson.run(text, printing: [printed])
        executed.results[0].outputs += displays.enumerated().map { .display(id: $0, $1) }
        return executed
    }

    private func lesson(_ options: String, printing text: String = "") -> String {
        "```swift cell id=net\nrun()\n```\n\n```output \(options)\n\(text)```\n"
    }

    private func digests(_ displays: Display...) -> String {
        var result = CellResult(outcome: .succeeded)
        result.outputs = displays.map { .display(id: 0, $0) }
        return result.figureDigests.joined(separator: ",")
    }

    /// Lessons document them, so they must not change with the program.
    @Test func digestsAreTheSameEverywhere() {
        #expect(digests(Self.line, Self.table) == "6269ffe7,d7069d83")
    }

    @Test func whatIsDocumentedMatches() throws {
        let text = lesson("figures=\(digests(Self.line, Self.table))")
        let verdict = ChapterVerdict(verifying: try run(text, showing: [Self.line, Self.table]), isStrict: true)
        #expect(verdict.isOK)
        #expect(verdict.cells[0].figures == .matched(2))
        #expect(verdict.cells[0].verdict == .undocumented(printed: false))
        #expect(verdict.text().contains("2 figures are as documented"))
    }

    @Test func anotherFigureIsTold() throws {
        var other = Self.line
        if case .figure(var figure) = other {
            figure.title = "Another"
            other = .figure(figure)
        }
        let text = lesson("figures=\(digests(Self.line, Self.table))")
        let verdict = ChapterVerdict(verifying: try run(text, showing: [other, Self.table]))
        #expect(!verdict.isOK)
        let finding = try #require(verdict.findings.first)
        #expect(finding.kind == .figure)
        #expect(finding.position == SourcePosition(line: 5))
        #expect(finding.message == "cell `net`: figure 1, “Another”, is not the one documented")

        let fewer = ChapterVerdict(verifying: try run(text, showing: [Self.table]))
        #expect(fewer.findings.map(\.message) == ["cell `net`: it shows 1 figure, and the lesson documents 2 figures"])
        let none = ChapterVerdict(verifying: try run(text, showing: []))
        #expect(!none.isOK)
    }

    @Test func strictVerdictsAskForThem() throws {
        let executed = try run("```swift cell\nrun()\n```\n", showing: [Self.table])
        #expect(ChapterVerdict(verifying: executed).isOK)
        let strict = ChapterVerdict(verifying: executed, isStrict: true)
        #expect(strict.findings.map(\.message) == ["cell 1 shows 1 figure, and it is not documented"])
        let any = ChapterVerdict(verifying: try run(lesson("figures=..."), showing: [Self.table]), isStrict: true)
        #expect(any.isOK)
        let example = try run(lesson("illustrative", printing: "1\n"), showing: [Self.table], printing: "2")
        #expect(ChapterVerdict(verifying: example, isStrict: true).isOK)
    }

    @Test(arguments: [
        ("", ""), ("digits", "digits "), ("figures=00000000", ""), ("figures=\"00000000\" digits", "digits "),
        ("tolerance=0.1 figures=00000000,11111111", "tolerance=0.1 "),
    ]) func theyAreAcceptedIntoTheBlock(options: String, kept: String) throws {
        let executed = try run(
            lesson(options, printing: "old\n"), showing: [Self.line], printing: "new\n")
        let accepted = Acceptance(of: executed)
        #expect(accepted.refusals == [])
        #expect(accepted.changes.map(\.kind) == [.replaced])
        let digest = digests(Self.line)
        let chapter = try Chapter(parsing: accepted.text, path: "x.md")
        #expect(chapter.cells[0].documentedOutput?.figures?.text == digest)
        #expect(chapter.cells[0].documentedOutput?.text == "new\n")
        let again = try run(accepted.text, showing: [Self.line], printing: "new\n")
        #expect(ChapterVerdict(verifying: again, isStrict: true).isOK)
        #expect(Acceptance(of: again).changes.isEmpty)
        if !options.contains("digits") {
            #expect(accepted.text == lesson("\(kept)figures=\(digest)", printing: "new\n"))
        }
    }

    @Test func aSilentCellGetsAnEmptyBlock() throws {
        let accepted = Acceptance(of: try run("> ```swift cell\n> run()\n> ```\n", showing: [Self.line]))
        let digest = digests(Self.line)
        #expect(accepted.text == "> ```swift cell\n> run()\n> ```\n> ```output figures=\(digest)\n> ```\n")
        let wrong = Acceptance(of: try run(lesson("figures=00000000"), showing: [Self.line]))
        #expect(wrong.text == lesson("figures=\(digest)"))
        #expect(wrong.changes.map(\.kind) == [.figures])
    }

    @Test(arguments: [
        ("figures", "`figures` needs a value"),
        ("figures=red", "`figures` takes what `verify --update` writes, not `red`"),
        ("figures=00000000 figures=...", "option `figures` is given twice"),
        ("figurs=00000000", "unknown option `figurs` of an output"),
    ]) func wrongOptionsAreTold(options: String, message: String) {
        let error = #expect(throws: ChapterError.self) { try Chapter(parsing: lesson(options), path: "x.md") }
        #expect(error?.diagnostics.first?.message == message)
    }
}
