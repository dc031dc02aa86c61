internal import CZlib

/// Compresses bytes in zlib's format, as PNG files and browsers read it.
enum Deflate {
    /// The bytes, compressed as well as can be.
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(size))
        // With a buffer of that bound, only memory can run out.
        guard compress2(&result, &size, bytes, uLong(bytes.count), Z_BEST_COMPRESSION) == Z_OK else {
            preconditionFailure("no memory to compress \(bytes.count) bytes")
        }
        return Array(result.prefix(Int(size)))
    }

    /// The checksum of PNG's chunks.
    static func checksum(_ bytes: [UInt8]) -> UInt32 { UInt32(crc32(0, bytes, uInt(bytes.count))) }
}
