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

/// Combines the values of each group with `vector` and `scalar`, two forms of one associative op.
///
/// The order depends on the shape alone: runs of 1024 values in eight lanes, runs one after another, long groups in
/// fixed pieces. Lanes and runs also keep the rounding error of long sums small.
@inline(__always)
func reduceElements<E: Element & SIMDScalar>(
    _ plan: ReductionPlan, initial: E, vector: (SIMD8<E>, SIMD8<E>) -> SIMD8<E>, scalar: (E, E) -> E
) -> Tensor {
    let result = Tensor(uninitialized: plan.resultShape, E.dtype)
    let (from, to) = (plan.source.pointer(E.self), result.pointer(E.self))
    let (outer, count, inner) = (plan.outer, plan.count, plan.inner)
    let blockRows = max(32, Parallel.elementsPerPiece / max(1, inner))
    let blocks = max(1, (count + blockRows - 1) / blockRows)
    let partials = blocks > 1 ? Tensor(uninitialized: [outer, blocks, inner], E.dtype) : result
    let partial = partials.pointer(E.self)

    func reduceBlock(_ group: Int, _ block: Int) {
        let rows = block * blockRows..<min(count, (block + 1) * blockRows)
        let from = from + (group * count + rows.lowerBound) * inner
        let to = partial + (group * blocks + block) * inner
        if inner == 1 {
            to.pointee = reduceRun(from, rows.count, initial: initial, vector: vector, scalar: scalar)
            return
        }
        for column in 0..<inner { to[column] = initial }
        for row in 0..<rows.count {
            let from = from + row * inner
            for column in 0..<inner { to[column] = scalar(to[column], from[column]) }
        }
    }
    if blocks == 1 {
        Parallel.forRanges(outer, size: max(1, Parallel.elementsPerPiece / max(1, count * inner))) { groups in
            for group in groups { reduceBlock(group, 0) }
        }
    } else {
        Parallel.forEach(outer * blocks) { reduceBlock($0 / blocks, $0 % blocks) }
        for group in 0..<outer {
            for column in 0..<inner {
                var sum = partial[group * blocks * inner + column]
                for block in 1..<blocks { sum = scalar(sum, partial[(group * blocks + block) * inner + column]) }
                to[group * inner + column] = sum
            }
        }
    }
    return withExtendedLifetime((plan.source, partials)) { result }
}

/// Combines `count` neighbouring values.
@inline(__always)
func reduceRun<E: Element & SIMDScalar>(
    _ from: UnsafePointer<E>, _ count: Int, initial: E, vector: (SIMD8<E>, SIMD8<E>) -> SIMD8<E>,
    scalar: (E, E) -> E
) -> E {
    var total = initial
    var start = 0
    while count - start >= 8 {
        let end = min(count & ~7, start + 1024)
        var lanes = SIMD8<E>(repeating: initial)
        let bytes = UnsafeRawPointer(from)
        var index = start
        while index < end {
            let next = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<E>.stride, as: SIMD8<E>.self)
            lanes = vector(lanes, next)
            index += 8
        }
        let halves = scalar(scalar(lanes[0], lanes[4]), scalar(lanes[2], lanes[6]))
        let others = scalar(scalar(lanes[1], lanes[5]), scalar(lanes[3], lanes[7]))
        total = scalar(total, scalar(halves, others))
        start = end
    }
    for index in start..<count { total = scalar(total, from[index]) }
    return total
}
