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

    /// A plan to reduce `dims` of `x`, all of them if nil.
    init(_ name: String, _ x: Tensor, dims: [Int]?, keepdim: Bool) {
        guard let dims, x.ndim > 0 else {
            source = x.contiguousValues()
            (outer, count, inner) = (1, x.numel, 1)
            keptShape = x.shape.map { _ in 1 }
            resultShape = keepdim ? keptShape : []
            return
        }
        let reduced = Set(dims.map { x.layout.dimension($0, in: name) }).sorted()
        var kept = x.shape
        for dimension in reduced { kept[dimension] = 1 }
        keptShape = kept
        let others = x.shape.indices.filter { !reduced.contains($0) }
        resultShape = keepdim ? kept : others.map { x.shape[$0] }
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

/// Combines the values of each group with an associative op.
///
/// The order depends on the shape alone: runs of 1024 values in eight lanes, runs one after another, long groups in
/// fixed blocks. Lanes and runs also keep the rounding error of long sums small.
@inline(__always)
func reduceElements<E: Element>(_ plan: ReductionPlan, initial: E, _ combine: (E, E) -> E) -> Tensor {
    let result = Tensor(uninitialized: plan.resultShape, E.dtype)
    let (outer, count, inner) = (plan.outer, plan.count, plan.inner)
    let blockRows = max(32, Parallel.elementsPerPiece / max(1, inner))
    let blocks = max(1, (count + blockRows - 1) / blockRows)
    let partials = blocks > 1 ? Tensor(uninitialized: [outer, blocks, inner], E.dtype) : result
    let (values, sums) = (plan.source.pointer(E.self), partials.pointer(E.self))
    // Short groups share a piece; of long groups each block is one.
    let size = blocks > 1 ? 1 : max(1, Parallel.elementsPerPiece / max(1, count * inner))
    Parallel.forRanges(outer * blocks, size: size) { range in
        for unit in range {
            let (group, block) = (unit / blocks, unit % blocks)
            let rows = min(count, (block + 1) * blockRows) - block * blockRows
            let from = values + (group * count + block * blockRows) * inner
            let to = sums + unit * inner
            if inner == 1 {
                to.pointee = reduceRun(from, rows, initial: initial, combine)
            } else {
                to.update(repeating: initial, count: inner)
                for row in 0..<rows { combineRow(to, from + row * inner, inner, combine) }
            }
        }
    }
    if blocks > 1 {
        let to = result.pointer(E.self)
        for group in 0..<outer {
            let from = sums + group * blocks * inner
            (to + group * inner).update(from: from, count: inner)
            for block in 1..<blocks { combineRow(to + group * inner, from + block * inner, inner, combine) }
        }
    }
    return withExtendedLifetime((plan.source, partials)) { result }
}

@inline(__always)
private func combineRow<E: Element>(
    _ to: UnsafeMutablePointer<E>, _ from: UnsafePointer<E>, _ count: Int, _ combine: (E, E) -> E
) {
    for column in 0..<count { to[column] = combine(to[column], from[column]) }
}

/// Combines `count` neighbouring values.
@inline(__always)
func reduceRun<E: Element>(_ from: UnsafePointer<E>, _ count: Int, initial: E, _ combine: (E, E) -> E) -> E {
    var total = initial
    var start = 0
    while count - start >= 8 {
        let end = min(count & ~7, start + 1024)
        // Eight variables, which the compiler keeps in vector registers.
        var (a, b, c, d) = (from[start], from[start + 1], from[start + 2], from[start + 3])
        var (e, f, g, h) = (from[start + 4], from[start + 5], from[start + 6], from[start + 7])
        var index = start + 8
        while index < end {
            let next = from + index
            (a, b, c, d) = (combine(a, next[0]), combine(b, next[1]), combine(c, next[2]), combine(d, next[3]))
            (e, f, g, h) = (combine(e, next[4]), combine(f, next[5]), combine(g, next[6]), combine(h, next[7]))
            index += 8
        }
        let first = combine(combine(a, e), combine(c, g))
        let second = combine(combine(b, f), combine(d, h))
        total = combine(total, combine(first, second))
        start = end
    }
    for index in start..<count { total = combine(total, from[index]) }
    return total
}
