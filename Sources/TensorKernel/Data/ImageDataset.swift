/// Grey pictures of one size, each of one class.
///
/// The pixels stay bytes until a batch is asked for, a quarter of the memory that float32 would take.
public struct ImageDataset: Dataset, Sendable {
    /// Pixels down one picture.
    public let height: Int
    /// Pixels across one picture.
    public let width: Int
    /// The names of the classes 0, 1, 2, …
    public let classNames: [String]

    private let pixels: [UInt8]
    private let classes: [UInt8]

    /// Pictures from `images`, of three dimensions, and as many classes from `labels`.
    init(images: IDXFile, labels: IDXFile, classNames: [String]) throws(DataError) {
        guard images.shape[0] == labels.shape[0] else {
            throw DataError("There are \(images.shape[0]) images, but \(labels.shape[0]) labels.")
        }
        guard labels.values.allSatisfy({ $0 < classNames.count }) else {
            throw DataError("The labels name more than the \(classNames.count) classes there are.")
        }
        (height, width) = (images.shape[1], images.shape[2])
        self.classNames = classNames
        pixels = images.values
        classes = labels.values
    }

    /// How many pictures there are.
    public var count: Int { classes.count }

    /// The class of every picture: int64, of shape `[count]`.
    public var labels: Tensor { Tensor(classes.map(Int.init)) }

    /// `x`: float32 of shape `[indices.count, 1, height, width]`, from 0 for black to 1; `y`: int64 classes.
    public func batch(_ indices: ArraySlice<Int>) -> (x: Tensor, y: Tensor) {
        check(indices)
        let size = height * width
        let first = indices.startIndex
        let x = Tensor(shape: [indices.count, 1, height, width], of: Float.self) { target in
            pixels.withUnsafeBufferPointer { pixels in
                guard let pixels = pixels.baseAddress, let target = target.baseAddress else { return }
                Parallel.forRanges(indices.count, size: 32) { rows in
                    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count * size) { gathered in
                        guard let bytes = gathered.baseAddress else { return }
                        // First copied, which waits for the memory once for all of them, then converted in the cache.
                        for (place, row) in rows.enumerated() {
                            (bytes + place * size).update(from: pixels + indices[first + row] * size, count: size)
                        }
                        let place = target + rows.lowerBound * size
                        for offset in 0..<rows.count * size { place[offset] = brightness(bytes[offset]) }
                    }
                }
            }
        }
        return (x, Tensor(indices.map { Int(classes[$0]) }))
    }
}

/// pixel / 255, which is 257/65536 · pixel and a little; x · (1/255) would have other last digits than torchvision's
/// quotient, and dividing takes longer than all the rest of making a batch.
@inline(__always)
func brightness(_ pixel: UInt8) -> Float {
    let value = Float(pixel)
    return value * 0x1.01p-8 + value * 5.983_839_2e-8
}
