/// A remark that stands at the page's end, written `[^name]: …`; its number is its place in `Chapter.footnotes`.
public struct Footnote: Sendable {
    /// The name between `[^` and `]`.
    public var name: String
    /// What it says.
    public var blocks: [Block]
    /// Where it is written.
    public var range: SourceRange
}

extension Inline {
    /// A mark in the prose that leads to a footnote, written `[^name]`.
    public struct FootnoteMark: Equatable, Sendable {
        /// The footnote's name.
        public var name: String
        /// The line the mark stands on.
        public var line: Int
    }
}
