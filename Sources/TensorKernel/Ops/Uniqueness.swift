extension Tensor {
    /// The different values in ascending order, as a vector; no derivative.
    public func unique() -> Tensor { uniqueWithInverse().values }

    /// The different values in ascending order, for each value of this tensor the place of its like among them, and how
    /// often each occurs.
    public func uniqueWithInverse() -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let flat = detach().reshape([numel])
        let order = flat.argsort(dim: 0).ints
        let values = dtype == .float32 ? [] : flat.ints
        let numbers = dtype == .float32 ? flat.floats : []
        var (firsts, counts): ([Int], [Int]) = ([], [])
        var inverse = [Int](repeating: 0, count: numel)
        for (place, position) in order.enumerated() {
            let isNew =
                place == 0
                || (dtype == .float32
                    ? numbers[position] != numbers[order[place - 1]] : values[position] != values[order[place - 1]])
            if isNew {
                firsts.append(position)
                counts.append(0)
            }
            counts[counts.count - 1] += 1
            inverse[position] = firsts.count - 1
        }
        return (flat.rows(Tensor(firsts), for: "unique"), Tensor(inverse, shape: shape), Tensor(counts))
    }

    /// How many values are not zero, over `dims` or, if nil, over all; int64.
    public func countNonzero(dims: [Int]? = nil) -> Tensor { (self .!= Tensor.zeros([], dtype: dtype)).sum(dims: dims) }

    /// The middle one of all values in order, the lower of two. The derivative goes to the places it is at, in equal parts.
    public func median() -> Tensor {
        guard numel > 0 else { return Tensor.full([], Double.nan, dtype: dtype) }
        let flat = reshape([numel])
        let order = flat.argsort(dim: 0)
        // Values that are no numbers come last, and make the median one.
        let isNaN = dtype == .float32 && flat.isnan().any().item() == 1
        let place = isNaN ? order[-1] : order[(numel - 1) / 2]
        let middle = detach().reshape([numel]).rows(place.reshape(1), for: "median").squeeze(0)
        return differentiable("median", [self], saving: [self, middle], middle) { context in
            let (x, middle) = (context[0], context[1])
            let isMiddle = ((x .== middle) .|| (x.isnan() .&& middle.isnan())).to(.float32)
            return [context.gradient * isMiddle / isMiddle.sum()]
        }
    }

    /// The middle one of the values along a dimension, the lower of two, and where it is. The derivative goes there.
    public func median(dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
        if ndim == 0 { return (clone(), Tensor(0)) }
        let count = size(dim)
        guard count > 0 else { stop("median", "dimension \(dim) of shape \(shape) has no values") }
        let order = argsort(dim: dim)
        let lower = order.narrow(dim, start: (count - 1) / 2, length: 1)
        let last = order.narrow(dim, start: count - 1, length: 1)
        let isNaN = dtype == .float32 ? detach().isnan().any(dims: [dim], keepdim: true) : Tensor(false)
        let indices = Tensor.where(isNaN, last, lower).contiguousValues()
        let values = gather(dim: dim, indices)
        return keepdim ? (values, indices) : (values.squeeze(dim).named("medianAlong"), indices.squeeze(dim))
    }
}
