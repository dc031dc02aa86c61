/// The forms in which verdicts are reported.
public enum VerdictFormat: String, CaseIterable, Sendable {
    /// Sentences, diffs and a summary.
    case human
    /// One JSON object with everything.
    case json
    /// XML in the form of JUnit, which most CI services read: a test case for each cell and each check.
    case junit
    /// Workflow commands that GitHub shows at the lines of a change.
    case github

    /// Reports on `verdicts`.
    ///
    /// - Parameters:
    ///   - verdicts: The chapters' verdicts, in the order in which they are reported.
    ///   - style: Whether `human` carries colours; the other forms never do.
    /// - Returns: The report, with a line break at its end.
    /// - Throws: An `EncodingError` where a value has no form in JSON.
    public func report(on verdicts: [ChapterVerdict], style: TextStyle = .plain) throws -> String {
        switch self {
        case .human: humanReport(on: verdicts, style: style)
        case .json: try jsonReport(on: verdicts)
        case .junit: junitReport(on: verdicts)
        case .github: githubReport(on: verdicts)
        }
    }
}
