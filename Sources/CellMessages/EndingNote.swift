/// How a cell ended other than by its last line, as its process noted it at that moment.
package struct EndingNote: Codable, Equatable, Sendable {
    /// The ways in which a cell can end.
    package enum Kind: UInt8, Codable, Sendable {
        /// By a fatal signal.
        case trap = 0
        /// Its thread ran out of stack.
        case stackOverflow
        /// There was no more memory to be had.
        case outOfMemory
        /// It called `exit`.
        case exit
        /// It called `_exit`.
        case quickExit
        /// It called `abort`.
        case abort
        /// By a signal that ends processes without a word.
        case signal
        /// It waited at its top level for something that nothing was left to do.
        case stalled
    }

    /// The way in which it ended.
    package var kind: Kind
    /// The signal, or the status that the cell ended its process with.
    package var number: Int32
    /// What Swift's run-time said about it on the standard error; empty where it said nothing.
    package var words: [UInt8]
    /// The calls in cells' code that led to the end, innermost first.
    package var places: [CodeAddress]
    /// The calls in cells' code that the cell itself was in, where it ended on another thread.
    package var cellPlaces: [CodeAddress]

    /// A note of an ending.
    package init(
        kind: Kind, number: Int32 = 0, words: [UInt8] = [], places: [CodeAddress] = [], cellPlaces: [CodeAddress] = []
    ) {
        self.kind = kind
        self.number = number
        self.words = words
        self.places = places
        self.cellPlaces = cellPlaces
    }
}
