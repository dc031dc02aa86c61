/// What the Python under a tab did.
public enum TabResult: Equatable, Sendable {
    /// It ran to its end and printed this.
    case printed(String)
    /// It failed at this line of the chapter, where that is known.
    case failed(line: Int?, message: String)
    /// It was not run, for this reason.
    case notRun(String)
}
