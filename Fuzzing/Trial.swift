import ChapterDocument
import Foundation
import OutputVerification
import ReportRendering
import SeededRandom

/// Puts one input through everything that happens to a chapter besides running its cells.
struct Trial {
    /// Bytes a page may have more than it embeds and this many times its chapter and outputs.
    private static let pageAllowance = 2_000_000
    private let renderer = ReportRenderer()

    /// How far an input came.
    enum Outcome: String {
        /// It is no text or no good chapter, and errors say so.
        case rejected
        /// It became a page.
        case rendered
    }

    /// A law that does not hold.
    struct Violation: Error, CustomStringConvertible {
        var description: String
    }

    /// Parses the input, compares made-up results with it, renders it and checks it.
    /// - Parameters:
    ///   - input: The bytes of a chapter's file.
    ///   - random: Makes the results up.
    /// - Returns: How far it came.
    /// - Throws: A `Violation`, or what some part threw.
    func run(_ input: [UInt8], random: SplitMix) throws -> Outcome {
        let path = "chapters/fuzzed.md"
        let chapter: Chapter
        do {
            let text = try Chapter.text(decoding: input, path: path)
            chapter = try Chapter(parsing: text, path: path)
        } catch {
            try require(error.diagnostics.contains { $0.severity == .error }, "a chapter is rejected without an error")
            return .rejected
        }
        var results = SyntheticResults(random: random)
        let executed = results.executed(chapter)
        let verdict = ChapterVerdict(verifying: executed, isStrict: true)
        for format in VerdictFormat.allCases { _ = try format.report(on: [verdict]) }
        let acceptance = Acceptance(of: executed)
        _ = UnifiedDiff(from: chapter.text, to: acceptance.text, path: path).text()
        if acceptance.text != chapter.text {
            try require(
                (try? Chapter(parsing: acceptance.text, path: path)) != nil, "accepted outputs break the chapter")
        }

        let book = Book([.init(chapter: chapter, address: "fuzzed.html", isRendered: true)])
        _ = renderer.renderContents(of: book)
        let report = try renderer.render(
            executed, verdict: verdict, options: ReportOptions(sourceAddress: "../a.md", book: book))
        try require(report.html.hasSuffix("</html>\n"), "the page ends in \(report.html.suffix(20).debugDescription)")
        let text = executed.results.reduce(input.count) { $0 + $1.printedText.utf8.count }
        try require(
            report.html.utf8.count < Self.pageAllowance + 400 * text,
            "\(text) bytes became a page of \(report.html.utf8.count)")
        _ = try renderer.check(chapter, in: book)
        return .rendered
    }

    private func require(_ holds: Bool, _ law: @autoclosure () -> String) throws {
        if !holds { throw Violation(description: law()) }
    }
}
