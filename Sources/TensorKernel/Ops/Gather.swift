// Values picked by index tensors.

extension Tensor {
    /// Along `dim`, the values at `index`: of a matrix and dim 1, y[i][j] = x[i][index[i][j]].
    ///
    /// `index` is int64, has as many dimensions as this tensor and, but for `dim`, no greater sizes; the result has its
    /// shape. Derivative: added back to the places the values came from.
    ///
    /// ```swift
    /// let scores = Tensor([[0.1, 0.9], [0.8, 0.2]])
    /// print(scores.gather(dim: 1, Tensor([[1], [0]])))
    /// ```
    /// ```output
    /// tensor([[0.9000],
    ///         [0.8000]])
    /// ```
    public func gather(dim: Int, _ index: Tensor) -> Tensor {
        if ndim == 0, index.ndim < 2 {
            let vector = unsqueeze(0).gather(dim: dim, index.reshape(-1))
            return index.ndim == 0 ? vector.squeeze(0).named("gather") : vector
        }
        let dimension = layout.dimension(dim, in: "gather")
        let fits = index.ndim == ndim && shape.indices.allSatisfy { $0 == dimension || index.shape[$0] <= shape[$0] }
        guard fits, index.dtype == .int64 else {
            stopForShapes("gather", shape, index.shape, "the index must be int64 and fit in every other dimension")
        }
        let places = gatherPlaces(index, dimension, "gather")
        let ownShape = shape
        return differentiable("gather", [self], saving: [places], taken(places, index.shape)) { context in
            [context.gradient.addedAt(context[0], ownShape)]
        }
    }

    /// The positions of dimension `dim` with the numbers in a vector `index`.
    ///
    /// Derivative: added back to the positions the values came from.
    public func indexSelect(dim: Int, _ index: Tensor) -> Tensor { rows(index, dim: dim, for: "indexSelect") }

    /// The rows that `index` numbers, for the op `name`.
    func rows(_ index: Tensor, dim: Int = 0, for name: StaticString) -> Tensor {
        if ndim == 0, index.ndim < 2 { return unsqueeze(0).rows(index.reshape(-1), dim: dim, for: name).squeeze(0) }
        let dimension = layout.dimension(dim, in: "\(name)")
        guard index.ndim < 2, index.dtype == .int64 else {
            stop("\(name)", "the index must be an int64 vector, not \(index.dtype) of shape \(index.shape)")
        }
        let inner = shape[(dimension + 1)...].reduce(1, *)
        let outer = shape[..<dimension].reduce(1, *)
        let (size, count) = (shape[dimension], index.numel)
        let numbers = index.ints
        for number in numbers { checkIndex(number, size, "\(name)") }
        var resultShape = shape
        resultShape[dimension] = count
        let source = contiguousValues()
        let result = Tensor(uninitialized: resultShape, dtype)
        let rowBytes = inner * dtype.byteCount
        let from = source.storage.bytes + source.layout.offset * dtype.byteCount
        let to = result.storage.bytes
        Parallel.forRanges(outer * count, size: Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, inner))) {
            range in
            for row in range {
                let place = (row / count * size + numbers[row % count]) * rowBytes
                (to + row * rowBytes).copyMemory(from: from + place, byteCount: rowBytes)
            }
        }
        let ownShape = shape
        return withExtendedLifetime(source) {
            differentiable(name, [self], result) { context in
                [context.gradient.rowsAdded(to: ownShape, dimension, numbers)]
            }
        }
    }

    /// Zeros of `shape` with this tensor's rows added to those with the given numbers, in order.
    private func rowsAdded(to shape: [Int], _ dimension: Int, _ numbers: [Int]) -> Tensor {
        let source = contiguousValues()
        let result = Tensor.zeros(shape)
        let (from, to) = (source.pointer(Float.self), result.pointer(Float.self))
        let inner = shape[(dimension + 1)...].reduce(1, *)
        for outer in 0..<shape[..<dimension].reduce(1, *) {
            for (row, number) in numbers.enumerated() {
                let from = from + (outer * numbers.count + row) * inner
                let to = to + (outer * shape[dimension] + number) * inner
                for column in 0..<inner { to[column] += from[column] }
            }
        }
        return withExtendedLifetime(source) { result }
    }

    /// Row-major places, in this tensor's values, of what an op picks or changes.
    func gatherPlaces(_ index: Tensor, _ dimension: Int, _ name: String) -> Tensor {
        let size = shape[dimension]
        let strides = Layout(shape: shape).strides
        let numbers = index.contiguousValues()
        let result = Tensor(uninitialized: [index.numel], .int64)
        let (from, places) = (numbers.pointer(Int.self), result.pointer(Int.self))
        // The index's last dimension is a row; what the others add to a place is the same all along it.
        let last = index.ndim - 1
        let (count, stride) = (index.shape.last ?? 1, last == dimension ? 0 : 1)
        let factor = index.ndim == 0 ? 1 : strides[dimension]
        let rows = index.numel / Swift.max(1, count)
        Parallel.forRanges(rows, size: Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, count))) { range in
            for row in range {
                var (rest, start) = (row, 0)
                for other in Swift.stride(from: last - 1, through: 0, by: -1) {
                    if other != dimension { start += rest % index.shape[other] * strides[other] }
                    rest /= index.shape[other]
                }
                let (from, places) = (from + row * count, places + row * count)
                for column in 0..<count {
                    checkIndex(from[column], size, name)
                    places[column] = start + from[column] * factor + column * stride
                }
            }
        }
        return withExtendedLifetime(numbers) { result }
    }

    /// The values at row-major `places`, as a tensor of `shape`.
    func taken(_ places: Tensor, _ shape: [Int]) -> Tensor {
        switch dtype {
        case .float32: takenValues(places, shape, of: Float.self)
        case .int64: takenValues(places, shape, of: Int.self)
        case .bool: takenValues(places, shape, of: Bool.self)
        }
    }

    private func takenValues<E: Element>(_ places: Tensor, _ shape: [Int], of type: E.Type) -> Tensor {
        let source = contiguousValues()
        let result = Tensor(uninitialized: shape, dtype)
        let (from, at, to) = (source.pointer(E.self), places.pointer(Int.self), result.pointer(E.self))
        Parallel.forRanges(result.numel) { range in
            for index in range { to[index] = from[at[index]] }
        }
        return withExtendedLifetime(source) { result }
    }

    /// Zeros of `shape` with this tensor's values added at row-major `places`, in order.
    func addedAt(_ places: Tensor, _ shape: [Int]) -> Tensor {
        let source = contiguousValues()
        let result = Tensor.zeros(shape)
        let (from, at, to) = (source.pointer(Float.self), places.pointer(Int.self), result.pointer(Float.self))
        for index in 0..<source.numel { to[at[index]] += from[index] }
        return withExtendedLifetime(source) { result }
    }
}

private func checkIndex(_ index: Int, _ size: Int, _ operation: String) {
    guard index >= 0 && index < size else { stop(operation, "index \(index) is out of range of size \(size)") }
}

/// A number of a position, counted from the end if negative.
func resolvedIndex(_ index: Int, _ size: Int, _ operation: String) -> Int {
    let resolved = index < 0 ? index + size : index
    guard resolved >= 0 && resolved < size else { stop(operation, "index \(index) is out of range of size \(size)") }
    return resolved
}
