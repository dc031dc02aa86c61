/// Something an author should know about a chapter: what, where, and what to do.
public struct Diagnostic: Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The chapter cannot be run or rendered as it stands.
        case error
        /// The chapter can go on, but something is amiss.
        case warning
    }

    /// How much it matters.
    public var severity: Severity
    /// The chapter's path as the user gave it.
    public var path: String
    /// The place in the chapter; nil where the whole file is meant.
    public var position: SourcePosition?
    /// What is wrong, without a full stop.
    public var message: String
    /// What to do about it; nil where the message says it all.
    public var advice: String?

    /// A diagnostic at a place in the chapter at `path`.
    public init(
        _ severity: Severity = .error, path: String, position: SourcePosition?, message: String, advice: String? = nil
    ) {
        self.severity = severity
        self.path = path
        self.position = position
        self.message = message.withVisibleControls(keepsLines: true)
        self.advice = advice?.withVisibleControls(keepsLines: true)
    }
}

/// The errors that keep a chapter from being read, in the order of their places.
public struct ChapterError: Error, Sendable {
    /// At least one diagnostic of severity `error`, and the warnings found on the way.
    public var diagnostics: [Diagnostic]

    /// The error that these diagnostics make up.
    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}
