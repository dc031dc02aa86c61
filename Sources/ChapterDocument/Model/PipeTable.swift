/// A table written with pipes, as GitHub has it.
public struct PipeTable: Sendable {
    /// How a column's content stands.
    public enum Alignment: String, Sendable {
        /// At the column's left edge.
        case left
        /// In the column's middle.
        case center
        /// At the column's right edge.
        case right
    }

    /// One line of the table.
    public struct Row: Sendable {
        /// One piece of prose a column.
        public var cells: [[Inline]]
        /// The line it stands on.
        public var line: Int
    }

    /// One for each column; nil where the author leaves it open.
    public var alignments: [Alignment?]
    /// The columns' names.
    public var header: Row
    /// What stands below them; every row has as many cells as the header.
    public var rows: [Row]
    /// What the table shows; empty for none.
    public var caption: [Inline]
}
