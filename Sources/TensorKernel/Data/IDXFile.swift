internal import CZlib

/// A file in the IDX format of the MNIST data sets: a small header with the sizes, then one byte a value.
///
/// The header is two zero bytes, the element type (8 for unsigned bytes), the number of dimensions, and each size as
/// a big-endian 32-bit integer (Y. LeCun, C. Cortes and C. Burges, "The MNIST database"). The file may be compressed
/// with gzip, whose checksum is then verified.
package struct IDXFile: Sendable {
    /// The sizes, outermost first.
    package let shape: [Int]
    /// The values in row-major order.
    package let values: [UInt8]

    /// Reads the file at `path`, whose values must have `dimensions` dimensions.
    package init(path: String, dimensions: Int) throws(DataError) {
        guard let file = gzopen(path, "rb") else { throw DataError("\(path) cannot be opened.") }
        // Closing tells nothing that the checked reads did not.
        defer { gzclose(file) }
        gzbuffer(file, 1 << 18)

        let magic = try Self.read(4, from: file, path)
        guard magic == [0, 0, 8, UInt8(dimensions)] else {
            throw DataError("\(path) is damaged: it is no IDX file of bytes in \(dimensions) dimensions.")
        }
        var shape: [Int] = []
        for _ in 0..<dimensions {
            shape.append(try Self.read(4, from: file, path).reduce(0) { $0 << 8 | Int($1) })
        }
        var count = 1
        for size in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            // A damaged size must not make the process ask for all memory there is.
            guard !overflows, product <= 1 << 32 else {
                throw DataError("\(path) is damaged: its header announces \(shape) values.")
            }
            count = product
        }
        self.shape = shape
        values = try Self.read(count, from: file, path)
        // Asking for one byte more reaches the end of the stream, where zlib verifies the checksum.
        var surplus: UInt8 = 0
        guard gzread(file, &surplus, 1) == 0 else {
            throw DataError("\(path) is damaged: it does not end where its header says.")
        }
    }

    private static func read(_ count: Int, from file: gzFile, _ path: String) throws(DataError) -> [UInt8] {
        // zlib counts in 32 bits.
        let longest = 1 << 30
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            while initializedCount < count, let start = buffer.baseAddress {
                let wanted = UInt32(min(longest, count - initializedCount))
                let got = gzread(file, start + initializedCount, wanted)
                if got <= 0 { break }
                initializedCount += Int(got)
            }
        }
        guard bytes.count == count else {
            throw DataError("\(path) is damaged or cut short: \(bytes.count) of \(count) bytes can be read.")
        }
        return bytes
    }
}
