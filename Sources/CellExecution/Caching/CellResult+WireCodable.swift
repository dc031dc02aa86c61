import CellMessages
import ChapterDocument

// How the results of cells that ended well are kept. What does not outlive a run has no form.

extension CellResult: WireCodable {
    package func encode(to writer: inout WireWriter) {
        if case .failedAsExpected(let failure) = outcome {
            writer.write(UInt8(2))
            writer.write(failure)
        } else {
            precondition(outcome == .succeeded, "only results that are as they should be are kept")
            writer.write(UInt8(1))
        }
        writer.write(outputs)
        writer.write(checks)
        writer.write(values)
        writer.write(warnings)
        writer.write(seconds)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self.init(outcome: .succeeded)
        case 2: self.init(outcome: .failedAsExpected(try reader.read()))
        case let kind: throw .malformed("outcome \(kind)")
        }
        outputs = try reader.read()
        checks = try reader.read()
        values = try reader.read()
        warnings = try reader.read()
        seconds = try reader.read()
    }
}

extension CellOutput: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .text(let stream, let text):
            writer.write(stream.rawValue)
            writer.write(text)
        case .display(let id, let display):
            writer.write(UInt8(3))
            writer.write(id)
            writer.write(display)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        let kind = try reader.read(UInt8.self)
        if let stream = OutputStream(rawValue: kind) {
            self = .text(stream, try reader.read())
        } else if kind == 3 {
            self = .display(id: try reader.read(), try reader.read())
        } else {
            throw .malformed("output kind \(kind)")
        }
    }
}

extension CellFailure: WireCodable {
    /// The ways in which a cell can be meant to fail, which are the only ones that are kept.
    private static let kinds: [Kind] = [.compile, .trap, .thrown]

    package func encode(to writer: inout WireWriter) {
        writer.write(Self.kinds.firstIndex(of: kind) ?? 0)
        writer.write(notes)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        let kind = try reader.read(Int.self)
        guard Self.kinds.indices.contains(kind) else { throw .malformed("failure kind \(kind)") }
        self.init(kind: Self.kinds[kind], notes: try reader.read())
    }
}

extension CellFailure.Note: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(position.map { [$0.line, $0.column] } ?? [])
        writer.write(message)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        let numbers: [Int] = try reader.read()
        guard numbers.isEmpty || numbers.count == 2 else { throw .malformed("a position") }
        let position = numbers.isEmpty ? nil : SourcePosition(line: numbers[0], column: numbers[1])
        self.init(position: position, message: try reader.read())
    }
}
