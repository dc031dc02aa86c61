/// A place in a chapter's file. Lines and columns count from 1; columns count bytes of UTF-8, as compilers do.
public struct SourcePosition: Codable, Hashable, Comparable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The byte in the line, from 1.
    public var column: Int

    /// The place at `line` and `column`.
    public init(line: Int, column: Int = 1) {
        self.line = line
        self.column = column
    }

    /// Positions follow one another through the text.
    public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}

/// A stretch of a chapter's file, both ends included.
public struct SourceRange: Hashable, Sendable {
    /// The first byte.
    public var start: SourcePosition
    /// The last byte.
    public var end: SourcePosition

    /// The stretch from `start` to `end`.
    public init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = end
    }
}
