// Parts of matrices on one side of a diagonal, and diagonals.

extension Tensor {
    /// The lower triangle of the matrices in the last two dimensions, zeros above it. Derivative: likewise.
    ///
    /// The triangle ends at a diagonal that is so far above the main one, or below it if negative.
    public func tril(diagonal: Int = 0) -> Tensor {
        keeping("tril") { row, column in column - row <= diagonal }
    }

    /// The upper triangle of the matrices in the last two dimensions, zeros below it. Derivative: likewise.
    ///
    /// The triangle begins at a diagonal that is so far above the main one, or below it if negative.
    public func triu(diagonal: Int = 0) -> Tensor {
        keeping("triu") { row, column in column - row >= diagonal }
    }

    /// Of a vector, the matrix with it on a diagonal and zeros elsewhere; of a matrix, the vector on its diagonal.
    ///
    /// The diagonal is so far above the main one, or below it if negative.
    public func diag(_ diagonal: Int = 0) -> Tensor {
        switch ndim {
        case 1:
            let size = numel + Swift.abs(diagonal)
            let result = Tensor.zeros([size, size], dtype: dtype)
            noGrad { result.diagonal(offset: diagonal).copy(from: self) }
            return differentiable("diagEmbed", [self], result) { [$0.gradient.diagonal(offset: diagonal)] }
        case 2: return self.diagonal(offset: diagonal).clone().named("diagonal")
        default: stop("diag", "shape \(shape) is neither a vector's nor a matrix's")
        }
    }

    private func keeping(_ name: StaticString, _ isKept: (_ row: Int, _ column: Int) -> Bool) -> Tensor {
        guard ndim >= 2 else { stop("\(name)", "shape \(shape) has no rows and columns") }
        let (rows, columns) = (size(-2), size(-1))
        let mask = Tensor(shape: [rows, columns], of: Bool.self) { mask in
            for place in mask.indices { mask[place] = isKept(place / columns, place % columns) }
        }
        return Tensor.where(mask, self, Tensor.zero(dtype)).named(name)
    }

    /// A single zero of a type, which does not change the type of what it is put beside.
    private static func zero(_ dtype: DType) -> Tensor { Tensor.zeros([], dtype: dtype) }
}
