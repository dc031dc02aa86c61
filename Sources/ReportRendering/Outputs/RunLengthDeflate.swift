/// Packs bytes in the deflate format, with its fixed codes and with repeats of the pixel just before as its only matches.
///
/// RFC 1951, section 3.2.6, has the codes.
enum RunLengthDeflate {
    /// The bytes as a zlib stream (RFC 1950). `stride` is a pixel's length in bytes.
    static func zlibStream(_ bytes: [UInt8], stride: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(0b011, count: 3)  // the last block, with fixed codes
        var index = 0
        while index < bytes.count {
            let length = index < stride ? 0 : run(in: bytes, at: index, stride: stride)
            if length >= 3 {
                writeLength(length, to: &bits)
                bits.writeCode(stride - 1, count: 5)  // distances 1 to 4 have the codes 0 to 3
                index += length
            } else {
                writeLiteral(bytes[index], to: &bits)
                index += 1
            }
        }
        bits.writeCode(0, count: 7)  // the end of the block
        return [0x78, 0x01] + bits.finished() + PNGImage.bigEndian(checksum(bytes))
    }

    /// How many bytes from `index` on equal those `stride` before; at most 258.
    private static func run(in bytes: [UInt8], at index: Int, stride: Int) -> Int {
        let end = min(bytes.count, index + 258)
        return (index..<end).first { bytes[$0] != bytes[$0 - stride] }.map { $0 - index } ?? end - index
    }

    private static func writeLiteral(_ byte: UInt8, to bits: inout BitWriter) {
        byte < 144 ? bits.writeCode(0x30 + Int(byte), count: 8) : bits.writeCode(0x190 + Int(byte) - 144, count: 9)
    }

    /// A length is a symbol for a range of lengths and the place in the range.
    private static func writeLength(_ length: Int, to bits: inout BitWriter) {
        guard length < 258 else { return bits.writeCode(0xC0 + 285 - 280, count: 8) }
        var symbol = 257
        var base = 3
        var extra = 0
        while length >= base + (1 << extra) {
            base += 1 << extra
            symbol += 1
            // The first eight symbols stand for one length each; then the ranges double every four.
            extra = symbol < 265 ? 0 : (symbol - 261) / 4
        }
        symbol < 280 ? bits.writeCode(symbol - 256, count: 7) : bits.writeCode(0xC0 + symbol - 280, count: 8)
        bits.write(length - base, count: extra)
    }

    /// Adler-32.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let sums = bytes.reduce((1, 0) as (UInt32, UInt32)) { sums, byte in
            let first = (sums.0 + UInt32(byte)) % 65521
            return (first, (sums.1 + first) % 65521)
        }
        return sums.1 << 16 | sums.0
    }

    private struct BitWriter {
        private var bytes: [UInt8] = []
        private var buffer = 0
        private var filled = 0

        /// Appends the low `count` bits of a number, lowest first.
        mutating func write(_ value: Int, count: Int) {
            buffer |= value << filled
            filled += count
            while filled >= 8 {
                bytes.append(UInt8(buffer & 0xFF))
                buffer >>= 8
                filled -= 8
            }
        }

        /// Appends a code, highest bit first.
        mutating func writeCode(_ code: Int, count: Int) {
            for bit in (0..<count).reversed() { write(code >> bit & 1, count: 1) }
        }

        /// All bytes, the last one filled up with zeros.
        func finished() -> [UInt8] {
            filled > 0 ? bytes + [UInt8(buffer & 0xFF)] : bytes
        }
    }
}
