/// A reduction in a normal form: values `[outer, count, inner]`, of which the middle is reduced.
struct ReductionPlan {
    /// The values in row-major order, the reduced dimensions side by side.
    let source: Tensor
    let outer: Int
    let count: Int
    let inner: Int
    /// The shape with every reduced dimension kept as size 1.
    let keptShape: [Int]
    /// The shape of the result.
    let resultShape: [Int]

    /// A plan to reduce `dims` of `x`, all of them if there are none.
    init(_ name: String, _ x: Tensor, dims: [Int]?, keepdim: Bool) {
        let reduced = x.layout.dimensions(dims, in: name).sorted()
        guard dims?.isEmpty == false, x.ndim > 0 else {
            source = x.contiguousValues()
            (outer, count, inner) = (1, x.numel, 1)
            keptShape = x.shape.map { _ in 1 }
            resultShape = keepdim ? keptShape : []
            return
        }
        keptShape = x.layout.reducedShape(reduced, keepdim: true)
        let others = x.shape.indices.filter { !reduced.contains($0) }
        resultShape = keepdim ? keptShape : others.map { x.shape[$0] }
        count = reduced.reduce(1) { $0 * x.shape[$1] }
        let isRun = reduced.isEmpty || reduced[reduced.count - 1] - reduced[0] == reduced.count - 1
        if isRun && x.isContiguous, let first = reduced.first {
            source = x
            outer = x.shape[..<first].reduce(1, *)
            inner = x.shape[(first + reduced.count)...].reduce(1, *)
        } else {
            source = Tensor(storage: x.storage, layout: x.layout.permuted(others + reduced), dtype: x.dtype)
                .contiguousValues()
            outer = others.reduce(1) { $0 * x.shape[$1] }
            inner = 1
        }
    }
}

/// Values of a block whose sum is formed in one go. Changing it changes the last digits of long sums.
private let elementsPerBlock = 32768

/// Combines the values of each group by what `block` does, which must be associative; see `ReductionBlock`.
///
/// The order depends on the shape alone: long groups are cut into fixed blocks, and their results combined in order.
func reduceElements<E: Element>(_ plan: ReductionPlan, _ block: (ReductionBlock<E>) -> Void) -> Tensor {
    let result = Tensor(uninitialized: plan.resultShape, E.dtype)
    let (outer, count, inner) = (plan.outer, plan.count, plan.inner)
    let blockRows = inner == 1 ? elementsPerBlock : min(1024, max(32, elementsPerBlock / max(1, inner)))
    let blocks = max(1, (count + blockRows - 1) / blockRows)
    let partials = blocks > 1 ? Tensor(uninitialized: [outer, blocks, inner], E.dtype) : result
    let (values, sums) = (plan.source.pointer(E.self), partials.pointer(E.self))
    // Short groups share a piece; of long groups each block is one.
    let size = blocks > 1 ? 1 : max(1, Parallel.elementsPerPiece / max(1, count * inner))
    Parallel.forRanges(outer * blocks, size: size) { range in
        for unit in range {
            let first = unit % blocks * blockRows
            block(
                ReductionBlock(
                    from: values + (unit / blocks * count + first) * inner, rows: min(blockRows, count - first),
                    columns: inner, to: sums + unit * inner))
        }
    }
    if blocks > 1 {
        let to = result.pointer(E.self)
        for group in 0..<outer {
            block(
                ReductionBlock(
                    from: sums + group * blocks * inner, rows: blocks, columns: inner, to: to + group * inner))
        }
    }
    return withExtendedLifetime((plan.source, partials)) { result }
}
