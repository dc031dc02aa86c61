/// The binary form that values have on the way between processes, and in files that the program keeps.
///
/// It has the values' parts one after another, without names, in the order in which they are declared; integers are little-endian, text and
/// arrays come after their count (64 bits), an optional after a byte that says whether it is there, and a case of an enum
/// after its name. Arrays of `Double`, `Float` and `UInt8` are copied whole.
///
/// Foundation's coders are not used because lessons load this module in every cell.
package enum BinaryForm {
    /// Bytes that are not the value they were read as.
    package enum Fault: Error, Equatable {
        /// The bytes ended inside a value.
        case truncated
        /// There is no such value.
        case malformed(String)
    }

    /// The bytes of a value, after those of a header.
    package static func encode(_ value: some Encodable, after header: [UInt8] = []) -> [UInt8] {
        let target = BinaryTarget(header)
        // What can throw is only what a value's own `encode(to:)` throws, and ours are all synthesised.
        try? target.write(value)
        return target.bytes
    }

    /// The value whose bytes these are, all of them.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from bytes: some Collection<UInt8>
    ) throws(Fault) -> Value {
        let source = BinarySource(Array(bytes))
        let value: Value
        do {
            value = try source.read(type)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw source.fault ?? .malformed("\(error)")
        }
        guard source.isAtEnd else { throw .malformed("bytes after the value") }
        return value
    }
}

// MARK: - Writing

/// Collects the bytes of values.
private final class BinaryTarget: Encoder {
    var bytes: [UInt8]
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ header: [UInt8]) { bytes = header }

    func write(integer value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    func write(_ text: String) {
        write(integer: Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    func write(name: String) {
        write(integer: UInt8(truncatingIfNeeded: name.utf8.count))
        bytes.append(contentsOf: name.utf8)
    }

    func write<T: Encodable>(_ value: T) throws {
        // Comparing types first is a hundred times faster than trying to cast.
        if T.self == [UInt8].self, let value = value as? [UInt8] {
            write(elements: value)
        } else if T.self == [Double].self, let value = value as? [Double] {
            write(elements: value)
        } else if T.self == [Float].self, let value = value as? [Float] {
            write(elements: value)
        } else {
            try value.encode(to: self)
        }
    }

    private func write<T: BitwiseCopyable>(elements: [T]) {
        write(integer: Int64(elements.count))
        elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedTarget(target: self))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedTarget(self) }
    func singleValueContainer() -> any SingleValueEncodingContainer { SingleTarget(target: self) }
}

/// Where one plain value goes.
private struct SingleTarget: SingleValueEncodingContainer {
    let target: BinaryTarget
    let codingPath: [any CodingKey] = []

    func encodeNil() { target.write(integer: UInt8(0)) }
    func encode(_ value: Bool) { target.write(integer: UInt8(value ? 1 : 0)) }
    func encode(_ value: String) { target.write(value) }
    func encode(_ value: Double) { target.write(integer: value.bitPattern) }
    func encode(_ value: Float) { target.write(integer: value.bitPattern) }
    func encode(_ value: Int) { target.write(integer: Int64(value)) }
    func encode(_ value: Int8) { target.write(integer: value) }
    func encode(_ value: Int16) { target.write(integer: value) }
    func encode(_ value: Int32) { target.write(integer: value) }
    func encode(_ value: Int64) { target.write(integer: value) }
    func encode(_ value: UInt) { target.write(integer: UInt64(value)) }
    func encode(_ value: UInt8) { target.write(integer: value) }
    func encode(_ value: UInt16) { target.write(integer: value) }
    func encode(_ value: UInt32) { target.write(integer: value) }
    func encode(_ value: UInt64) { target.write(integer: value) }
    func encode<T: Encodable>(_ value: T) throws { try target.write(value) }
}

/// Where the parts of a struct or the name of a case go.
private struct KeyedTarget<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let target: BinaryTarget
    let codingPath: [any CodingKey] = []

    func encodeNil(forKey key: Key) { target.write(integer: UInt8(0)) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try target.write(value) }

    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
        target.write(integer: UInt8(value == nil ? 0 : 1))
        if let value { try target.write(value) }
    }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodePlainIfPresent(value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodePlainIfPresent(value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodePlainIfPresent(value) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodePlainIfPresent(value) }

    private func encodePlainIfPresent<T: Encodable>(_ value: T?) throws {
        target.write(integer: UInt8(value == nil ? 0 : 1))
        if let value { try target.write(value) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        target.write(name: key.stringValue)
        return KeyedEncodingContainer(KeyedTarget<Nested>(target: target))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { target.unkeyedContainer() }
    func superEncoder() -> any Encoder { target }
    func superEncoder(forKey key: Key) -> any Encoder { target }
}

/// Where the elements of an array go, after their count.
private struct UnkeyedTarget: UnkeyedEncodingContainer {
    let target: BinaryTarget
    let codingPath: [any CodingKey] = []
    private(set) var count = 0
    private let start: Int

    init(_ target: BinaryTarget) {
        self.target = target
        start = target.bytes.count
        target.write(integer: Int64(0))
    }

    private mutating func countOne() {
        count += 1
        withUnsafeBytes(of: Int64(count).littleEndian) { count in
            for index in 0..<8 { target.bytes[start + index] = count[index] }
        }
    }

    mutating func encodeNil() {
        countOne()
        target.write(integer: UInt8(0))
    }
    mutating func encode<T: Encodable>(_ value: T) throws {
        countOne()
        try target.write(value)
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        countOne()
        return target.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        countOne()
        return target.unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { target }
}

// MARK: - Reading

/// Takes values back out of bytes, which may be anything.
private final class BinarySource: Decoder {
    private let bytes: [UInt8]
    private var position = 0
    /// What the names of cases were found to lack, which the standard library does not pass on.
    private(set) var fault: BinaryForm.Fault?
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    private func take(_ count: Int) throws(BinaryForm.Fault) -> Range<Int> {
        guard count >= 0, count <= bytes.count - position else { throw .truncated }
        defer { position += count }
        return position..<position + count
    }

    func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(BinaryForm.Fault) -> T {
        let range = try take(MemoryLayout<T>.size)
        return bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: T.self)) }
    }

    func bool() throws(BinaryForm.Fault) -> Bool {
        switch try integer(UInt8.self) {
        case 0: return false
        case 1: return true
        case let other: throw .malformed("truth value \(other)")
        }
    }

    private func text(_ range: Range<Int>) throws(BinaryForm.Fault) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .malformed("text not in UTF-8") }
        return text
    }

    func string() throws(BinaryForm.Fault) -> String { try text(try take(try integer(Int.self))) }

    /// The name of a case, which stays to be read again; nil where none comes.
    func peekName() -> String? {
        let start = position
        defer { position = start }
        do { return try name() } catch {
            fault = error
            return nil
        }
    }

    func name() throws(BinaryForm.Fault) -> String { try text(try take(Int(try integer(UInt8.self)))) }

    /// A count of elements. None is smaller than a byte, so there cannot be more of them than bytes.
    func count() throws(BinaryForm.Fault) -> Int {
        let count = try integer(Int.self)
        guard count >= 0, count <= bytes.count - position else { throw .truncated }
        return count
    }

    func read<T: Decodable>(_ type: T.Type) throws -> T {
        let fast: Any? =
            if type == [UInt8].self {
                try elements(of: UInt8.self)
            } else if type == [Double].self {
                try elements(of: Double.self)
            } else if type == [Float].self {
                try elements(of: Float.self)
            } else {
                nil
            }
        if let value = fast as? T { return value }
        return try T(from: self)
    }

    private func elements<T: BitwiseCopyable>(of type: T.Type) throws(BinaryForm.Fault) -> [T] {
        let count = try count()
        let (size, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<T>.stride)
        guard !overflows else { throw .truncated }
        let range = try take(size)
        return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: .init(rebasing: $0[range])) }
            initialized = count
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedSource(source: self))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        UnkeyedSource(source: self, count: try count())
    }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleSource(source: self) }
}

/// Where one plain value comes from.
private struct SingleSource: SingleValueDecodingContainer {
    let source: BinarySource
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { (try? source.bool()) == false }
    func decode(_ type: Bool.Type) throws -> Bool { try source.bool() }
    func decode(_ type: String.Type) throws -> String { try source.string() }
    func decode(_ type: Double.Type) throws -> Double { Double(bitPattern: try source.integer()) }
    func decode(_ type: Float.Type) throws -> Float { Float(bitPattern: try source.integer()) }
    func decode(_ type: Int.Type) throws -> Int { Int(try source.integer(Int64.self)) }
    func decode(_ type: Int8.Type) throws -> Int8 { try source.integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try source.integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try source.integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try source.integer() }
    func decode(_ type: UInt.Type) throws -> UInt { UInt(try source.integer(UInt64.self)) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try source.integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try source.integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try source.integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try source.integer() }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try source.read(type) }
}

/// Where the parts of a struct or the name of a case come from.
private struct KeyedSource<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let source: BinarySource
    let codingPath: [any CodingKey] = []

    /// The case that follows; asked for enums only.
    var allKeys: [Key] { source.peekName().flatMap(Key.init(stringValue:)).map { [$0] } ?? [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { try !source.bool() }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try source.read(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        guard try source.name() == key.stringValue else { throw BinaryForm.Fault.malformed("another case") }
        return KeyedDecodingContainer(KeyedSource<Nested>(source: source))
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try source.unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { source }
    func superDecoder(forKey key: Key) throws -> any Decoder { source }
}

/// Where the elements of an array come from.
private struct UnkeyedSource: UnkeyedDecodingContainer {
    let source: BinarySource
    let count: Int?
    private(set) var currentIndex = 0
    let codingPath: [any CodingKey] = []

    init(source: BinarySource, count: Int) {
        self.source = source
        self.count = count
    }

    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    private mutating func countOne() throws {
        guard !isAtEnd else { throw BinaryForm.Fault.truncated }
        currentIndex += 1
    }

    mutating func decodeNil() throws -> Bool { try !source.bool() }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try countOne()
        return try source.read(type)
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
        try countOne()
        return try source.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try countOne()
        return try source.unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { source }
}
