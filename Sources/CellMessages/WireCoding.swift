/// A value with a binary form on the channel between a cell and the runner, and in the result cache.
///
/// The two requirements mirror each other: what `encode(to:)` writes, `init(from:)` reads in the same order.
/// Foundation's coders are not used here because lessons load this module in every cell.
package protocol WireCodable {
    /// Appends the value's bytes.
    func encode(to writer: inout WireWriter)

    /// Reads the value's bytes.
    /// - Throws: `WireError` where the bytes are not such a value.
    init(from reader: inout WireReader) throws(WireError)
}

/// Bytes that are not the value they were read as.
package enum WireError: Error, Equatable {
    /// The bytes ended inside a value.
    case truncated
    /// A case number, truth value or text that no value has.
    case malformed(String)
}

/// Collects the bytes of values, integers in little-endian order.
package struct WireWriter {
    /// What has been written so far.
    package private(set) var bytes: [UInt8] = []

    /// An empty writer.
    package init() {}

    /// Appends an integer of fixed width.
    package mutating func write<T: FixedWidthInteger>(integer value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends raw bytes, without their count.
    package mutating func write(raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    /// Appends a value in its own form.
    package mutating func write(_ value: some WireCodable) {
        value.encode(to: &self)
    }
}

/// Takes values back out of bytes.
package struct WireReader {
    private var rest: ArraySlice<UInt8>

    /// A reader at the start of `bytes`.
    package init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    /// Whether every byte has been read.
    package var isAtEnd: Bool { rest.isEmpty }

    /// Reads the next `count` bytes.
    /// - Throws: `WireError.truncated` where fewer are left.
    package mutating func readBytes(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= rest.count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Reads an integer of fixed width.
    package mutating func readInteger<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(WireError) -> T {
        try readBytes(T.bitWidth / 8).reversed().reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
    }

    /// Reads a value in its own form.
    package mutating func read<T: WireCodable>(_ type: T.Type = T.self) throws(WireError) -> T {
        try T(from: &self)
    }
}

extension Int: WireCodable {
    package func encode(to writer: inout WireWriter) { writer.write(integer: Int64(self)) }
    package init(from reader: inout WireReader) throws(WireError) { self = Int(try reader.readInteger(Int64.self)) }
}

extension Double: WireCodable {
    package func encode(to writer: inout WireWriter) { writer.write(integer: bitPattern) }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(bitPattern: try reader.readInteger(UInt64.self))
    }
}

extension UInt8: WireCodable {
    package func encode(to writer: inout WireWriter) { writer.write(integer: self) }
    package init(from reader: inout WireReader) throws(WireError) {
        self = try reader.readInteger()
    }
}

extension Bool: WireCodable {
    package func encode(to writer: inout WireWriter) { writer.write(UInt8(self ? 1 : 0)) }
    package init(from reader: inout WireReader) throws(WireError) {
        switch try UInt8(from: &reader) {
        case 0: self = false
        case 1: self = true
        case let other: throw .malformed("truth value \(other)")
        }
    }
}

extension String: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(utf8.count)
        writer.write(raw: utf8)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        let bytes = try reader.readBytes(try reader.read(Int.self))
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("text not in UTF-8") }
        self = text
    }
}

extension Array: WireCodable where Element: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(count)
        for element in self { writer.write(element) }
    }
    package init(from reader: inout WireReader) throws(WireError) {
        let count = try reader.read(Int.self)
        guard count >= 0 else { throw .malformed("count \(count)") }
        self = []
        for _ in 0..<count { append(try reader.read(Element.self)) }
    }
}

extension Optional: WireCodable where Wrapped: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(self != nil)
        if let self { writer.write(self) }
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self = try reader.read(Bool.self) ? .some(try reader.read(Wrapped.self)) : .none
    }
}
