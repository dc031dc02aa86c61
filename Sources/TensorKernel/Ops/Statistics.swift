// Spread and length.

extension Tensor {
    /// Σ (x − mean)² / (n − correction) over `dims`, over all of them if nil.
    ///
    /// The correction of 1 makes the variance of a sample unbiased; 0 is the variance of the values themselves.
    public func `var`(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        let reduced = layout.dimensions(dims, in: "var")
        let centered = self - mean(dims: reduced, keepdim: true)
        let sum = (centered * centered).sum(dims: reduced, keepdim: keepdim)
        let count = reduced.reduce(1) { $0 * size($1) }
        return (sum / Float(Swift.max(0, count - correction))).named("var")
    }

    /// The variance along a dimension.
    public func `var`(dim: Int, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        self.var(dims: [dim], correction: correction, keepdim: keepdim)
    }

    /// The standard deviation √var. Derivative: (x − mean) / ((n − correction) · y), and 0 where y is 0.
    public func std(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        let reduced = layout.dimensions(dims, in: "std")
        let kept = noGrad { self.var(dims: reduced, correction: correction, keepdim: true).sqrt() }
        let keptShape = kept.shape
        let result = keepdim ? kept : noGrad { kept.reshape(layout.reducedShape(reduced, keepdim: false)) }
        let divisor = Float(Swift.max(0, reduced.reduce(1) { $0 * shape[$1] } - correction))
        return differentiable("std", [self], saving: [self, result], result) { context in
            let (x, y) = (context[0], context[1].reshape(keptShape))
            let slope = (x - x.mean(dims: reduced, keepdim: true)) / (y * divisor)
            return [context.gradient.reshape(keptShape) * Tensor.where(y .== 0, 0, slope)]
        }
    }

    /// The standard deviation along a dimension.
    public func std(dim: Int, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        std(dims: [dim], correction: correction, keepdim: keepdim)
    }

    /// The p-norm (Σ |x|ᵖ)^(1/p) over `dims`, over all if nil; for p = ∞ the greatest |x|, for p = −∞ the least, and for
    /// p = 0 how many values are not zero.
    ///
    /// Derivative: sign(x) · (|x| / y)ᵖ⁻¹, and 0 where that is 0/0; for p = 0: 0.
    public func norm(_ p: Double = 2, dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let reduced = layout.dimensions(dims, in: "norm")
        if p == .infinity { return abs().amax(dims: reduced, keepdim: keepdim).named("norm") }
        if p == -.infinity { return abs().amin(dims: reduced, keepdim: keepdim).named("norm") }
        if p == 0 {
            let count = (self .!= 0).to(.float32).sum(dims: reduced, keepdim: keepdim)
            let shape = shape
            return differentiable("norm", [self], count) { _ in [Tensor.zeros(shape)] }
        }
        if p == 1 { return abs().sum(dims: reduced, keepdim: keepdim).named("norm") }
        let values = detach()
        let kept =
            p == 2
            ? (values * values).sum(dims: reduced, keepdim: true).sqrt()
            : values.abs().pow(p).sum(dims: reduced, keepdim: true).pow(1 / p)
        let keptShape = kept.shape
        let result = keepdim ? kept : kept.reshape(layout.reducedShape(reduced, keepdim: false))
        return differentiable("norm", [self], saving: [self, result], result.detach()) { context in
            let length = context[1].reshape(keptShape)
            let share = context[0] / length
            let slope = p == 2 ? share : share.sign() * share.abs().pow(p - 1)
            let isFlat = p == 2 ? length .== 0 : context[0] .== 0
            return [context.gradient.reshape(keptShape) * Tensor.where(isFlat, 0, slope)]
        }
    }
}
