// Spread and length.

extension Tensor {
    /// Σ (x − mean)² / (n − correction) over `dims`, over all of them if nil.
    ///
    /// The correction of 1 makes the variance of a sample unbiased; 0 is the variance of the values themselves. Computed in
    /// double precision. Derivative: 2 · (x − mean) / (n − correction).
    public func `var`(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        let spread = Spread("var", self, dims, correction: correction)
        let result = spread.result(keepdim: keepdim) { $0 }
        return differentiable("var", [self], saving: [self], result) { context in
            let x = context[0]
            let slope = (x - x.mean(dims: spread.dimensions, keepdim: true)) * (2 / spread.divisor)
            return [context.gradient.reshape(spread.keptShape) * slope]
        }
    }

    /// The variance along a dimension.
    public func `var`(dim: Int, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        self.var(dims: [dim], correction: correction, keepdim: keepdim)
    }

    /// The standard deviation √var. Derivative: (x − mean) / ((n − correction) · y), and 0 where y is 0.
    ///
    /// ```swift
    /// print(Tensor([1.0, 2, 3, 4]).std(), Tensor([1.0, 2, 3, 4]).std(correction: 0))
    /// ```
    /// ```output
    /// tensor(1.2910) tensor(1.1180)
    /// ```
    public func std(dims: [Int]? = nil, correction: Int = 1, keepdim: Bool = false) -> Tensor {
        let spread = Spread("std", self, dims, correction: correction)
        let result = spread.result(keepdim: keepdim) { $0.squareRoot() }
        return differentiable("std", [self], saving: [self, result], result) { context in
            let (x, y) = (context[0], context[1].reshape(spread.keptShape))
            let slope = (x - x.mean(dims: spread.dimensions, keepdim: true)) / (y * spread.divisor)
            return [context.gradient.reshape(spread.keptShape) * Tensor.where(y .== 0, 0, slope)]
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
    ///
    /// ```swift
    /// print(Tensor([3.0, 4]).norm())
    /// ```
    /// ```output
    /// tensor(5.)
    /// ```
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

/// The sums of squared distances from the mean of groups of values.
private struct Spread {
    /// What is reduced.
    let dimensions: [Int]
    /// n − correction, or 0 where that is negative.
    let divisor: Float
    let keptShape: [Int]
    private let resultShape: [Int]
    private let sums: [Double]

    init(_ name: String, _ x: Tensor, _ dims: [Int]?, correction: Int) {
        x.checkIsFloat(name)
        dimensions = x.layout.dimensions(dims, in: name)
        let plan = ReductionPlan(name, x, dims: dimensions.isEmpty ? nil : dimensions, keepdim: false)
        divisor = Float(max(0, plan.count - correction))
        (keptShape, resultShape) = (plan.keptShape, plan.resultShape)
        let (count, inner, groups) = (plan.count, plan.inner, plan.outer * plan.inner)
        let values = plan.source.pointer(Float.self)
        sums = [Double](unsafeUninitializedCapacity: groups) { buffer, initialized in
            guard let sums = buffer.baseAddress else { return }
            Parallel.forRanges(groups, size: max(1, Parallel.elementsPerPiece / max(1, count))) { range in
                for group in range {
                    let from = values + group / inner * count * inner + group % inner
                    sums[group] = squaredDistances(from, count, inner)
                }
            }
            initialized = groups
        }
        withExtendedLifetime(plan.source) {}
    }

    func result(keepdim: Bool, _ function: (Double) -> Double) -> Tensor {
        Tensor(shape: keepdim ? keptShape : resultShape, of: Float.self) { result in
            for index in result.indices { result[index] = Float(function(sums[index] / Double(divisor))) }
        }
    }
}

/// Σ (x − mean)² of `count` values that lie `stride` apart.
private func squaredDistances(_ values: UnsafePointer<Float>, _ count: Int, _ stride: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(values[index * stride]) }
    let mean = sum / Double(count)
    var squares = 0.0
    for index in 0..<count {
        let distance = Double(values[index * stride]) - mean
        squares += distance * distance
    }
    return squares
}
