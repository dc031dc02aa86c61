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
                Parallel.forRanges(indices.count, size: 64) { rows in
                    for row in rows {
                        let (source, place) = (pixels + indices[first + row] * size, target + row * size)
                        // By division, as torchvision's ToTensor: x · (1/255) has other last digits.
                        for offset in 0..<size { place[offset] = Float(source[offset]) / 255 }
                    }
                }
            }
        }
        return (x, Tensor(indices.map { Int(classes[$0]) }))
    }
}
