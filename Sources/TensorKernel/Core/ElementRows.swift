// Rows of values that an op works through. An op passes a closure that calls `each` on a row; because `each` is
// inlined there, the op's formula stands inside the loop and is compiled to vector instructions. (A formula passed
// through several functions would instead be called for every value.)

/// Neighbouring values of one operand and of the result.
struct MapRow<A, R> {
    let from: UnsafePointer<A>
    let to: UnsafeMutablePointer<R>
    let count: Int

    /// Writes `f(x)` for every value x.
    @inline(__always)
    func each(_ f: (A) -> R) {
        for index in 0..<count { to[index] = f(from[index]) }
    }
}

/// Values of two operands at fixed distances, and neighbouring values of the result.
struct ZipRow<A, B, R> {
    let left: UnsafePointer<A>
    let leftStride: Int
    let right: UnsafePointer<B>
    let rightStride: Int
    let to: UnsafeMutablePointer<R>
    let count: Int

    /// Writes `f(a, b)` for every pair of values.
    @inline(__always)
    func each(_ f: (A, B) -> R) {
        switch (leftStride, rightStride) {
        case (1, 1):
            for index in 0..<count { to[index] = f(left[index], right[index]) }
        case (1, 0):
            let value = right.pointee
            for index in 0..<count { to[index] = f(left[index], value) }
        case (0, 1):
            let value = left.pointee
            for index in 0..<count { to[index] = f(value, right[index]) }
        default:
            for index in 0..<count { to[index] = f(left[index * leftStride], right[index * rightStride]) }
        }
    }
}

/// Values that change, and those of an operand, at fixed distances.
struct UpdateRow<A, B> {
    let values: UnsafeMutablePointer<A>
    let stride: Int
    let right: UnsafePointer<B>
    let rightStride: Int
    let count: Int

    /// Writes `f(old value, b)` over every value.
    @inline(__always)
    func each(_ f: (A, B) -> A) {
        switch (stride, rightStride) {
        case (1, 1):
            for index in 0..<count { values[index] = f(values[index], right[index]) }
        case (1, 0):
            let value = right.pointee
            for index in 0..<count { values[index] = f(values[index], value) }
        default:
            for index in 0..<count { values[index * stride] = f(values[index * stride], right[index * rightStride]) }
        }
    }
}

/// A block of values of which each column is combined to one value of the result.
struct ReductionBlock<E> {
    let from: UnsafePointer<E>
    let rows: Int
    let columns: Int
    let to: UnsafeMutablePointer<E>

    /// Combines with an associative `f`; `initial` changes no value.
    ///
    /// Columns are combined in runs of 32 rows, and neighbouring runs pairwise, so that the rounding error of tall blocks
    /// grows with the logarithm of their height.
    @inline(__always)
    func reduce(_ initial: E, _ f: (E, E) -> E) {
        if columns == 1 {
            to.pointee = reduceRun(from, rows, initial, f)
            return
        }
        guard rows > ReductionBlock.rowsPerRun else {
            reduceRows(0..<rows, initial, to, f)
            return
        }
        let runs = (rows + ReductionBlock.rowsPerRun - 1) / ReductionBlock.rowsPerRun
        // A run's number in binary says which of the sums before it wait for a neighbour of their size.
        let levels = Int.bitWidth - runs.leadingZeroBitCount + 1
        withUnsafeTemporaryAllocation(of: E.self, capacity: levels * columns) { memory in
            guard let waiting = memory.baseAddress else { return }
            var count = 0
            for run in 0..<runs {
                let first = run * ReductionBlock.rowsPerRun
                let rows = first..<min(rows, first + ReductionBlock.rowsPerRun)
                reduceRows(rows, initial, waiting + count * columns, f)
                count += 1
                var pairs = run == runs - 1 ? count - 1 : (run + 1).trailingZeroBitCount
                while pairs > 0 {
                    count -= 1
                    let (first, second) = (waiting + (count - 1) * columns, waiting + count * columns)
                    for column in 0..<columns { first[column] = f(first[column], second[column]) }
                    pairs -= 1
                }
            }
            to.update(from: waiting, count: columns)
        }
    }

    private static var rowsPerRun: Int { 32 }

    @inline(__always)
    private func reduceRows(_ rows: Range<Int>, _ initial: E, _ to: UnsafeMutablePointer<E>, _ f: (E, E) -> E) {
        to.update(repeating: initial, count: columns)
        for row in rows {
            let from = from + row * columns
            for column in 0..<columns { to[column] = f(to[column], from[column]) }
        }
    }
}

/// Combines `count` neighbouring values: runs of 1024 in eight lanes, and the runs one after another.
///
/// Lanes and runs keep the rounding error of long sums small.
@inline(__always)
func reduceRun<E>(_ from: UnsafePointer<E>, _ count: Int, _ initial: E, _ combine: (E, E) -> E) -> E {
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
