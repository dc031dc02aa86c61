/// Where an output differs from what is documented: documented and printed lines side by side, in hunks.
public struct OutputDiff: Equatable, Sendable {
    /// Lines that stand near each other, at least one of which differs.
    public struct Hunk: Equatable, Sendable {
        /// The chapter's lines that the hunk covers; empty, at the line before which something is missing, where
        /// it covers none.
        public var chapterLines: Range<Int>
        /// The lines of the printed text that the hunk covers, from 1.
        public var outputLines: Range<Int>
        /// The lines, in order; a documented line stands before the printed one that takes its place.
        public var lines: [Line]

        /// A hunk of `lines`.
        public init(chapterLines: Range<Int>, outputLines: Range<Int>, lines: [Line]) {
            self.chapterLines = chapterLines
            self.outputLines = outputLines
            self.lines = lines
        }
    }

    /// One line of a hunk.
    public struct Line: Equatable, Sendable {
        /// Whose line it is.
        public enum Kind: Equatable, Sendable {
            /// Documented, and printed so (or so that it matches).
            case same
            /// Documented, and not printed.
            case documented
            /// Printed, and not documented.
            case printed
        }

        /// Whose line it is.
        public var kind: Kind
        /// The text, without trailing white space.
        public var text: String
        /// On a printed line that takes a documented one's place: the numbers that differ.
        public var numbers: [NumberDifference]

        /// A line of a hunk.
        public init(_ kind: Kind, _ text: String, numbers: [NumberDifference] = []) {
            self.kind = kind
            self.text = text
            self.numbers = numbers
        }
    }

    /// The hunks, from top to bottom; at least one.
    public var hunks: [Hunk]
    /// The chapter's line where the first difference is.
    public var firstLine: Int

    /// A difference made of `hunks`.
    public init(hunks: [Hunk], firstLine: Int) {
        self.hunks = hunks
        self.firstLine = firstLine
    }

    /// The numbers that differ, from top to bottom.
    public var numbers: [NumberDifference] {
        hunks.flatMap(\.lines).flatMap(\.numbers)
    }
}
