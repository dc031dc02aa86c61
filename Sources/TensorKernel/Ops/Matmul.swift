// Products of matrices, vectors and batches of matrices.

extension Tensor {
    /// The matrix product A·B. ∂/∂A = G·Bᵀ and ∂/∂B = Aᵀ·G for the gradient G of the result.
    ///
    /// Two vectors give their dot product; a vector on the left is a row, one on the right a column, and that dimension
    /// is absent from the result. Dimensions before the last two are batches and broadcast.
    ///
    /// ```swift
    /// let a = Tensor([[1.0, 2], [3, 4]])
    /// print(a.matmul(a))
    /// print(a.matmul(Tensor([1.0, 1])))
    /// ```
    /// ```output
    /// tensor([[ 7., 10.],
    ///         [15., 22.]])
    /// tensor([3., 7.])
    /// ```
    public func matmul(_ other: Tensor) -> Tensor {
        guard ndim > 0 && other.ndim > 0 else { stopForShapes("matmul", shape, other.shape, "numbers have no rows") }
        if ndim == 1, shape == other.shape, dtype == .float32 || other.dtype == .float32 { return dotProduct(other) }
        if ndim == 1 || other.ndim == 1 {
            guard size(-1) == other.size(other.ndim == 1 ? 0 : -2) else { stopForInner(other) }
            let product = (ndim == 1 ? unsqueeze(0) : self).matmul(other.ndim == 1 ? other.unsqueeze(1) : other)
            let withoutRow = ndim == 1 ? product.squeeze(-2) : product
            guard other.ndim == 1 else { return withoutRow.named("vm") }
            return withoutRow.squeeze(-1).named(ndim == 1 ? "dot" : ndim == 2 ? "mv" : "unsafeView")
        }
        guard size(-1) == other.size(-2) else { stopForInner(other) }
        guard dtype == .float32 || other.dtype == .float32 else { return integerProduct(other) }
        let (a, b) = (convertedValues(.float32), other.convertedValues(.float32))
        let result = a.ndim == 2 && b.ndim == 2 ? product(a, b) : batchedProduct(a, b)
        return differentiable("matmul", [self, other], saving: [self, other], result) { context in
            let gradient = context.gradient
            return [
                context.needs(0)
                    ? gradient.matmul(context[1].transpose(-2, -1)).summed(to: context.shape(0)) : nil,
                context.needs(1) ? gradientOfRight(context[0], context.shape(1), gradient) : nil,
            ]
        }
    }

    /// How many products one thread adds up at a time.
    private static let dotPiece = 1 << 15

    /// The dot product of two vectors of the same size: sums of pieces, which are then added in their order.
    private func dotProduct(_ other: Tensor) -> Tensor {
        let (a, b) = (convertedValues(.float32).contiguousValues(), other.convertedValues(.float32).contiguousValues())
        let (count, piece) = (numel, Self.dotPiece)
        var sums = [Double](repeating: 0, count: (count + piece - 1) / piece)
        let (left, right) = (a.pointer(Float.self), b.pointer(Float.self))
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            Parallel.forRanges(count, size: piece) { range in
                sums[range.lowerBound / piece] = Double(
                    Row.sumOfProducts(
                        left + range.lowerBound, right + range.lowerBound, center: 0, range.count))
            }
        }
        let result = withExtendedLifetime((a, b)) { Tensor(Float(sums.reduce(0, +))) }
        return differentiable("dot", [self, other], saving: [self, other], result) { context in
            let gradient = context.gradient
            return [
                context.needs(0) ? gradient * context[1] : nil, context.needs(1) ? gradient * context[0] : nil,
            ]
        }
    }

    private func stopForInner(_ other: Tensor) -> Never {
        stopForShapes(
            "matmul", shape, other.shape,
            "the last size of the first, \(size(-1)), must be the \(other.ndim == 1 ? "" : "second to ")last of the "
                + "second, \(other.size(other.ndim == 1 ? 0 : -2))")
    }

    /// Products of int64 matrices, exact but for wrapping around.
    private func integerProduct(_ other: Tensor) -> Tensor {
        let (a, b) = (convertedValues(.int64).contiguousValues(), other.convertedValues(.int64).contiguousValues())
        let batch = Layout.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), in: "matmul")
        let (rows, count, columns) = (a.size(-2), a.size(-1), b.size(-1))
        let starts = BatchStarts(
            batch, a.expandedLayout(batch + [rows, count]), b.expandedLayout(batch + [count, columns]))
        let result = Tensor.zeros(batch + [rows, columns], dtype: .int64)
        let (left, right, to) = (a.pointer(Int.self), b.pointer(Int.self), result.pointer(Int.self))
        Parallel.forRanges(starts.count * rows, size: Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, columns))) {
            range in
            for row in range {
                let start = starts[row / rows]
                let (from, to) = (left + start.left + row % rows * count, to + row * columns)
                for step in 0..<count {
                    let (factor, right) = (from[step], right + start.right + step * columns)
                    for column in 0..<columns { to[column] &+= factor &* right[column] }
                }
            }
        }
        return withExtendedLifetime((a, b)) { result }
    }

    /// The dot product Σ aᵢ·bᵢ of two vectors. ∂/∂a = b, ∂/∂b = a.
    public func dot(_ other: Tensor) -> Tensor {
        guard ndim == 1 && shape == other.shape else {
            stopForShapes("dot", shape, other.shape, "both must be vectors of the same size")
        }
        return matmul(other)
    }

    /// The outer product aᵢ·bⱼ of two vectors.
    public func outer(_ other: Tensor) -> Tensor {
        guard ndim == 1 && other.ndim == 1 else {
            stopForShapes("outer", shape, other.shape, "both must be vectors")
        }
        return unsqueeze(1) * other
    }
}

/// The values of a tensor in a layout whose last two dimensions are a `Matrix`.
func matrixReadable(_ x: Tensor) -> Tensor {
    Matrix(x.pointer(Float.self), x.layout) == nil ? x.contiguousValues() : x
}

private func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = (matrixReadable(a), matrixReadable(b))
    let result = Tensor(uninitialized: [a.shape[0], b.shape[1]], .float32)
    if let left = Matrix(a.pointer(), a.layout), let right = Matrix(b.pointer(), b.layout) {
        Matrix.multiply(left, right, into: result.pointer())
    }
    return withExtendedLifetime((a, b)) { result }
}

private func batchedProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = (matrixReadable(a), matrixReadable(b))
    let (rows, columns) = (a.size(-2), b.size(-1))
    // One matrix on the right serves all batches: they are the rows of one long matrix.
    if b.ndim == 2 && a.isContiguous {
        let long = Tensor(
            storage: a.storage,
            layout: Layout(shape: [a.shape.dropLast().reduce(1, *), a.size(-1)], offset: a.layout.offset),
            dtype: .float32)
        let result = product(long, b)
        return Tensor(storage: result.storage, layout: Layout(shape: a.shape.dropLast() + [columns]), dtype: .float32)
    }
    let batch = Layout.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), in: "matmul")
    let left = a.expandedLayout(batch + a.shape.suffix(2))
    let right = b.expandedLayout(batch + b.shape.suffix(2))
    let result = Tensor(uninitialized: batch + [rows, columns], .float32)
    let starts = BatchStarts(batch, left, right)
    Parallel.forEach(starts.count) { index in
        let start = starts[index]
        if let left = Matrix(a.pointer() + start.left, left), let right = Matrix(b.pointer() + start.right, right) {
            Matrix.multiply(left, right, into: result.pointer() + index * rows * columns)
        }
    }
    return withExtendedLifetime((a, b)) { result }
}

/// Where each pair of matrices of two batches begins.
private struct BatchStarts {
    let count: Int
    private let shape: [Int]
    private let leftStrides: [Int]
    private let rightStrides: [Int]

    init(_ shape: [Int], _ left: Layout, _ right: Layout) {
        count = shape.reduce(1, *)
        self.shape = shape
        leftStrides = Array(left.strides.dropLast(2))
        rightStrides = Array(right.strides.dropLast(2))
    }

    subscript(_ index: Int) -> (left: Int, right: Int) {
        var rest = index
        var start = (left: 0, right: 0)
        for dimension in shape.indices.reversed() {
            let position = rest % shape[dimension]
            rest /= shape[dimension]
            start.left += position * leftStrides[dimension]
            start.right += position * rightStrides[dimension]
        }
        return start
    }
}

/// Aᵀ·G, summed over the batches that B was stretched to.
private func gradientOfRight(_ a: Tensor, _ shape: [Int], _ gradient: Tensor) -> Tensor {
    guard shape.count == 2 && a.ndim > 2 else { return a.transpose(-2, -1).matmul(gradient).summed(to: shape) }
    let rows = a.shape.dropLast().reduce(1, *)
    return a.reshape(rows, a.size(-1)).T.matmul(gradient.reshape(rows, gradient.size(-1)))
}
