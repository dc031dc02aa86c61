// Products and running sums.

extension Tensor {
    /// Π x over all values. ∂/∂xᵢ = the product of the others.
    public func prod() -> Tensor { product(dims: nil, keepdim: false) }

    /// Π x along a dimension. ∂/∂xᵢ = the product of the others.
    public func prod(dim: Int, keepdim: Bool = false) -> Tensor { product(dims: [dim], keepdim: keepdim) }

    private func product(dims: [Int]?, keepdim: Bool) -> Tensor {
        let plan = ReductionPlan("prod", dtype == .bool ? to(.int64) : self, dims: dims, keepdim: keepdim)
        guard dtype == .float32 else {
            return reduceElements(plan) { $0.reduce(1) { (x: Int, y: Int) in x &* y } }
        }
        let result = reduceElements(plan) { $0.reduce(1) { (x: Float, y: Float) in x * y } }
        let kept = plan.keptShape
        return differentiable(dims == nil ? "prod" : "prodAlong", [self], saving: [self], result) { context in
            [productsOfOthers(context[0], dims) * context.gradient.reshape(kept)]
        }
    }

    /// y[i] = x[0] + … + x[i] along a dimension. Derivative: the running sum from the other end.
    public func cumsum(dim: Int) -> Tensor {
        let dimension = layout.dimension(dim, in: "cumsum")
        let source = dtype == .bool ? to(.int64) : self
        let result =
            dtype == .float32
            ? source.running(dimension, fromEnd: false) { (x: Float, y: Float) in x + y }
            : source.running(dimension, fromEnd: false) { (x: Int, y: Int) in x &+ y }
        return differentiable("cumsum", [self], result) { context in
            [context.gradient.running(dimension, fromEnd: true) { (x: Float, y: Float) in x + y }]
        }
    }

    @inline(__always)
    private func running<E: Element>(_ dimension: Int, fromEnd: Bool, _ combine: (E, E) -> E) -> Tensor {
        let result = copiedValues()
        let (count, inner) = (shape[dimension], shape[(dimension + 1)...].reduce(1, *))
        let values = result.pointer(E.self)
        for start in stride(from: 0, to: count * inner == 0 ? 0 : numel, by: count * inner) {
            for step in 1..<Swift.max(1, count) {
                let row = start + (fromEnd ? count - 1 - step : step) * inner
                let previous = fromEnd ? row + inner : row - inner
                for column in 0..<inner {
                    values[row + column] = combine(values[previous + column], values[row + column])
                }
            }
        }
        return result
    }
}

/// For each value the product of the others of its group: of those before it times of those after it.
private func productsOfOthers(_ x: Tensor, _ dims: [Int]?) -> Tensor {
    let groups = dims.map { x.transpose($0[0], -1) } ?? x.reshape(1, -1)
    let count = groups.size(-1)
    let values = groups.contiguousValues()
    let result = Tensor(uninitialized: groups.shape, .float32)
    let (from, to) = (values.pointer(Float.self), result.pointer(Float.self))
    for start in stride(from: 0, to: values.numel, by: Swift.max(1, count)) {
        var before: Float = 1
        for index in start..<start + count {
            to[index] = before
            before *= from[index]
        }
        var after: Float = 1
        for index in (start..<start + count).reversed() {
            to[index] *= after
            after *= from[index]
        }
    }
    return dims.map { result.transpose($0[0], -1) } ?? result.reshape(x.shape)
}
