import ChapterDocument
import CellMessages
import OutputVerification

/// Chapters made for the tests.
enum Lesson {
    /// A chapter with one cell whose documented output is `lines`; the documented text starts on line 5.
    static func documenting(_ lines: String, options: String = "") -> String {
        "```swift cell id=net\nrun()\n```\n```output\(options.isEmpty ? "" : " ")\(options)\n\(lines)\n```\n"
    }

    /// The chapter `text` with cells that printed these texts.
    static func run(_ text: String, printing outputs: [String], path: String = "x.md") throws -> ExecutedChapter {
        let results = outputs.map { output in
            var result = CellResult(outcome: .succeeded)
            result.outputs = [.text(.standardOutput, output)]
            return result
        }
        return ExecutedChapter(chapter: try Chapter(parsing: text, path: path), results: results)
    }

    /// The verdict on one cell that prints `printed` where `documented` stands in its output block.
    static func verdict(_ documented: String, _ options: String = "", printed: String) throws -> CellVerdict {
        let executed = try run(documenting(documented, options: options), printing: [printed])
        return ChapterVerdict(verifying: executed).cells[0].verdict
    }

    /// Whether `printed` matches.
    static func matches(_ documented: String, _ options: String = "", printed: String) throws -> Bool {
        switch try verdict(documented, options, printed: printed) {
        case .matched: true
        default: false
        }
    }
}
