/// One thing a running cell tells the runner. A cell's messages, in order, are its output.
public enum CellMessage: Equatable, Sendable {
    /// Bytes the cell printed.
    case text(OutputStream, [UInt8])
    /// Something to see. A later message with the same identifier replaces the earlier one in its place, so
    /// a curve can grow while training runs.
    case display(id: Int, Display)
    /// How far long work has come.
    case progress(Progress)
    /// A named check and whether it held.
    case check(Check)
    /// What an expression in the lesson's prose came to.
    case value(EvaluatedValue)
    /// Something to say about the cell that it did not say itself, such as that its output was cut.
    case remark(String)
}

/// The two streams that a program prints to.
public enum OutputStream: UInt8, Sendable {
    /// What the cell's output is made of.
    case standardOutput = 1
    /// Remarks beside the output.
    case standardError = 2
}

/// How far a piece of long work has come.
public struct Progress: Equatable, Sendable {
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
public struct Check: Equatable, Sendable {
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
public struct EvaluatedValue: Equatable, Sendable {
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

extension CellMessage: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .text(let stream, let bytes):
            writer.write(stream.rawValue)
            writer.write(bytes.count)
            writer.write(raw: bytes)
        case .display(let id, let display):
            writer.write(UInt8(3))
            writer.write(id)
            writer.write(display)
        case .progress(let progress):
            writer.write(UInt8(4))
            writer.write(progress)
        case .check(let check):
            writer.write(UInt8(5))
            writer.write(check)
        case .remark(let words):
            writer.write(UInt8(6))
            writer.write(words)
        case .value(let value):
            writer.write(UInt8(7))
            writer.write(value)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case OutputStream.standardOutput.rawValue: self = .text(.standardOutput, try Self.readText(&reader))
        case OutputStream.standardError.rawValue: self = .text(.standardError, try Self.readText(&reader))
        case 3: self = .display(id: try reader.read(), try reader.read())
        case 4: self = .progress(try reader.read())
        case 5: self = .check(try reader.read())
        case 6: self = .remark(try reader.read())
        case 7: self = .value(try reader.read())
        case let kind: throw .malformed("message kind \(kind)")
        }
    }

    private static func readText(_ reader: inout WireReader) throws(WireError) -> [UInt8] {
        Array(try reader.readBytes(try reader.read(Int.self)))
    }
}

extension Progress: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(label)
        writer.write(completed)
        writer.write(total)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(label: try reader.read(), completed: try reader.read(), total: try reader.read())
    }
}

extension EvaluatedValue: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(index)
        writer.write(text)
        writer.write(isTrue)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(index: try reader.read(), text: try reader.read(), isTrue: try reader.read())
    }
}

extension Check: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(passed)
        writer.write(detail)
        writer.write(line)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.read(), passed: try reader.read(), detail: try reader.read(),
            line: try reader.read())
    }
}
