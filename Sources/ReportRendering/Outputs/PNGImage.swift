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
            + Self.chunk("IDAT", Deflate.compressed(rows)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(Deflate.checksum(body))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }
}
