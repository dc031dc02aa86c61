// Greatest and least values and where they are. A value that is not a number counts as the greatest and as the least.

extension Tensor {
    /// The greatest value. Where several are equal they share the derivative.
    public func max() -> Tensor { extreme("max", self, dims: nil, keepdim: false, isGreatest: true) }
    /// The least value. Where several are equal they share the derivative.
    public func min() -> Tensor { extreme("min", self, dims: nil, keepdim: false, isGreatest: false) }
    /// The greatest values over `dims`, over all of them if nil. Where several are equal they share the derivative.
    public func amax(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        extreme("amax", self, dims: dims, keepdim: keepdim, isGreatest: true)
    }
    /// The least values over `dims`, over all of them if nil. Where several are equal they share the derivative.
    public func amin(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        extreme("amin", self, dims: dims, keepdim: keepdim, isGreatest: false)
    }

    /// The greatest values along a dimension and the first places they are at. The derivative goes to those places.
    ///
    /// ```swift
    /// let (values, indices) = Tensor([[1.0, 5], [7, 2]]).max(dim: 1)
    /// print(values, indices)
    /// ```
    /// ```output
    /// tensor([5., 7.]) tensor([1, 0])
    /// ```
    public func max(dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let indices = argmax(dim: dim, keepdim: true)
        return picked("maxAlong", indices, dim, keepdim)
    }

    /// The least values along a dimension and the first places they are at. The derivative goes to those places.
    public func min(dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let indices = argmin(dim: dim, keepdim: true)
        return picked("minAlong", indices, dim, keepdim)
    }

    private func picked(
        _ name: StaticString, _ indices: Tensor, _ dim: Int, _ keepdim: Bool
    ) -> (values: Tensor, indices: Tensor) {
        let values = ndim == 0 ? self : gather(dim: dim, indices)
        return keepdim || ndim == 0
            ? (ndim == 0 ? values : values.named(name), indices)
            : (values.squeeze(dim).named(name), indices.squeeze(dim))
    }

    /// The first place of the greatest value along a dimension, or in row-major order over all; int64.
    ///
    /// ```swift
    /// print(Tensor([[0.1, 0.9], [0.8, 0.2]]).argmax(dim: 1))
    /// ```
    /// ```output
    /// tensor([1, 0])
    /// ```
    public func argmax(dim: Int? = nil, keepdim: Bool = false) -> Tensor {
        switch dtype {
        case .float32: firstIndex("argmax", dim, keepdim, Row.greatest) { $0 > $1 || ($0.isNaN && !$1.isNaN) }
        default: convertedValues(.int64).firstIndex("argmax", dim, keepdim) { (x: Int, y: Int) in x > y }
        }
    }

    /// The first place of the least value along a dimension, or in row-major order over all; int64.
    public func argmin(dim: Int? = nil, keepdim: Bool = false) -> Tensor {
        switch dtype {
        case .float32: firstIndex("argmin", dim, keepdim, Row.least) { $0 < $1 || ($0.isNaN && !$1.isNaN) }
        default: convertedValues(.int64).firstIndex("argmin", dim, keepdim) { (x: Int, y: Int) in x < y }
        }
    }

    /// The first places of extremes of float32 values: in rows by `extreme`, else by comparing rows of columns.
    @inline(__always)
    private func firstIndex(
        _ name: String, _ dim: Int?, _ keepdim: Bool, _ extreme: (UnsafePointer<Float>, Int) -> Float,
        isBetter: (Float, Float) -> Bool
    ) -> Tensor {
        let plan = ReductionPlan(name, self, dims: dim.map { [$0] }, keepdim: keepdim)
        let result = Tensor(uninitialized: plan.resultShape, .int64)
        checkHasValues(plan, name, self)
        let (from, to) = (plan.source.pointer(Float.self), result.pointer(Int.self))
        let (count, inner) = (plan.count, plan.inner)
        let groups = Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, count * inner))
        Parallel.forRanges(plan.outer, size: groups) { range in
            for group in range {
                let (from, to) = (from + group * count * inner, to + group * inner)
                if inner == 1 {
                    to.pointee = Row.firstPlace(of: extreme(from, count), from, count)
                    continue
                }
                to.update(repeating: 0, count: inner)
                withUnsafeTemporaryAllocation(of: Float.self, capacity: inner) { best in
                    _ = best.update(fromContentsOf: UnsafeBufferPointer(start: from, count: inner))
                    for row in stride(from: 1, to: count, by: 1) {
                        let from = from + row * inner
                        for column in 0..<inner where isBetter(from[column], best[column]) {
                            (best[column], to[column]) = (from[column], row)
                        }
                    }
                }
            }
        }
        return withExtendedLifetime(plan.source) { result }
    }

    @inline(__always)
    private func firstIndex<E: Element>(
        _ name: String, _ dim: Int?, _ keepdim: Bool, isBetter: (E, E) -> Bool
    ) -> Tensor {
        let plan = ReductionPlan(name, self, dims: dim.map { [$0] }, keepdim: keepdim)
        let result = Tensor(uninitialized: plan.resultShape, .int64)
        checkHasValues(plan, name, self)
        let (from, to) = (plan.source.pointer(E.self), result.pointer(Int.self))
        let (count, inner) = (plan.count, plan.inner)
        Parallel.forRanges(plan.outer * inner, size: Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, count))) {
            range in
            for position in range {
                let from = from + position / inner * count * inner + position % inner
                var best = 0
                for index in 1..<Swift.max(1, count) where isBetter(from[index * inner], from[best * inner]) {
                    best = index
                }
                to[position] = best
            }
        }
        return withExtendedLifetime(plan.source) { result }
    }
}

/// max or min over `dims`; ∂/∂xᵢ = 1/k where xᵢ is one of k equal extremes, else 0.
private func extreme(_ name: StaticString, _ x: Tensor, dims: [Int]?, keepdim: Bool, isGreatest: Bool) -> Tensor {
    let values = x.convertedValues(x.dtype == .float32 ? .float32 : .int64)
    let plan = ReductionPlan("\(name)", values, dims: dims, keepdim: keepdim)
    checkHasValues(plan, "\(name)", x)
    guard x.dtype == .float32 else {
        let result =
            isGreatest
            ? reduceElements(plan) {
                $0.reduce(
                    Int.min
                ) { Swift.max($0, $1) }
            }
            : reduceElements(plan) {
                $0.reduce(
                    Int.max
                ) { Swift.min($0, $1) }
            }
        return result.convertedValues(x.dtype)
    }
    let result = reduceElements(plan) { (block: ReductionBlock<Float>) in
        switch (block.columns, isGreatest) {
        case (1, true): block.to.pointee = Row.greatest(block.from, block.rows)
        case (1, false): block.to.pointee = Row.least(block.from, block.rows)
        case (_, true): block.reduce(-Float.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
        case (_, false): block.reduce(Float.infinity) { $1 < $0 || $1.isNaN ? $1 : $0 }
        }
    }
    let (kept, reduced) = (plan.keptShape, x.layout.dimensions(dims, in: "\(name)"))
    return differentiable(name, [x], saving: [x, result], result) { context in
        let (x, y) = (context[0], context[1].reshape(kept))
        // Over all dimensions, a value that is not a number is where the result came from.
        let isSame = dims == nil ? (x .== y) .|| (x.isnan() .&& y.isnan()) : x .== y
        let isExtreme = isSame.to(.float32)
        let share = isExtreme / isExtreme.sum(dims: reduced, keepdim: true)
        return [share * context.gradient.reshape(kept)]
    }
}

private func checkHasValues(_ plan: ReductionPlan, _ name: String, _ x: Tensor) {
    guard plan.count > 0 || plan.outer * plan.inner == 0 else { stop(name, "shape \(x.shape) has no values") }
}
