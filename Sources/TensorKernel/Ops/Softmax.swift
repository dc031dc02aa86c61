// Softmax and its logarithms. All subtract the greatest value first, so that no exponential overflows.

extension Tensor {
    /// e^xᵢ / Σⱼ e^xⱼ along a dimension. Derivative: yᵢ · (gᵢ − Σⱼ gⱼ·yⱼ).
    ///
    /// ```swift
    /// print(Tensor([[1.0, 2, 3]]).softmax(dim: 1))
    /// ```
    /// ```output
    /// tensor([[0.0900, 0.2447, 0.6652]])
    /// ```
    public func softmax(dim: Int = -1) -> Tensor {
        let result = rowwise("softmax", dim) { from, to, count in _ = Row.softmax(from, to: to, count) }
        return differentiable("softmax", [self], saving: [result], result) { context in
            [context.gradient.rowwise("softmax", dim, with: context[0]) { Row.softmaxGradient($0, $1, to: $2, $3) }]
        }
    }

    /// ln softmax(x) along a dimension. Derivative: gᵢ − softmax(x)ᵢ · Σⱼ gⱼ.
    public func logSoftmax(dim: Int = -1) -> Tensor {
        let result = rowwise("logSoftmax", dim) { from, to, count in Row.logSoftmax(from, to: to, count) }
        return differentiable("logSoftmax", [self], saving: [result], result) { context in
            [context.gradient.rowwise("softmax", dim, with: context[0]) { Row.logSoftmaxGradient($0, $1, to: $2, $3) }]
        }
    }

    /// ln Σ eˣ over `dims`, over all of them if nil. Derivative: softmax(x).
    public func logsumexp(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let resultShape = layout.reducedShape(layout.dimensions(dims, in: "logsumexp"), keepdim: keepdim)
        guard numel > 0 else {
            let shape = shape
            return differentiable("logsumexp", [self], Tensor.full(resultShape, -Float.infinity)) { _ in
                [Tensor.zeros(shape)]
            }
        }
        let greatest = detach().amax(dims: dims, keepdim: true)
        let finite = Tensor.where(greatest.abs() .== Float.infinity, 0, greatest)
        let result = ((self - finite).exp().sum(dims: dims, keepdim: true)).log() + finite
        return (keepdim ? result : result.reshape(resultShape)).named("logsumexp")
    }

    /// ln Σ eˣ along a dimension. Derivative: softmax(x).
    public func logsumexp(dim: Int, keepdim: Bool = false) -> Tensor { logsumexp(dims: [dim], keepdim: keepdim) }

    /// Calls `body` for every row of values along `dim`, in memory one after another.
    private func rowwise(
        _ name: String, _ dim: Int, _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    ) -> Tensor {
        if ndim == 0 { return noGrad { unsqueeze(0).rowwise(name, 0, body).squeeze(0) } }
        let dimension = layout.dimension(dim, in: name)
        guard dimension == ndim - 1 else {
            return noGrad {
                transpose(dimension, -1).rowwise(name, -1, body).transpose(dimension, -1).contiguousValues()
            }
        }
        let source = convertedValues(.float32).contiguousValues()
        let result = Tensor(uninitialized: shape, .float32)
        let count = shape[dimension]
        guard count > 0 else { return result }
        let (from, to) = (source.pointer(Float.self), result.pointer(Float.self))
        Parallel.forRanges(numel / count, size: Swift.max(1, Parallel.elementsPerPiece / 4 / count)) { rows in
            for row in rows { body(from + row * count, to + row * count, count) }
        }
        return withExtendedLifetime(source) { result }
    }

    /// Calls `body` for every two rows of values along `dim`, of this tensor and of `other`, which has the same shape.
    private func rowwise(
        _ name: String, _ dim: Int, with other: Tensor,
        _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    ) -> Tensor {
        if ndim == 0 { return unsqueeze(0).rowwise(name, 0, with: other.unsqueeze(0), body).squeeze(0) }
        let dimension = layout.dimension(dim, in: name)
        guard dimension == ndim - 1 else {
            return transpose(dimension, -1).rowwise(name, -1, with: other.transpose(dimension, -1), body)
                .transpose(dimension, -1)
        }
        let (first, second) = (contiguousValues(), other.contiguousValues())
        let (result, count) = (Tensor(uninitialized: shape, .float32), shape[dimension])
        guard count > 0 else { return result }
        Parallel.forRanges(numel / count, size: Swift.max(1, Parallel.elementsPerPiece / 4 / count)) { rows in
            for row in rows {
                let start = row * count
                body(first.pointer() + start, second.pointer() + start, result.pointer() + start, count)
            }
        }
        return result
    }
}
