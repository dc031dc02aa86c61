import CellMessages
import ChapterDocument
import ReportRendering

/// Chapters with hand-made results.
enum SampleChapter {
    /// A chapter whose cells ran and printed nothing, but for those that `results` names by their place.
    static func executed(
        _ text: String, path: String = "chapters/sample.md", results: [Int: CellResult] = [:]
    ) throws -> ExecutedChapter {
        let chapter = try Chapter(parsing: text, path: path)
        return ExecutedChapter(
            chapter: chapter,
            results: chapter.cells.map { results[$0.index] ?? CellResult(outcome: .succeeded) })
    }

    /// The report of a chapter as text.
    static func html(_ text: String, results: [Int: CellResult] = [:]) throws -> String {
        try ReportRenderer().render(try executed(text, results: results)).html
    }

    /// A cell that ran and gave `outputs`.
    static func ran(_ outputs: [CellOutput], seconds: Double = 0.012, checks: [Check] = []) -> CellResult {
        var result = CellResult(outcome: .succeeded)
        result.outputs = outputs
        result.seconds = seconds
        result.checks = checks
        return result
    }
}
