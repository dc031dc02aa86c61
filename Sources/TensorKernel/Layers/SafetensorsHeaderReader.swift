/// Reads the JSON of a safetensors header: an object of objects of numbers, arrays of numbers, and strings.
struct SafetensorsHeaderReader {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// The tensors in the order of the text; the free-form `__metadata__` is passed over.
    mutating func readEntries() throws(SafetensorsError) -> [SafetensorsHeader.Entry] {
        var entries: [SafetensorsHeader.Entry] = []
        var names: Set<String> = []
        try readMembers { (reader, name) throws(SafetensorsError) in
            guard names.insert(name).inserted else { throw .malformed("\(name) appears twice") }
            if name == "__metadata__" {
                try reader.readMembers { (reader, _) throws(SafetensorsError) in _ = try reader.readString() }
            } else {
                entries.append(try reader.readEntry(named: name))
            }
        }
        skipSpaces()
        guard position == text.count else { throw .malformed("the header goes on after its end") }
        return entries
    }

    private mutating func readEntry(named name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
        var dtype: DType?
        var shape: [Int]?
        var offsets: [Int]?
        try readMembers { (reader, member) throws(SafetensorsError) in
            switch member {
            case "dtype": dtype = try SafetensorsHeader.dtype(named: try reader.readString())
            case "shape": shape = try reader.readNumbers()
            case "data_offsets": offsets = try reader.readNumbers()
            default: throw .malformed("\(name) has the unknown member \(member)")
            }
        }
        guard let dtype, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
            throw .malformed("\(name) lacks its type, shape or place")
        }
        return SafetensorsHeader.Entry(name: name, dtype: dtype, shape: shape, bytes: offsets[0]..<offsets[1])
    }

    private mutating func readMembers(
        _ body: (inout SafetensorsHeaderReader, String) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try expect("{")
        if take("}") { return }
        repeat {
            let name = try readString()
            try expect(":")
            try body(&self, name)
        } while take(",")
        try expect("}")
    }

    private mutating func readNumbers() throws(SafetensorsError) -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var numbers: [Int] = []
        repeat { numbers.append(try readNumber()) } while take(",")
        try expect("]")
        return numbers
    }

    private mutating func readNumber() throws(SafetensorsError) -> Int {
        skipSpaces()
        let start = position
        while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] { position += 1 }
        guard let number = Int(String(decoding: text[start..<position], as: UTF8.self)) else {
            throw .malformed("a number was expected at byte \(start) of the header")
        }
        return number
    }

    private mutating func readString() throws(SafetensorsError) -> String {
        try expect("\"")
        var bytes: [UInt8] = []
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\\") {
                bytes += Array(String(try readEscape()).utf8)
            } else {
                bytes.append(byte)
            }
        }
        try expect("\"")
        guard let string = String(validating: bytes, as: UTF8.self) else { throw .malformed("a name is not in UTF-8") }
        return string
    }

    private mutating func readEscape() throws(SafetensorsError) -> Character {
        guard position < text.count else { throw .malformed("the header ends inside a name") }
        let kind = text[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try readCodePoint())
        default: throw .malformed("a name has an unknown escape")
        }
    }

    private mutating func readCodePoint() throws(SafetensorsError) -> Unicode.Scalar {
        let first = try readHexadecimal()
        guard 0xd800...0xdbff ~= first else { return try scalar(first) }
        // Beyond 16 bits JSON writes a pair of surrogates.
        guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
        else { throw .malformed("a name has half a surrogate pair") }
        position += 2
        let second = try readHexadecimal()
        guard 0xdc00...0xdfff ~= second else { throw .malformed("a name has half a surrogate pair") }
        return try scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private func scalar(_ value: UInt32) throws(SafetensorsError) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(value) else { throw .malformed("a name has half a surrogate pair") }
        return scalar
    }

    private mutating func readHexadecimal() throws(SafetensorsError) -> UInt32 {
        let end = position + 4
        guard end <= text.count, let value = UInt32(String(decoding: text[position..<end], as: UTF8.self), radix: 16)
        else { throw .malformed("a name has an unknown escape") }
        position = end
        return value
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
        guard take(character) else { throw .malformed("\(character) was expected at byte \(position) of the header") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while position < text.count, [0x20, 0x09, 0x0a, 0x0d].contains(text[position]) { position += 1 }
    }
}
