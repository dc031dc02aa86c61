/// A picture as a PNG file, its pixels packed by runs: small pictures need no more.
///
/// The format: <https://www.w3.org/TR/png/>; the packing: RFC 1950 and 1951.
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
            + Self.chunk("IDAT", RunLengthDeflate.zlibStream(rows, stride: isColored ? 3 : 1)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(checksum(body))
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }

    /// CRC-32 as PNG uses it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
