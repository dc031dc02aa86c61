// Sums and means over some or all dimensions.

extension Tensor {
    /// Σ x over `dims`, over all of them if nil. ∂/∂x = 1. Sums of integers and truth values are int64.
    public func sum(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let plan = ReductionPlan("sum", dtype == .bool ? convertedValues(.int64) : self, dims: dims, keepdim: keepdim)
        guard dtype == .float32 else {
            return reduceElements(plan) { $0.reduce(0) { (x: Int, y: Int) in x &+ y } }
        }
        let (shape, kept) = (shape, plan.keptShape)
        return differentiable(dims == nil ? "sum" : "sumAlong", [self], sumOfFloats(plan)) { context in
            [context.gradient.reshape(kept).expand(shape)]
        }
    }

    /// Σ x over one dimension.
    ///
    /// ```swift
    /// let x = Tensor([[1.0, 2], [3, 4]])
    /// print(x.sum(), x.sum(dim: 0))
    /// print(x.sum(dim: 1, keepdim: true))
    /// ```
    /// ```output
    /// tensor(10.) tensor([4., 6.])
    /// tensor([[3.],
    ///         [7.]])
    /// ```
    public func sum(dim: Int, keepdim: Bool = false) -> Tensor { sum(dims: [dim], keepdim: keepdim) }

    /// (1/n) Σ x over `dims`, over all of them if nil. ∂/∂x = 1/n.
    public func mean(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        guard dtype == .float32 else { stop("mean", "not defined for \(dtype); convert with to(.float32)") }
        let plan = ReductionPlan("mean", self, dims: dims, keepdim: keepdim)
        let result = sumOfFloats(plan)
        let count = Float(plan.count)
        let to = result.pointer(Float.self)
        for index in 0..<result.numel { to[index] /= count }
        let (shape, kept) = (shape, plan.keptShape)
        return differentiable(dims == nil ? "mean" : "meanAlong", [self], result) { context in
            [(context.gradient / count).reshape(kept).expand(shape)]
        }
    }

    /// (1/n) Σ x over one dimension.
    ///
    /// ```swift
    /// print(Tensor([[1.0, 2], [3, 4]]).mean(dim: 1))
    /// ```
    /// ```output
    /// tensor([1.5000, 3.5000])
    /// ```
    public func mean(dim: Int, keepdim: Bool = false) -> Tensor { mean(dims: [dim], keepdim: keepdim) }
}

private func sumOfFloats(_ plan: ReductionPlan) -> Tensor {
    reduceElements(plan) { (block: ReductionBlock<Float>) in
        if block.columns == 1 {
            block.to.pointee = Row.sum(block.from, block.rows)
        } else {
            Row.addColumns(block.from, rows: block.rows, columns: block.columns, to: block.to)
        }
    }
}
