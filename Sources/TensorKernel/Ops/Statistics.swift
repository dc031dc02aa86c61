// Spread and length.

extension Tensor {
    /// Σ (x − mean)² / (n − correction) over `dims`, over all of them if nil.
    ///
    /// The correction of 1 makes the variance of a sample unbiased; 0 is the variance of the values themselves.
    public func `var`(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        let reduced = dims ?? Array(shape.indices)
        let centered = self - mean(dims: reduced, keepdim: true)
        let sum = (centered * centered).sum(dims: reduced, keepdim: keepdim)
        let count = reduced.reduce(1) { $0 * size($1) }
        return (sum / Float(Swift.max(0, count - correction))).named("var")
    }

    /// The variance along a dimension.
    public func `var`(dim: Int, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        self.var(dims: [dim], correction: correction, keepdim: keepdim)
    }

    /// The standard deviation √var.
    public func std(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        self.var(dims: dims, correction: correction, keepdim: keepdim).sqrt().named("std")
    }

    /// The standard deviation along a dimension.
    public func std(dim: Int, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        std(dims: [dim], correction: correction, keepdim: keepdim)
    }

    /// The p-norm (Σ |x|ᵖ)^(1/p) over `dims`, over all if nil; for p = ∞ the greatest |x|, for p = −∞ the least, and for
    /// p = 0 how many values are not zero.
    ///
    /// Derivative for p = 2: x / y, and 0 where y is 0; for p = 0: 0.
    public func norm(_ p: Double = 2, dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let reduced = dims ?? Array(shape.indices)
        if p == .infinity { return abs().amax(dims: reduced, keepdim: keepdim).named("norm") }
        if p == -.infinity { return abs().amin(dims: reduced, keepdim: keepdim).named("norm") }
        if p == 0 {
            let count = (self .!= 0).to(.float32).sum(dims: reduced, keepdim: keepdim)
            let shape = shape
            return differentiable("norm", [self], count) { _ in [Tensor.zeros(shape)] }
        }
        if p == 1 { return abs().sum(dims: reduced, keepdim: keepdim).named("norm") }
        guard p == 2 else { return abs().pow(p).sum(dims: reduced, keepdim: keepdim).pow(1 / p).named("norm") }
        let values = detach()
        let kept = (values * values).sum(dims: reduced, keepdim: true).sqrt()
        let keptShape = kept.shape
        let result = keepdim ? kept : kept.reshape(values.sum(dims: reduced).shape)
        return differentiable("norm", [self], saving: [self, result], result.detach()) { context in
            let length = context[1].reshape(keptShape)
            return [context.gradient.reshape(keptShape) * Tensor.where(length .== 0, 0, context[0] / length)]
        }
    }
}
