/// Why a safetensors file could not be written, read or used.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
    /// The system refused; with the path and the system's reason.
    case system(path: String, reason: String)
    /// The file is not a valid safetensors file, or has values of a type that tensors here cannot have.
    case malformed(String)
    /// The file's tensors are not those of the module.
    case mismatch(String)

    /// The error in a sentence.
    public var description: String {
        switch self {
        case .system(let path, let reason): "\(path): \(reason)"
        case .malformed(let reason): "not a usable safetensors file: \(reason)"
        case .mismatch(let reason): "the file does not fit the module: \(reason)"
        }
    }
}

/// Named tensors in the `.safetensors` format, which PyTorch's users exchange parameters in.
///
/// The file is the length of the header as eight little-endian bytes, the header in JSON, and the tensors' bytes.
public enum Safetensors {
    /// A header longer than this is refused, as the format's own library refuses it.
    private static let longestHeader = 100_000_000

    /// Writes `tensors` to the file at `path`, which is replaced at once when all is written.
    public static func save(_ tensors: [(name: String, tensor: Tensor)], to path: String) throws {
        // Wide types first, so that every value lies on a multiple of its size.
        let ordered = tensors.enumerated().sorted {
            ($1.element.tensor.dtype.byteCount, $0.offset) < ($0.element.tensor.dtype.byteCount, $1.offset)
        }.map(\.element)
        var entries: [SafetensorsHeader.Entry] = []
        var end = 0
        for (name, tensor) in ordered {
            let bytes = end..<end + tensor.numel * tensor.dtype.byteCount
            entries.append(.init(name: name, dtype: tensor.dtype, shape: tensor.shape, bytes: bytes))
            end = bytes.upperBound
        }
        let header = SafetensorsHeader(entries: entries).text
        var file: [UInt8] = []
        file.reserveCapacity(8 + header.utf8.count + end)
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file += $0 }
        file += header.utf8
        for (_, tensor) in ordered { tensor.withBytes { file += $0 } }
        try SystemFiles.replace(path, with: file)
    }

    /// The tensors of the file at `path`, in the order of its header.
    public static func load(_ path: String) throws -> [(name: String, tensor: Tensor)] {
        let file = try SystemFiles.read(path)
        return try file.withUnsafeBytes { bytes in
            guard bytes.count >= 8 else { throw SafetensorsError.malformed("it has only \(bytes.count) bytes") }
            let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
            guard length <= longestHeader, length <= bytes.count - 8 else {
                throw SafetensorsError.malformed("its header cannot have \(length) bytes")
            }
            let start = 8 + Int(length)
            let header = try SafetensorsHeader(
                parsing: UnsafeRawBufferPointer(rebasing: bytes[8..<start]), dataCount: bytes.count - start)
            return try header.entries.map { entry in
                let range = start + entry.bytes.lowerBound..<start + entry.bytes.upperBound
                let values = UnsafeRawBufferPointer(rebasing: bytes[range])
                return (entry.name, try Tensor(bytes: values, shape: entry.shape, dtype: entry.dtype))
            }
        }
    }
}
