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
        counts = JSONCounts(VerdictCounts(verdicts))
    }

    struct Chapter: Encodable {
        var path: String
        var ok: Bool
        var strict: Bool
        /// Whether a report is the page that its lesson gives.
        var pageOK: Bool?
        var digest: String?
        var counts: JSONCounts
        var cells: [JSONCell]
        var values: [JSONValue]
        var exercises: [JSONExercise]
        var tabs: [JSONTab]
        var diagnostics: [JSONDiagnostic]

        init(_ verdict: ChapterVerdict) {
            path = verdict.path
            ok = verdict.isOK
            strict = verdict.isStrict
            pageOK = verdict.isRightPage
            digest = verdict.outputDigest
            counts = JSONCounts(verdict.counts)
            cells = verdict.cells.map { JSONCell($0, ok: verdict.isOK($0)) }
            values = verdict.values.map { JSONValue($0) }
            exercises = verdict.exercises.map { JSONExercise($0, faults: verdict.findings(on: $0)) }
            tabs = verdict.tabs.map { JSONTab($0, ok: verdict.isOK($0)) }
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

/// A value in the prose and its verdict in the JSON report.
private struct JSONValue: Encodable {
    var text: String
    var expression: String
    var line: Int
    var column: Int
    var ok: Bool
    var verdict: String
    /// The value, where the expression has one that is no claim.
    var computed: String?
    /// Why it has none.
    var message: String?

    init(_ value: ChapterVerdict.Value) {
        text = value.documented.text
        expression = value.documented.expression
        line = value.documented.position.line
        column = value.documented.position.column
        ok = value.verdict.isOK
        switch value.verdict {
        case .matched(let text): (verdict, computed) = ("matched", text)
        case .differs(let text, _): (verdict, computed) = ("differs", text)
        case .holds: verdict = "holds"
        case .isFalse: verdict = "false"
        case .unclear(let reason): (verdict, message) = ("unclear", reason)
        case .failed(let failure): (verdict, message) = ("failed", failure.notes.first?.message)
        case .notRun: verdict = "notRun"
        }
    }
}

/// An exercise and its verdict in the JSON report.
private struct JSONExercise: Encodable {
    struct Fault: Encodable {
        var line: Int?
        var column: Int?
        var message: String
        var notes: [String]
    }

    var name: String
    var line: Int
    var column: Int
    var ok: Bool
    var verdict: String
    /// How many checks the solution passes, and how many wrong answers fail, where the exercise proves itself.
    var checks: Int?
    var wrongAnswers: Int?
    var faults: [Fault]

    init(_ exercise: ChapterVerdict.Exercise, faults: [Finding]) {
        name = exercise.name
        line = exercise.position.line
        column = exercise.position.column
        ok = exercise.verdict.isOK
        self.faults = faults.map {
            Fault(line: $0.position?.line, column: $0.position?.column, message: $0.message, notes: $0.notes)
        }
        switch exercise.verdict {
        case .proven(let passed, let failing): (verdict, checks, wrongAnswers) = ("proven", passed, failing)
        case .withheld: verdict = "withheld"
        case .faulty: verdict = "faulty"
        case .notRun: verdict = "notRun"
        }
    }
}

/// Python under a tab and its verdict in the JSON report.
private struct JSONTab: Encodable {
    var name: String
    var line: Int
    var ok: Bool
    var verdict: String
    var diff: JSONDiff?
    /// Why it failed, or was not run.
    var message: String?

    init(_ tab: ChapterVerdict.Tab, ok: Bool) {
        name = tab.documented.tab.name
        line = tab.documented.range.start.line
        self.ok = ok
        switch tab.verdict {
        case .matched: verdict = "matched"
        case .ran: verdict = "ran"
        case .silent: verdict = "silent"
        case .undocumented: verdict = "undocumented"
        case .unexpected: verdict = "unexpected"
        case .differs(let difference): (verdict, diff) = ("differs", JSONDiff(difference))
        case .failed(let line, let text):
            (verdict, message) = ("failed", text)
            self.line = line ?? self.line
        case .notRun(let reason): (verdict, message) = ("notRun", reason)
        }
    }
}

private struct JSONCounts: Encodable {
    var cells, matched, differing, illustrative, undocumented, silent, skipped, notRun, failed, failedAsExpected: Int
    var matchedTabs, ranTabs, wrongTabs, unknownTabs, matchedFigures, differingFigures, passedChecks, failedChecks,
        rightValues, wrongValues, unknownValues, provenExercises, faultyExercises, withheldExercises,
        unknownExercises: Int

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
        matchedTabs = counts.matchedTabs
        ranTabs = counts.ranTabs
        wrongTabs = counts.wrongTabs
        unknownTabs = counts.unknownTabs
        matchedFigures = counts.matchedFigures
        differingFigures = counts.differingFigures
        passedChecks = counts.passedChecks
        failedChecks = counts.failedChecks
        rightValues = counts.rightValues
        wrongValues = counts.wrongValues
        unknownValues = counts.unknownValues
        provenExercises = counts.provenExercises
        faultyExercises = counts.faultyExercises
        withheldExercises = counts.withheldExercises
        unknownExercises = counts.unknownExercises
    }
}
