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
        if ndim == 0 { return unsqueeze(0).cumsum(dim: dim).squeeze(0) }
        let dimension = layout.dimension(dim, in: "cumsum")
        let result =
            dtype == .float32
            ? runningSumOfFloats(dimension, fromEnd: false)
            : convertedValues(.int64).runningSum(dimension, fromEnd: false, { (x: Int) in x }, { $0 }) { $0 &+ $1 }
        return differentiable("cumsum", [self], result) { context in
            [context.gradient.runningSumOfFloats(dimension, fromEnd: true)]
        }
    }

    /// y[i] = x[0] · … · x[i] along a dimension. ∂/∂x[j] = the sum over i ≥ j of the gradient times the product of the others.
    public func cumprod(dim: Int) -> Tensor {
        if ndim == 0 { return unsqueeze(0).cumprod(dim: dim).squeeze(0) }
        let dimension = layout.dimension(dim, in: "cumprod")
        guard dtype == .float32 else {
            return convertedValues(.int64).runningSum(dimension, fromEnd: false, { (x: Int) in x }, { $0 }) { $0 &* $1 }
        }
        let result = runningSum(dimension, fromEnd: false, { (x: Float) in x }, { $0 }) { $0 * $1 }
        return differentiable("cumprod", [self], saving: [self], result) { context in
            [
                cumprodGradient(context[0].transpose(dimension, -1), context.gradient.transpose(dimension, -1))
                    .transpose(dimension, -1)
            ]
        }
    }

    /// Running sums in double precision.
    private func runningSumOfFloats(_ dimension: Int, fromEnd: Bool) -> Tensor {
        guard dimension == ndim - 1, numel > 0 else {
            return runningSum(dimension, fromEnd: fromEnd, { (x: Float) in Double(x) }, { Float($0) }) { $0 + $1 }
        }
        let (source, result, count) = (contiguousValues(), Tensor(uninitialized: shape, .float32), shape[dimension])
        Parallel.forRanges(numel / count, size: Swift.max(8, Parallel.elementsPerPiece / count)) { rows in
            let start = rows.lowerBound * count
            Row.runningSums(
                source.pointer() + start, to: result.pointer() + start, rows: rows.count, count, fromEnd: fromEnd)
        }
        return withExtendedLifetime(source) { result }
    }

    /// Running sums of type `Sum`, which has more digits than the values.
    @inline(__always)
    private func runningSum<E: Element, Sum>(
        _ dimension: Int, fromEnd: Bool, _ widened: (E) -> Sum, _ narrowed: (Sum) -> E, _ add: (Sum, Sum) -> Sum
    ) -> Tensor {
        let source = contiguousValues()
        let result = Tensor(uninitialized: shape, dtype)
        let (count, inner) = (shape[dimension], shape[(dimension + 1)...].reduce(1, *))
        guard numel > 0 else { return result }
        let (from, to) = (source.pointer(E.self), result.pointer(E.self))
        // A piece is some neighbouring columns of a group.
        let width = Swift.min(inner, 256)
        let piecesPerGroup = (inner + width - 1) / width
        let size = Swift.max(1, Parallel.elementsPerPiece / (count * width))
        Parallel.forRanges(numel / (count * inner) * piecesPerGroup, size: size) { range in
            for piece in range {
                let column = piece % piecesPerGroup * width
                let start = piece / piecesPerGroup * count * inner + column
                let columns = Swift.min(width, inner - column)
                withUnsafeTemporaryAllocation(of: Sum.self, capacity: columns) { sums in
                    for step in 0..<count {
                        let row = start + (fromEnd ? count - 1 - step : step) * inner
                        for column in 0..<columns {
                            let value = widened(from[row + column])
                            sums[column] = step == 0 ? value : add(sums[column], value)
                            to[row + column] = narrowed(sums[column])
                        }
                    }
                }
            }
        }
        return withExtendedLifetime(source) { result }
    }
}

/// For each value the product of the others of its group: of those before it times of those after it.
private func productsOfOthers(_ x: Tensor, _ dims: [Int]?) -> Tensor {
    let dims = x.ndim == 0 ? nil : dims
    let groups = dims.map { x.transpose($0[0], -1) } ?? x.reshape(1, x.numel)
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

/// The derivative of running products along the last dimension, by differentiating each product as it grows:
/// p′ᵢ = p′ᵢ₋₁ · xᵢ + pᵢ₋₁ · x′ᵢ.
private func cumprodGradient(_ x: Tensor, _ gradient: Tensor) -> Tensor {
    let (values, slopes) = (x.floats, gradient.floats)
    let count = x.size(-1)
    return Tensor(shape: x.shape, of: Float.self) { result in
        for start in stride(from: 0, to: values.count, by: Swift.max(1, count)) {
            for changed in start..<start + count {
                var product = values[start..<changed].reduce(1, *)
                var sum: Float = 0
                for index in changed..<start + count {
                    if index > changed { product *= values[index] }
                    sum += slopes[index] * product
                }
                result[changed] = sum
            }
        }
    }
}
