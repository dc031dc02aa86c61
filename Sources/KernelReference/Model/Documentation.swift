/// What a doc comment says, in Markdown.
public struct Documentation: Equatable, Sendable {
    /// A parameter, and what it is.
    public struct Parameter: Equatable, Sendable {
        /// The parameter's name.
        public var name: String
        /// What it is.
        public var text: String
    }

    /// Code, and what it prints.
    public struct Example: Equatable, Sendable {
        /// The code, without its last line break.
        public var code: String
        /// What it prints; empty where it prints nothing.
        public var output: String
    }

    /// The first paragraph, on one line.
    public var summary = ""
    /// The paragraphs after it.
    public var discussion = ""
    /// The parameters that it speaks of, in its order.
    public var parameters: [Parameter] = []
    /// What is returned.
    public var returns: String?
    /// What is thrown.
    public var throwing: String?
    /// The examples.
    public var examples: [Example] = []

    /// Whether it says nothing.
    public var isEmpty: Bool { self == Documentation() }
}
