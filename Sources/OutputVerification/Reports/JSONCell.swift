import CellMessages
import ChapterDocument

/// A cell and its verdict in the JSON report.
struct JSONCell: Encodable {
    struct Check: Encodable {
        var name: String
        var passed: Bool
        var detail: String
        var line: Int
    }

    struct Failure: Encodable {
        struct Note: Encodable {
            var line: Int?
            var column: Int?
            var message: String
        }
        var kind: String
        var notes: [Note]
    }

    var name: String
    var line: Int
    var outputLine: Int?
    var ok: Bool
    var seconds: Double
    var verdict: String
    /// How a matching output was compared.
    var comparison: String?
    var tolerance: Double?
    var hasWildcards: Bool?
    var diff: JSONDiff?
    var figures: String?
    var figureDifferences: [String]?
    var failure: Failure?
    var checks: [Check]

    init(_ cell: ChapterVerdict.Cell, ok: Bool) {
        name = cell.name
        line = cell.line
        outputLine = cell.outputLine
        self.ok = ok
        seconds = cell.seconds
        checks = cell.checks.map { Check(name: $0.name, passed: $0.passed, detail: $0.detail, line: $0.line) }
        switch cell.figures {
        case .matched: figures = "matched"
        case .differ(let differences): (figures, figureDifferences) = ("differ", differences)
        case .undocumented: figures = "undocumented"
        case .uncompared: figures = "uncompared"
        case nil: break
        }
        switch cell.verdict {
        case .matched(let match):
            verdict = "matched"
            hasWildcards = match.hasWildcards
            switch match.comparison {
            case .exact: comparison = "exact"
            case .digits: comparison = "digits"
            case .illustrative: comparison = "illustrative"
            case .tolerance(let allowed):
                comparison = "tolerance"
                tolerance = allowed
            }
        case .differs(let difference):
            verdict = "differs"
            diff = JSONDiff(difference)
        case .illustrative: verdict = "illustrative"
        case .undocumented(let printed): verdict = printed ? "undocumented" : "silent"
        case .skipped: verdict = "skipped"
        case .notRun: verdict = "notRun"
        case .failed(let reason):
            verdict = "failed"
            failure = Failure(reason)
        case .failedAsExpected(let reason, _):
            verdict = "failedAsExpected"
            failure = Failure(reason)
        }
    }
}

extension JSONCell.Failure {
    fileprivate init(_ failure: CellFailure) {
        kind = "\(failure.kind)"
        notes = failure.notes.map {
            Note(line: $0.position?.line, column: $0.position?.column, message: $0.text)
        }
    }
}

/// Where an output differs, in the JSON report.
struct JSONDiff: Encodable {
    struct Hunk: Encodable {
        var chapterLine: Int
        var chapterCount: Int
        var outputLine: Int
        var outputCount: Int
        var lines: [Line]
    }

    struct Line: Encodable {
        var kind: String
        var text: String
        var numbers: [Number]?
    }

    struct Number: Encodable {
        var documented: String
        var printed: String
        var distance: Double?
        var allowed: Double?
    }

    var firstLine: Int
    var hunks: [Hunk]

    init(_ diff: OutputDiff) {
        firstLine = diff.firstLine
        hunks = diff.hunks.map { hunk in
            Hunk(
                chapterLine: hunk.chapterLines.lowerBound, chapterCount: hunk.chapterLines.count,
                outputLine: hunk.outputLines.lowerBound, outputCount: hunk.outputLines.count,
                lines: hunk.lines.map { line in
                    let numbers = line.numbers.map {
                        Number(
                            documented: $0.documented, printed: $0.printed, distance: $0.distance, allowed: $0.allowed)
                    }
                    return Line(kind: "\(line.kind)", text: line.text, numbers: numbers.isEmpty ? nil : numbers)
                })
        }
    }
}
