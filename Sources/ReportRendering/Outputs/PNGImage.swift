internal import CZlib

/// A picture as a PNG file (<https://www.w3.org/TR/png/>).
struct PNGImage {
    /// The file.
    let bytes: [UInt8]

    /// A picture of 8-bit brightnesses, or of red, green and blue where it is coloured; missing pixels are black.
    init(width: Int, height: Int, isColored: Bool, pixels: [UInt8]) {
        let rowLength = width * (isColored ? 3 : 1)
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (rowLength + 1))
        for row in 0..<height {
            rows.append(0)  // no filter
            for index in row * rowLength..<(row + 1) * rowLength {
                rows.append(index < pixels.count ? pixels[index] : 0)
            }
        }
        let header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height)) + [8, isColored ? 2 : 0, 0, 0, 0]
        bytes =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", Self.deflated(rows)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        let checksum = crc32(0, body, uInt(body.count))
        return bigEndian(UInt32(content.count)) + body + bigEndian(UInt32(checksum))
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(size))
        // With a buffer of that bound, only memory can run out.
        guard compress2(&result, &size, bytes, uLong(bytes.count), Z_BEST_COMPRESSION) == Z_OK else {
            preconditionFailure("no memory to compress a picture of \(bytes.count) bytes")
        }
        return Array(result.prefix(Int(size)))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }
}
