extension Tensor {
    /// A view of the diagonal of two dimensions, as a last dimension: the one `offset` above the main one, below if negative.
    ///
    /// Derivative: zeros elsewhere.
    public func diagonal(offset: Int = 0, dim1: Int = 0, dim2: Int = 1) -> Tensor {
        let (first, second) = (layout.dimension(dim1, in: "diagonal"), layout.dimension(dim2, in: "diagonal"))
        guard first != second else { stop("diagonal", "dimensions \(dim1) and \(dim2) of shape \(shape) are the same") }
        let (rows, columns) = (shape[first] - Swift.max(0, -offset), shape[second] - Swift.max(0, offset))
        let count = Swift.max(0, Swift.min(rows, columns))
        let start = count == 0 ? 0 : Swift.max(0, -offset) * strides[first] + Swift.max(0, offset) * strides[second]
        let others = shape.indices.filter { $0 != first && $0 != second }
        let place = Layout(
            shape: others.map { shape[$0] } + [count],
            strides: others.map { strides[$0] } + [strides[first] + strides[second]], offset: layout.offset + start)
        let whole = Layout(shape: shape)
        return view("diagonal", place) { gradient in
            let result = Tensor.zeros(whole.shape)
            noGrad { result.diagonal(offset: offset, dim1: dim1, dim2: dim2).copy(from: gradient) }
            return result
        }
    }

    /// The sum of a matrix's diagonal.
    public func trace() -> Tensor {
        guard ndim == 2 else { stop("trace", "shape \(shape) is not that of a matrix") }
        return diagonal().sum().named("trace")
    }
}
