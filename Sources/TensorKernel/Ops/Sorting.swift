// Values in order. Derivatives go back to the places the values came from.

extension Tensor {
    /// The values along a dimension in order, and where they were; equal values keep their order.
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
            let count = rows.size(-1)
            let order =
                dtype == .float32
                ? rows.sortedPlaces(rows.floats, count, descending) { $0 > $1 || ($0.isNaN && !$1.isNaN) }
                : rows.sortedPlaces(rows.convertedValues(.int64).ints, count, descending, >)
            return order.transpose(dimension, -1).contiguousValues()
        }
    }

    /// The places in each row of `count` values in the order of the values.
    @inline(__always)
    private func sortedPlaces<E: Element>(
        _ values: [E], _ count: Int, _ descending: Bool, _ isGreater: (E, E) -> Bool
    ) -> Tensor {
        Tensor(shape: shape, of: Int.self) { order in
            for start in stride(from: 0, to: order.count, by: Swift.max(1, count)) {
                let sorted = (0..<count).sorted { first, second in
                    let (a, b) = (values[start + first], values[start + second])
                    let isLess = descending ? isGreater(a, b) : isGreater(b, a)
                    return isLess || (!(descending ? isGreater(b, a) : isGreater(a, b)) && first < second)
                }
                for (place, index) in sorted.enumerated() { order[start + place] = index }
            }
        }
    }

    /// The `k` greatest values along a dimension in descending order, or the least in ascending order, and their places.
    public func topk(_ k: Int, dim: Int = -1, largest: Bool = true) -> (values: Tensor, indices: Tensor) {
        if ndim == 0 {
            let (values, indices) = unsqueeze(0).topk(k, dim: dim, largest: largest)
            return k == 1 ? (values.squeeze(0).named("topk"), indices.squeeze(0)) : (values, indices)
        }
        guard k >= 0 && k <= size(dim) else { stop("topk", "dimension \(dim) of shape \(shape) has no \(k) values") }
        let indices = argsort(dim: dim, descending: largest).narrow(dim, start: 0, length: k).contiguousValues()
        return (gather(dim: dim, indices).named("topk"), indices)
    }

    /// The positions of the given dimensions in reverse order. Derivative: reversed again.
    public func flip(dims: [Int]) -> Tensor {
        if ndim == 0 || dims.isEmpty { return clone().named("flip") }
        return layout.dimensions(dims, in: "flip").reduce(self) { result, dim in
            result.rows(Tensor(Array((0..<result.size(dim)).reversed())), dim: dim, for: "flip")
        }
    }
}
