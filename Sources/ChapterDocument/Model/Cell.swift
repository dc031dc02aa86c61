/// A fenced block of Swift that runs, and what it is documented to print.
public struct Cell: Sendable {
    /// Position among the chapter's cells, from 0.
    public var index: Int
    /// The code, with its last line break.
    public var code: String
    /// Where the fenced block stands, from its opening fence to its closing one.
    public var range: SourceRange
    /// Where the code's first character stands.
    public var codeStart: SourcePosition
    /// How the cell runs and is shown.
    public var options: CellOptions
    /// What the cell is documented to print; nil where nothing is documented.
    public var documentedOutput: DocumentedOutput?

    /// A cell of code with no documented output.
    package init(index: Int, code: String, range: SourceRange, codeStart: SourcePosition, options: CellOptions) {
        (self.index, self.code, self.options) = (index, code, options)
        (self.range, self.codeStart) = (range, codeStart)
    }

    /// What messages and links call the cell: its `id`, else `cell 3`.
    public var name: String {
        options.id ?? "cell \(index + 1)"
    }
}

/// How a cell runs and is shown.
public struct CellOptions: Equatable, Sendable {
    /// How the report shows the code.
    public enum CodeDisplay: String, Sendable {
        /// In full.
        case shown
        /// Folded, a click away.
        case fold
        /// Not at all.
        case hide
    }

    /// The ways in which a cell can be meant to fail.
    public enum ExpectedFailure: String, CaseIterable, Sendable {
        /// The compiler rejects it.
        case compile
        /// It stops at a run-time trap.
        case trap
        /// An error reaches the top level.
        case `throw`
    }

    /// The name in messages, links and the report; unique in the chapter.
    public var id: String?
    /// How the report shows the code.
    public var codeDisplay = CodeDisplay.shown
    /// Whether the report leaves out the outputs.
    public var isQuiet = false
    /// Whether the cell is shown but not run.
    public var isSkipped = false
    /// How the cell is meant to fail; nil where it is meant to succeed.
    public var expectedFailure: ExpectedFailure?
    /// Seconds the cell may take; nil for the chapter's limit.
    public var timeout: Double?
    /// The name of the tab it stands under.
    public var tab: String?

    /// The options of a cell that has none.
    package init() {}
}

/// The figures that an author says a cell shows.
public enum DocumentedFigures: Equatable, Sendable {
    /// Those with these digests, in order.
    case digests([String])
    /// Any: they differ from run to run.
    case any

    /// What follows `figures=` in an info string.
    public var text: String {
        switch self {
        case .digests(let digests): digests.joined(separator: ",")
        case .any: "..."
        }
    }

    /// What `text` says; nil where it is neither `...` nor digests with commas between them.
    init?(_ text: String) {
        if text == "..." {
            self = .any
            return
        }
        let digests = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard digests.allSatisfy({ $0.wholeMatch(of: /[0-9a-f]{8}/) != nil }) else { return nil }
        self = .digests(digests)
    }
}

/// The text that an author says a cell prints.
public struct DocumentedOutput: Sendable {
    /// How the text is compared with what the cell prints.
    public enum Comparison: Equatable, Sendable {
        /// The same text, trailing white space aside.
        case exact
        /// Numbers may differ by this much, absolutely or relative to the documented number, whichever allows more.
        case tolerance(Double)
        /// A number matches when it rounds to the digits written.
        case digits
        /// An example, never compared.
        case illustrative
    }

    /// The text, with its last line break.
    public var text: String
    /// How it is compared.
    public var comparison: Comparison
    /// What figures and tables the cell shows; nil where the author does not say.
    public var figures: DocumentedFigures? = nil
    /// Where the fenced block stands, from its opening fence to its closing one.
    public var range: SourceRange
}
