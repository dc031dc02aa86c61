/// What can stand in a tensor's brackets: a position, a range of positions, or all of them (`0...`).
public protocol TensorIndex {
    /// The positions meant in a dimension of `size`: where they begin and end, and whether the dimension disappears.
    func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool)
}

extension Int: TensorIndex {
    /// The position itself; its dimension disappears.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) {
        let position = resolvedIndex(self, size, "subscript")
        return (position, position + 1, true)
    }
}

extension Range: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) {
        boundedRange(lowerBound, upperBound, size)
    }
}

extension ClosedRange: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) {
        boundedRange(lowerBound, upperBound + 1, size)
    }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) {
        boundedRange(lowerBound, size, size)
    }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) { boundedRange(0, upperBound, size) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public func positions(in size: Int) -> (start: Int, end: Int, isSingle: Bool) {
        boundedRange(0, upperBound == -1 ? size : upperBound + 1, size)
    }
}

/// Negative bounds count from the end; bounds beyond the end mean the end, as in Python.
private func boundedRange(_ start: Int, _ end: Int, _ size: Int) -> (start: Int, end: Int, isSingle: Bool) {
    let first = min(max(start < 0 ? start + size : start, 0), size)
    let last = min(max(end < 0 ? end + size : end, first), size)
    return (first, last, false)
}

extension Tensor {
    /// The values at positions or ranges of the first dimensions: `x[0]`, `x[-1]`, `x[1..<3]`, `x[0..., 2]`.
    ///
    /// A view; assigning to it changes the values. A position's dimension disappears, a range's stays.
    public subscript(_ indices: any TensorIndex...) -> Tensor {
        get { viewed(at: indices) }
        set { viewed(at: indices).copy(from: newValue) }
    }

    private func viewed(at indices: [any TensorIndex]) -> Tensor {
        guard indices.count <= ndim else { stop("subscript", "\(indices.count) indices for shape \(shape)") }
        var result = self
        var dimension = 0
        for index in indices {
            let (start, end, isSingle) = index.positions(in: result.shape[dimension])
            if isSingle {
                result = result.select(dimension, start)
            } else {
                result = result.slice(dim: dimension, from: start, to: end)
                dimension += 1
            }
        }
        return result
    }

    /// The values an index tensor picks: of truth values, those where it is true, as a vector; of int64, the rows with
    /// those numbers, in the index's shape. Derivative: added back to the places the values came from.
    public subscript(_ index: Tensor) -> Tensor {
        get { picked(by: index) }
        set {
            guard index.dtype == .bool && newValue.numel == 1 else {
                stop("subscript", "only a mask of truth values can be assigned a number; use where() for the rest")
            }
            checkMask(index)
            // A mask of the first dimensions stands for all that they hold.
            let mask = index.reshape(index.shape + Array(repeating: 1, count: ndim - index.ndim))
            copy(from: Tensor.where(mask, newValue.to(dtype), self), recordedAs: "indexPut")
        }
    }

    private func checkMask(_ mask: Tensor) {
        guard mask.ndim <= ndim, mask.shape == Array(shape.prefix(mask.ndim)) else {
            stopForShapes("subscript", shape, mask.shape, "the mask must have the first sizes of the tensor")
        }
    }

    private func picked(by index: Tensor) -> Tensor {
        switch index.dtype {
        case .int64:
            let numbers = index.ints.map { resolvedIndex($0, size(0), "subscript") }
            return rows(Tensor(numbers)).reshape(index.shape + shape.dropFirst()).named("index")
        case .bool:
            checkMask(index)
            let places = index.bools.indices(of: true)
            let rest = Array(shape.dropFirst(index.ndim))
            return reshape([index.numel] + rest).rows(Tensor(places)).named("index")
        case .float32:
            stop("subscript", "an index must be int64 or bool, not float32")
        }
    }

    /// The values at pairs of positions in the first two dimensions: y[i] = x[rows[i], columns[i]].
    public subscript(_ rows: Tensor, _ columns: Tensor) -> Tensor {
        guard ndim >= 2, rows.shape == columns.shape, rows.dtype == .int64, columns.dtype == .int64 else {
            stopForShapes("subscript", rows.shape, columns.shape, "both must be int64 and of the same shape")
        }
        let (height, width) = (shape[0], shape[1])
        let places = zip(rows.ints, columns.ints).map {
            resolvedIndex($0, height, "subscript") * width + resolvedIndex($1, width, "subscript")
        }
        let rest = Array(shape.dropFirst(2))
        return reshape([height * width] + rest).rows(Tensor(places)).reshape(rows.shape + rest).named("index")
    }
}

extension [Bool] {
    /// The positions of `value`.
    fileprivate func indices(of value: Bool) -> [Int] { indices.filter { self[$0] == value } }
}
