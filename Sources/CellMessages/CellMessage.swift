/// One thing a running cell tells the runner. A cell's messages, in order, are its output.
public enum CellMessage: Codable, Equatable, Sendable {
    /// Bytes the cell printed.
    case text(OutputStream, [UInt8])
    /// Something to see. A later message with the same identifier replaces the earlier one in its place.
    case display(id: Int, Display)
    /// Points to add to the series of the first panel of a display, a plot that was sent before: so curves grow while training runs.
    case points(id: Int, [Points])
    /// How far long work has come.
    case progress(Progress)
    /// A named check and whether it held.
    case check(Check)
    /// The cell has a parameter that the reader can turn.
    case choice(Choice)
    /// What an expression in the lesson's prose came to.
    case value(EvaluatedValue)
    /// Something to say about the cell that it did not say itself, such as that its output was cut.
    case remark(String)
    /// The cell asked for something impossible and ends.
    case stop(Stop)
}

/// Points that are added to a series.
public struct Points: Codable, Equatable, Sendable {
    /// Horizontal values.
    public var x: [Double]
    /// Vertical values, as many.
    public var y: [Double]

    /// The points `(x[i], y[i])`.
    public init(x: [Double], y: [Double]) {
        self.x = x
        self.y = y
    }
}

/// Something impossible that a cell asked for, such as adding shapes that do not fit.
public struct Stop: Codable, Equatable, Sendable {
    /// Why something cannot be done.
    public enum Reason: UInt8, Codable, Sendable {
        /// It makes no sense.
        case impossible
        /// It takes more memory than there is for cells.
        case outOfMemory
    }

    /// The op that was asked for it.
    public var operation: String
    /// Why it cannot be done, in the lesson's terms.
    public var explanation: String
    /// Why it cannot be done, for the runner.
    public var reason: Reason

    /// A stop of an op.
    public init(operation: String, explanation: String, reason: Reason = .impossible) {
        self.operation = operation
        self.explanation = explanation
        self.reason = reason
    }
}

/// The two streams that a program prints to.
public enum OutputStream: UInt8, Codable, Sendable {
    /// What the cell's output is made of.
    case standardOutput = 1
    /// Remarks beside the output.
    case standardError = 2
}

/// How far a piece of long work has come.
public struct Progress: Codable, Equatable, Sendable {
    /// The most units of work: more than can be counted one by one in a year, and few enough to reckon with.
    package static let mostUnits = 1 << 53

    /// What is being done, such as `epoch 3`.
    public var label: String
    /// Units of work done, 0 to `total`.
    public var completed: Int
    /// Units of work in all.
    public var total: Int

    /// Progress of `completed` out of `total` units.
    public init(label: String, completed: Int, total: Int) {
        self.label = label
        self.completed = completed
        self.total = total
    }
}

/// A named check that a cell made of its own numbers.
public struct Check: Codable, Equatable, Sendable {
    /// What was checked, in the lesson's words.
    public var name: String
    /// Whether it held.
    public var passed: Bool
    /// What was found and what was expected, such as `0.853, expected 0.86 ± 0.02`; empty where the name says it all.
    public var detail: String
    /// The line in the chapter that made the check.
    public var line: Int

    /// The outcome of a check made at `line`.
    public init(name: String, passed: Bool, detail: String, line: Int) {
        self.name = name
        self.passed = passed
        self.detail = detail
        self.line = line
    }
}

/// What an expression in the lesson's prose came to.
public struct EvaluatedValue: Codable, Equatable, Sendable {
    /// Which of the lesson's expressions it is, from 0.
    public var index: Int
    /// The value, as `print` shows it.
    public var text: String
    /// For a `Bool`, whether it is true; nil for any other value.
    public var isTrue: Bool?

    /// The value of an expression.
    public init(index: Int, text: String, isTrue: Bool? = nil) {
        self.index = index
        self.text = text
        self.isTrue = isTrue
    }
}
