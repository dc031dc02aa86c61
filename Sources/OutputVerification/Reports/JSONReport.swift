import CellMessages
import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One JSON object with everything, its keys in alphabetical order.
func jsonReport(on verdicts: [ChapterVerdict]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(JSONReport(verdicts))
    return String(decoding: data, as: UTF8.self) + "\n"
}

private struct JSONReport: Encodable {
    var ok: Bool
    var chapters: [Chapter]
    var counts: JSONCounts

    init(_ verdicts: [ChapterVerdict]) {
        ok = verdicts.allSatisfy(\.isOK)
        chapters = verdicts.map { Chapter($0) }
        counts = JSONCounts(VerdictCounts(verdicts.flatMap(\.cells)))
    }

    struct Chapter: Encodable {
        var path: String
        var ok: Bool
        var strict: Bool
        var digest: String?
        var counts: JSONCounts
        var cells: [JSONCell]
        var diagnostics: [JSONDiagnostic]

        init(_ verdict: ChapterVerdict) {
            path = verdict.path
            ok = verdict.isOK
            strict = verdict.isStrict
            digest = verdict.outputDigest
            counts = JSONCounts(verdict.counts)
            cells = verdict.cells.map { JSONCell($0, ok: verdict.isOK($0)) }
            diagnostics = verdict.diagnostics.map { JSONDiagnostic($0) }
        }
    }
}

private struct JSONDiagnostic: Encodable {
    var severity: String
    var line: Int?
    var column: Int?
    var message: String
    var advice: String?

    init(_ diagnostic: Diagnostic) {
        severity = diagnostic.severity.rawValue
        line = diagnostic.position?.line
        column = diagnostic.position?.column
        message = diagnostic.message
        advice = diagnostic.advice
    }
}

private struct JSONCounts: Encodable {
    var cells, matched, differing, illustrative, undocumented, silent, skipped, notRun, failed, failedAsExpected: Int
    var passedChecks, failedChecks: Int

    init(_ counts: VerdictCounts) {
        cells = counts.cells
        matched = counts.matched
        differing = counts.differing
        illustrative = counts.illustrative
        undocumented = counts.undocumented
        silent = counts.silent
        skipped = counts.skipped
        notRun = counts.notRun
        failed = counts.failed
        failedAsExpected = counts.failedAsExpected
        passedChecks = counts.passedChecks
        failedChecks = counts.failedChecks
    }
}
