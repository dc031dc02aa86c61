/// Examples with their answers, by number.
public protocol Dataset {
    /// How many examples there are.
    var count: Int { get }
    /// The examples `indices`, stacked along a new first dimension, with their answers.
    func batch(_ indices: ArraySlice<Int>) -> (x: Tensor, y: Tensor)
}

extension Dataset {
    /// One example, without the batch dimension.
    public subscript(index: Int) -> (x: Tensor, y: Tensor) {
        let (x, y) = batch([index])
        return (x[0], y[0])
    }

    /// The examples of a range, stacked along a new first dimension.
    public subscript(range: Range<Int>) -> (x: Tensor, y: Tensor) {
        batch(ArraySlice(range))
    }

    /// The examples `indices`, stacked along a new first dimension, with their answers.
    public func batch(_ indices: [Int]) -> (x: Tensor, y: Tensor) { batch(indices[...]) }

    func check(_ indices: ArraySlice<Int>) {
        if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
            stop("batch", "there is no example \(wrong): the data set has \(count)")
        }
    }
}

/// A data set of two tensors whose first dimensions count the examples.
///
/// ```swift
/// let data = TensorDataset(Tensor.arange(6).reshape(3, 2), Tensor([0, 1, 0]))
/// print(data.count, data[1].x, data[1].y)
/// ```
/// ```output
/// 3 tensor([2., 3.]) tensor(1)
/// ```
public struct TensorDataset: Dataset {
    /// The examples.
    public let x: Tensor
    /// The answers.
    public let y: Tensor

    /// The pairs `(x[i], y[i])`.
    public init(_ x: Tensor, _ y: Tensor) {
        guard x.ndim > 0, y.ndim > 0, x.size(0) == y.size(0) else {
            stopForShapes("TensorDataset", x.shape, y.shape, "both must count the examples in the first dimension")
        }
        self.x = x.detach()
        self.y = y.detach()
    }

    /// How many pairs there are.
    public var count: Int { x.size(0) }

    /// The pairs `indices`, copied.
    public func batch(_ indices: ArraySlice<Int>) -> (x: Tensor, y: Tensor) {
        check(indices)
        return (x.gatheringRows(indices), y.gatheringRows(indices))
    }
}

extension Tensor {
    /// The entries `indices` of the first dimension, copied, outside of any recorded graph.
    func gatheringRows(_ indices: ArraySlice<Int>) -> Tensor {
        switch dtype {
        case .float32: gatheringRows(indices, of: Float.self)
        case .int64: gatheringRows(indices, of: Int.self)
        case .bool: gatheringRows(indices, of: Bool.self)
        }
    }

    private func gatheringRows<E: Element>(_ indices: ArraySlice<Int>, of type: E.Type) -> Tensor {
        let rowCount = numel / Swift.max(1, size(0))
        return Tensor(shape: [indices.count] + shape.dropFirst(), of: E.self) { target in
            withContents(of: E.self) { source in
                for (row, index) in indices.enumerated() {
                    let values = source[(index * rowCount)..<((index + 1) * rowCount)]
                    let place = UnsafeMutableBufferPointer(rebasing: target[(row * rowCount)..<((row + 1) * rowCount)])
                    _ = place.initialize(fromContentsOf: values)
                }
            }
        }
    }
}
