// Values in order. Derivatives go back to the places the values came from.

extension Tensor {
    /// The values along a dimension in order, and where they were; equal values keep their order.
    ///
    /// ```swift
    /// let (values, indices) = Tensor([3.0, 1, 2]).sort()
    /// print(values, indices)
    /// ```
    /// ```output
    /// tensor([1., 2., 3.]) tensor([1, 2, 0])
    /// ```
    public func sort(dim: Int = -1, descending: Bool = false) -> (values: Tensor, indices: Tensor) {
        let indices = argsort(dim: dim, descending: descending)
        return (ndim == 0 ? self : gather(dim: dim, indices).named("sort"), indices)
    }

    /// Where the values in order were; equal values keep their order, those that are no numbers count as the greatest.
    public func argsort(dim: Int = -1, descending: Bool = false) -> Tensor {
        if ndim == 0 { return Tensor(0) }
        let dimension = layout.dimension(dim, in: "sort")
        return noGrad {
            let rows = transpose(dimension, -1)
            let values = dtype == .float32 ? rows.contiguousValues() : rows.convertedValues(.int64).contiguousValues()
            let order = Tensor(uninitialized: values.shape, .int64)
            let count = rows.size(-1)
            values.forSortedRows(count) { row in
                let places = order.pointer(Int.self) + row * count
                if dtype == .float32 {
                    sortPlaces(of: values.pointer(Float.self) + row * count, count, descending, into: places)
                } else {
                    sortPlaces(of: values.pointer(Int.self) + row * count, count, descending, into: places)
                }
            }
            return order.transpose(dimension, -1).contiguousValues()
        }
    }

    /// Calls `body` with the number of each row of `count` values, from several threads.
    private func forSortedRows(_ count: Int, _ body: (Int) -> Void) {
        guard count > 0 else { return }
        Parallel.forRanges(numel / count, size: Swift.max(1, Parallel.elementsPerPiece / 16 / count)) { range in
            for row in range { body(row) }
        }
    }

    /// The `k` greatest values along a dimension in descending order, or the least in ascending order, and their places.
    ///
    /// ```swift
    /// print(Tensor([3.0, 1, 2]).topk(2).values)
    /// ```
    /// ```output
    /// tensor([3., 2.])
    /// ```
    public func topk(_ k: Int, dim: Int = -1, largest: Bool = true) -> (values: Tensor, indices: Tensor) {
        if ndim == 0 {
            let (values, indices) = unsqueeze(0).topk(k, dim: dim, largest: largest)
            return k == 1 ? (values.squeeze(0).named("topk"), indices.squeeze(0)) : (values, indices)
        }
        guard k >= 0 && k <= size(dim) else { stop("topk", "dimension \(dim) of shape \(shape) has no \(k) values") }
        let indices = firstOfSorted(k, dim: dim, descending: largest)
        return (gather(dim: dim, indices).named("topk"), indices)
    }

    /// The first `k` places of `argsort`, found without sorting where there are few of them.
    private func firstOfSorted(_ k: Int, dim: Int, descending: Bool) -> Tensor {
        let dimension = layout.dimension(dim, in: "topk")
        let count = shape[dimension]
        guard dtype == .float32, k > 0, k * 8 <= count else {
            return argsort(dim: dim, descending: descending).narrow(dim, start: 0, length: k).contiguousValues()
        }
        return noGrad {
            let rows = transpose(dimension, -1)
            let values = rows.contiguousValues()
            let order = Tensor(uninitialized: rows.shape.dropLast() + [k], .int64)
            values.forSortedRows(count) { row in
                selectPlaces(
                    k, of: values.pointer(Float.self) + row * count, count, descending,
                    into: order.pointer(Int.self) + row * k)
            }
            return order.transpose(dimension, -1).contiguousValues()
        }
    }

    /// The positions of the given dimensions in reverse order. Derivative: reversed again.
    public func flip(dims: [Int]) -> Tensor {
        if ndim == 0 || dims.isEmpty { return clone().named("flip") }
        return layout.dimensions(dims, in: "flip").reduce(self) { result, dim in
            result.rows(Tensor(Array((0..<result.size(dim)).reversed())), dim: dim, for: "flip")
        }
    }
}

/// A value as an integer of the same order, the reverse order if `descending`. Zeros of both signs are equal, and values that
/// are no numbers are equal and the greatest.
@inline(__always)
private func sortingKey(_ x: Float, _ descending: Bool) -> UInt32 {
    let bits = (x + 0).bitPattern
    let key = x.isNaN ? .max : bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
    return descending ? ~key : key
}

/// Writes where the `count` values in order were; equal ones keep their order. Radix sort, from the lowest byte of the keys.
private func sortPlaces(
    of values: UnsafePointer<Float>, _ count: Int, _ descending: Bool, into places: UnsafeMutablePointer<Int>
) {
    typealias Entry = (key: UInt32, place: UInt32)
    withUnsafeTemporaryAllocation(of: Entry.self, capacity: 2 * count) { buffer in
        guard let first = buffer.baseAddress else { return }
        var (from, to) = (first, first + count)
        for place in 0..<count { from[place] = (sortingKey(values[place], descending), UInt32(place)) }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { starts in
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                starts.update(repeating: 0)
                for index in 0..<count { starts[Int(from[index].key >> shift & 255)] += 1 }
                // Where all keys have the same byte, nothing moves.
                if starts[Int(from[0].key >> shift & 255)] == count { continue }
                var start = 0
                for byte in 0..<256 { (starts[byte], start) = (start, start + starts[byte]) }
                for index in 0..<count {
                    let entry = from[index]
                    let byte = Int(entry.key >> shift & 255)
                    to[starts[byte]] = entry
                    starts[byte] += 1
                }
                swap(&from, &to)
            }
        }
        for index in 0..<count { places[index] = Int(from[index].place) }
    }
}

/// Writes where the `count` integers in order were; equal ones keep their order.
private func sortPlaces(
    of values: UnsafePointer<Int>, _ count: Int, _ descending: Bool, into places: UnsafeMutablePointer<Int>
) {
    let sorted = (0..<count).sorted { first, second in
        let (a, b) = (values[first], values[second])
        return a == b ? first < second : descending ? a > b : a < b
    }
    for (index, place) in sorted.enumerated() { places[index] = place }
}

/// Writes the places of the first `k` values in order, by inserting each value among the best so far; most are worse than all
/// of them.
private func selectPlaces(
    _ k: Int, of values: UnsafePointer<Float>, _ count: Int, _ descending: Bool, into places: UnsafeMutablePointer<Int>
) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: k) { keys in
        var filled = 0
        for place in 0..<count {
            let key = sortingKey(values[place], descending)
            if filled == k, key >= keys[k - 1] { continue }
            var index = filled < k ? filled : k - 1
            while index > 0, keys[index - 1] > key {
                (keys[index], places[index]) = (keys[index - 1], places[index - 1])
                index -= 1
            }
            (keys[index], places[index]) = (key, place)
            filled = min(filled + 1, k)
        }
    }
}
