import CellMessages

/// A chapter and what its cells did.
public struct ExecutedChapter: Sendable {
    /// The chapter as written.
    public var chapter: Chapter
    /// One result a cell, in the cells' order.
    public var results: [CellResult]
    /// What each of the prose's values came to, in their order.
    public var values: [ValueResult]
    /// What the answers to each of the exercises did, in the exercises' order.
    public var exercises: [ExerciseResult]

    /// A chapter with one result for each of its cells.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - results: What each of its cells did.
    ///   - values: What each of its values came to; nil where none is known.
    ///   - exercises: What the answers to each of its exercises did; nil where none has run.
    public init(
        chapter: Chapter, results: [CellResult], values: [ValueResult]? = nil, exercises: [ExerciseResult]? = nil
    ) {
        precondition(chapter.cells.count == results.count, "a result for each cell")
        self.chapter = chapter
        self.results = results
        self.values = values ?? chapter.values.map { _ in .unknown }
        precondition(chapter.values.count == self.values.count, "a result for each value")
        self.exercises = exercises ?? chapter.exercises.map(ExerciseResult.init(waitingFor:))
    }

    /// Whether every cell that ran did what it was meant to, and so every solution that cells see.
    public var succeeded: Bool {
        results.allSatisfy { $0.failure == nil } && exercises.allSatisfy { $0.keptFailure == nil }
    }
}

/// What a value in the prose came to.
public enum ValueResult: Equatable, Sendable {
    /// The expression's value.
    case value(EvaluatedValue)
    /// The expression has no value: it does not compile, or it stopped.
    case failed(CellFailure)
    /// The expression has not been evaluated, or not yet.
    case unknown
}

/// What one cell did.
public struct CellResult: Codable, Equatable, Sendable {
    /// How the cell ended, or how far it has come.
    public enum Outcome: Codable, Equatable, Sendable {
        /// It ran to its end.
        case succeeded
        /// It failed in the way its `fails=` option says.
        case failedAsExpected(CellFailure)
        /// It failed.
        case failed(CellFailure)
        /// Its `skip` option kept it from running.
        case skipped
        /// An earlier cell failed.
        case notReached
        /// It has not run yet, and will.
        case waiting
        /// It is running; its outputs are those so far. The progress is the last that it reported.
        case running(Progress?)
    }

    /// How the cell ended, or how far it has come.
    public var outcome: Outcome
    /// What it printed and displayed, in order.
    public var outputs: [CellOutput] = []
    /// The checks it made, in order.
    public var checks: [Check] = []
    /// The parameters that the reader can turn, in order.
    public var choices: [Choice] = []
    /// What the cell did with each other combination of the parameters' values, in the order of the combinations, the last
    /// parameter turning fastest.
    public var variants: [CellVariant] = []
    /// What expressions in the lesson's prose came to, where the cell was made of them.
    public var values: [EvaluatedValue] = []
    /// What the compiler has against its code, which still compiles.
    public var warnings: [CellFailure.Note] = []
    /// Seconds it ran, compiling not counted.
    public var seconds: Double = 0

    /// A result with this outcome and nothing printed.
    public init(outcome: Outcome) {
        self.outcome = outcome
    }

    /// The failure, unless the cell was meant to fail in that way.
    public var failure: CellFailure? {
        if case .failed(let failure) = outcome { failure } else { nil }
    }

    /// The text printed to standard output as a terminal shows it, which is what a documented output is compared with.
    public var printedText: String {
        TerminalText.plain(
            outputs.reduce(into: "") { text, output in
                if case .text(.standardOutput, let piece) = output { text += piece }
            })
    }
}

/// One thing a cell printed or displayed.
public enum CellOutput: Codable, Equatable, Sendable {
    /// Characters, as many as followed each other on one stream, as they were written: ``TerminalText`` says what a
    /// terminal shows of them.
    case text(OutputStream, String)
    /// Something to see, in its last version.
    case display(id: Int, Display)
}

/// Why a cell failed, and where.
public struct CellFailure: Codable, Error, Equatable, Sendable {
    /// The ways in which a cell can fail.
    public enum Kind: Codable, Equatable, Sendable {
        /// The compiler rejected it.
        case compile
        /// It stopped at a run-time trap or a fatal signal.
        case trap
        /// An error reached the top level.
        case thrown
        /// It ran longer than its limit.
        case timeout
        /// It used more memory or more processes than it may.
        case limit
        /// It ended the process it ran in.
        case exited
        /// The person stopped it.
        case stopped
        /// It was meant to fail and did not, or failed in another way.
        case didNotFailAsExpected
    }

    /// One thing to tell at a place in the chapter.
    public struct Note: Codable, Equatable, Sendable {
        /// The place; nil where it is not in this chapter.
        public var position: SourcePosition?
        /// What is wrong there.
        public var message: String
        /// Whether it only explains the note before it, or says what to do about that.
        public var isExplanation: Bool

        /// A note at a place.
        public init(position: SourcePosition?, message: String, isExplanation: Bool = false) {
            self.position = position
            self.message = message.withVisibleControls(keepsLines: true)
            self.isExplanation = isExplanation
        }

        /// The message as compilers write it.
        public var text: String { isExplanation ? "note: \(message)" : message }
    }

    /// The way in which it failed.
    public var kind: Kind
    /// What happened, the main thing first.
    public var notes: [Note]

    /// A failure of a kind.
    public init(kind: Kind, notes: [Note]) {
        self.kind = kind
        self.notes = notes
    }
}
