/// The header of a safetensors file: for each tensor its name, type, shape, and where its bytes lie.
struct SafetensorsHeader: Equatable {
    struct Entry: Equatable {
        var name: String
        var dtype: DType
        var shape: [Int]
        var bytes: Range<Int>
    }

    var entries: [Entry]

    /// What the format calls the types.
    private static let typeNames: [(DType, String)] = [(.float32, "F32"), (.int64, "I64"), (.bool, "BOOL")]

    init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads a header whose tensors must fill exactly `dataCount` bytes, without gaps or overlaps.
    init(parsing text: UnsafeRawBufferPointer, dataCount: Int) throws(SafetensorsError) {
        var reader = SafetensorsHeaderReader(text)
        entries = try reader.readEntries()
        for entry in entries where Self.byteCount(entry) != entry.bytes.count {
            throw .malformed("\(entry.bytes.count) bytes are not what \(entry.name) of shape \(entry.shape) takes")
        }
        var end = 0
        let places = entries.map(\.bytes).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        for place in places {
            guard place.lowerBound == end else { throw .malformed("tensors overlap or leave a gap at byte \(end)") }
            end = place.upperBound
        }
        guard end == dataCount else { throw .malformed("the tensors end at byte \(end) of \(dataCount)") }
    }

    /// The header as JSON, padded with spaces so that the data after its eight-byte length is aligned.
    var text: String {
        let members = entries.map { entry in
            "\(Self.quoted(entry.name)):{\"dtype\":\"\(Self.typeName(entry.dtype))\","
                + "\"shape\":[\(entry.shape.map(String.init).joined(separator: ","))],"
                + "\"data_offsets\":[\(entry.bytes.lowerBound),\(entry.bytes.upperBound)]}"
        }
        let json = "{\(members.joined(separator: ","))}"
        return json + String(repeating: " ", count: (8 - json.utf8.count % 8) % 8)
    }

    static func dtype(named name: String) throws(SafetensorsError) -> DType {
        guard let known = typeNames.first(where: { $0.1 == name }) else {
            throw .malformed("values of type \(name) are not supported, only F32, I64 and BOOL")
        }
        return known.0
    }

    private static func typeName(_ dtype: DType) -> String {
        typeNames.first { $0.0 == dtype }?.1 ?? ""
    }

    private static func byteCount(_ entry: Entry) -> Int? {
        // Sizes of zero come last, so that too many values are noticed beside one.
        var count = entry.dtype.byteCount
        for size in entry.shape.sorted(by: >) {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            if overflows || size < 0 { return nil }
            count = product
        }
        return count
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
