/// Where the values of a tensor lie in its storage: a shape, one stride a dimension, and an offset, counted in values.
///
/// A pure value: every view (transpose, slice, expansion, …) is a new layout of the same storage.
package struct Layout: Equatable, Sendable {
    /// The size of each dimension.
    package let shape: [Int]
    /// How far apart neighbours along each dimension lie.
    package let strides: [Int]
    /// Where the first value lies.
    package let offset: Int
    /// How many values there are.
    package let count: Int
    /// Whether the values lie one after another in row-major order.
    package let isContiguous: Bool

    /// The row-major layout of `shape`.
    package init(shape: [Int], offset: Int = 0) {
        self.shape = shape
        self.offset = offset
        let (strides, count) = Layout.rowMajor(shape)
        self.strides = strides
        self.count = count
        isContiguous = true
    }

    /// A layout with given strides.
    package init(shape: [Int], strides: [Int], offset: Int) {
        self.shape = shape
        self.strides = strides
        self.offset = offset
        var expected = 1
        var isContiguous = true
        for dimension in shape.indices.reversed() {
            if shape[dimension] != 1 && strides[dimension] != expected { isContiguous = false }
            expected = Layout.product(expected, shape[dimension], of: shape)
        }
        count = expected
        self.isContiguous = isContiguous || expected == 0
    }

    /// Whether several places show the same value, as in an expanded tensor.
    package var repeatsValues: Bool {
        count > 0 && zip(shape, strides).contains { $0 > 1 && $1 == 0 }
    }

    private static func product(_ count: Int, _ size: Int, of shape: [Int]) -> Int {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
        if isTooLarge { stop("Tensor", "shape \(shape) has more values than can be counted") }
        return product
    }

    private static func rowMajor(_ shape: [Int]) -> (strides: [Int], count: Int) {
        guard !shape.isEmpty else { return ([], 1) }
        var count = 1
        let strides = [Int](unsafeUninitializedCapacity: shape.count) { buffer, initialized in
            for dimension in shape.indices.reversed() {
                buffer[dimension] = count
                count = product(count, shape[dimension], of: shape)
            }
            initialized = shape.count
        }
        return (strides, count)
    }
}

extension Layout {
    /// The non-negative number of a dimension that may be counted from the end.
    package func dimension(_ dimension: Int, in operation: String) -> Int {
        let resolved = dimension < 0 ? dimension + shape.count : dimension
        guard resolved >= 0 && resolved < shape.count else {
            stop(operation, "dimension \(dimension) does not exist in shape \(shape)")
        }
        return resolved
    }

    /// Stops unless `dimension` is one that a single number may be said to have.
    package func checkDimensionOfNumber(_ dimension: Int, in operation: String) {
        guard dimension == 0 || dimension == -1 else {
            stop(operation, "dimension \(dimension) does not exist in shape []")
        }
    }

    /// The non-negative numbers of dimensions, all of them for nil or none.
    package func dimensions(_ dimensions: [Int]?, in operation: String) -> [Int] {
        guard let dimensions, !dimensions.isEmpty else { return Array(shape.indices) }
        // A single number counts as a vector of one value where a dimension is named, as in PyTorch.
        if shape.isEmpty {
            for dimension in dimensions { checkDimensionOfNumber(dimension, in: operation) }
            return []
        }
        let resolved = dimensions.map { dimension($0, in: operation) }
        guard Set(resolved).count == resolved.count else {
            stop(operation, "dimensions \(dimensions) of shape \(shape) name one of them twice")
        }
        return resolved
    }

    /// The shape after a reduction of the given dimensions, which are not negative.
    package func reducedShape(_ reduced: [Int], keepdim: Bool) -> [Int] {
        shape.indices.compactMap { reduced.contains($0) ? (keepdim ? 1 : nil) : shape[$0] }
    }

    /// The dimensions in a new order.
    package func permuted(_ order: [Int]) -> Layout {
        let resolved = order.map { dimension($0, in: "permute") }
        guard resolved.sorted() == Array(shape.indices) else {
            stop("permute", "order \(order) does not name each dimension of shape \(shape) once")
        }
        return Layout(shape: resolved.map { shape[$0] }, strides: resolved.map { strides[$0] }, offset: offset)
    }

    /// The dimensions in the order in which they lie in memory, the most distant neighbours first.
    package var memoryOrder: [Int] {
        shape.indices.sorted { (strides[$0], -$0) > (strides[$1], -$1) }
    }

    /// Two dimensions exchanged.
    package func transposed(_ first: Int, _ second: Int) -> Layout {
        if shape.isEmpty {
            for dimension in [first, second] { checkDimensionOfNumber(dimension, in: "transpose") }
            return self
        }
        let first = dimension(first, in: "transpose")
        let second = dimension(second, in: "transpose")
        var shape = shape
        var strides = strides
        shape.swapAt(first, second)
        strides.swapAt(first, second)
        return Layout(shape: shape, strides: strides, offset: offset)
    }

    /// `length` positions of a dimension, every `step`-th from `start` on.
    package func sliced(_ dimension: Int, from start: Int, length: Int, step: Int = 1) -> Layout {
        var shape = shape
        var strides = strides
        shape[dimension] = length
        strides[dimension] *= step
        return Layout(shape: shape, strides: strides, offset: offset + start * self.strides[dimension])
    }

    /// Without a dimension: its position `index` alone.
    package func selected(_ dimension: Int, at index: Int) -> Layout {
        var shape = shape
        var strides = strides
        shape.remove(at: dimension)
        strides.remove(at: dimension)
        return Layout(shape: shape, strides: strides, offset: offset + index * self.strides[dimension])
    }

    /// With a new dimension of size 1 before position `dimension`.
    package func inserting(_ dimension: Int) -> Layout {
        var shape = shape
        var strides = strides
        strides.insert(dimension < shape.count ? shape[dimension] * strides[dimension] : 1, at: dimension)
        shape.insert(1, at: dimension)
        return Layout(shape: shape, strides: strides, offset: offset)
    }

    /// Broadcast to a greater shape with strides of zero; nil if the shapes do not fit.
    package func expanded(to target: [Int]) -> Layout? {
        if target == shape { return self }
        let missing = target.count - shape.count
        guard missing >= 0 else { return nil }
        var strides = [Int](repeating: 0, count: target.count)
        for dimension in shape.indices {
            if shape[dimension] == target[missing + dimension] {
                strides[missing + dimension] = self.strides[dimension]
            } else if shape[dimension] != 1 {
                return nil
            }
        }
        return Layout(shape: target, strides: strides, offset: offset)
    }

    /// The same values in the same order under another shape, or nil where that takes a copy.
    ///
    /// The old dimensions fall into runs that lie in memory like one long dimension; each run can be cut anew.
    package func reshaped(_ target: [Int]) -> Layout? {
        if isContiguous { return Layout(shape: target, offset: offset) }
        var strides = [Int](repeating: 0, count: target.count)
        var next = target.count - 1
        var run = 1
        var runStride = 0
        var previous: Int?
        for dimension in shape.indices.reversed() where shape[dimension] != 1 {
            if let inner = previous, self.strides[dimension] != self.strides[inner] * shape[inner] {
                guard Layout.cut(run, runStride, target, &next, &strides) else { return nil }
                run = 1
            }
            if run == 1 { runStride = self.strides[dimension] }
            run *= shape[dimension]
            previous = dimension
        }
        guard Layout.cut(run, runStride, target, &next, &strides) else { return nil }
        return Layout(shape: target, strides: strides, offset: offset)
    }

    /// Cuts a run of `count` evenly spaced values into the dimensions of `target` that end at `next`.
    private static func cut(
        _ count: Int, _ stride: Int, _ target: [Int], _ next: inout Int, _ strides: inout [Int]
    ) -> Bool {
        var rest = count
        var stride = stride
        while next >= 0 && (rest > 1 || target[next] == 1) {
            guard rest % target[next] == 0 else { return false }
            strides[next] = stride
            stride *= target[next]
            rest /= target[next]
            next -= 1
        }
        return rest == 1
    }

    /// The shape two shapes broadcast to: aligned at the right, sizes of 1 stretch.
    package static func broadcast(_ first: [Int], _ second: [Int], in operation: String) -> [Int] {
        if first == second { return first }
        var result = first.count >= second.count ? first : second
        let other = first.count >= second.count ? second : first
        let missing = result.count - other.count
        for dimension in other.indices where other[dimension] != result[missing + dimension] {
            if result[missing + dimension] == 1 {
                result[missing + dimension] = other[dimension]
            } else if other[dimension] != 1 {
                stopForShapes(
                    operation, first, second,
                    "sizes \(result[missing + dimension]) and \(other[dimension]) at dimension "
                        + "\(dimension - other.count) differ and neither is 1")
            }
        }
        return result
    }
}
