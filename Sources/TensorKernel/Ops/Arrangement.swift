// Dimensions moved, repeated and taken apart, by names that PyTorch has for it.

extension Tensor {
    /// Grids of coordinates: for vectors of m and n values two matrices `[m, n]`, the first with the first vector's value in
    /// each row, the second with the second's in each column.
    ///
    /// With `indexing: "xy"` the first two dimensions are exchanged.
    public static func meshgrid(_ vectors: Tensor..., indexing: String = "ij") -> [Tensor] {
        meshgrid(vectors, indexing: indexing)
    }

    /// Grids of coordinates, one for each vector.
    public static func meshgrid(_ vectors: [Tensor], indexing: String = "ij") -> [Tensor] {
        guard indexing == "ij" || indexing == "xy" else {
            stop("meshgrid", "indexing is \"ij\" or \"xy\", not \"\(indexing)\"")
        }
        if let other = vectors.first(where: { $0.ndim > 1 }) {
            stop("meshgrid", "shape \(other.shape) is not that of a vector")
        }
        let sizes = vectors.map(\.numel)
        let grids = vectors.enumerated().map { position, vector in
            vector.reshape(sizes.indices.map { $0 == position ? sizes[position] : 1 }).expand(sizes)
        }
        return indexing == "xy" && sizes.count > 1 ? grids.map { $0.transpose(0, 1) } : grids
    }

    /// The tensor `counts` times along each dimension, the last count for the last; missing counts are 1.
    public func tile(_ counts: Int...) -> Tensor { tile(counts) }

    /// The tensor `counts` times along each dimension, the last count for the last; missing counts are 1.
    public func tile(_ counts: [Int]) -> Tensor {
        self.repeat(Array(repeating: 1, count: Swift.max(0, ndim - counts.count)) + counts)
    }

    /// Views of each position of a dimension, which disappears.
    public func unbind(dim: Int = 0) -> [Tensor] {
        (0..<size(dim)).map { select(dim, $0).named("unbind") }
    }

    /// Dimension `source` moved to `destination`; the others keep their order.
    public func movedim(_ source: Int, _ destination: Int) -> Tensor { movedim([source], [destination]) }

    /// Dimensions `sources` moved to `destinations`; the others keep their order.
    public func movedim(_ sources: [Int], _ destinations: [Int]) -> Tensor {
        guard sources.count == destinations.count else {
            stop("movedim", "\(sources.count) dimensions cannot go to \(destinations.count) places")
        }
        if ndim == 0 { return transpose(sources.first ?? 0, destinations.first ?? 0) }
        let sources = sources.map { layout.dimension($0, in: "movedim") }
        let destinations = destinations.map { layout.dimension($0, in: "movedim") }
        guard Set(sources).count == sources.count, Set(destinations).count == destinations.count else {
            stop("movedim", "dimensions \(sources) and \(destinations) name one of them twice")
        }
        var others = shape.indices.filter { !sources.contains($0) }[...]
        return permute(
            shape.indices.map { place in
                destinations.firstIndex(of: place).map { sources[$0] } ?? others.removeFirst()
            })
    }

    /// Stretched to `shape` without copying; see ``expand(_:)-([Int])``.
    public func broadcastTo(_ shape: [Int]) -> Tensor { expand(shape) }

    /// The dimension `dim` cut into several of the given sizes, of which one may be -1.
    public func unflatten(_ dim: Int, _ sizes: [Int]) -> Tensor {
        let dimension = layout.dimension(dim, in: "unflatten")
        let known = sizes.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
        let whole = sizes.map { $0 == -1 && known > 0 ? shape[dimension] / known : $0 }
        guard whole.reduce(1, *) == shape[dimension] else {
            stop("unflatten", "sizes \(sizes) do not fill dimension \(dim) of shape \(shape)")
        }
        return reshape(Array(shape[..<dimension]) + whole + Array(shape[(dimension + 1)...]))
    }

    /// Tensors one after another along their second dimension; vectors along their only one.
    public static func hstack(_ tensors: [Tensor]) -> Tensor {
        let whole = tensors.map { $0.ndim == 0 ? $0.reshape(1) : $0 }
        return cat(whole, dim: whole.first?.ndim == 1 ? 0 : 1)
    }

    /// Tensors one after another along their first dimension; vectors become rows.
    public static func vstack(_ tensors: [Tensor]) -> Tensor {
        cat(tensors.map { $0.ndim < 2 ? $0.reshape(1, -1) : $0 })
    }

    /// Values added around the last dimensions: `padding` has pairs of counts before and after, the last dimension's first.
    ///
    /// Negative counts cut values off. Derivative: without what was added.
    public func pad(_ padding: [Int], value: Double = 0) -> Tensor {
        guard padding.count.isMultiple(of: 2), padding.count <= 2 * ndim else {
            stop("pad", "\(padding) are no pairs for the dimensions of shape \(shape)")
        }
        var (inner, whole) = (self, shape)
        var starts = shape.map { _ in 0 }
        for pair in 0..<padding.count / 2 {
            let dim = ndim - 1 - pair
            let (before, after) = (padding[2 * pair], padding[2 * pair + 1])
            whole[dim] += before + after
            let (from, to) = (Swift.max(0, -before), shape[dim] - Swift.max(0, -after))
            guard whole[dim] >= 0, from <= to else { stop("pad", "\(padding) leaves nothing of shape \(shape)") }
            if from > 0 || to < shape[dim] { inner = inner.narrow(dim, start: from, length: to - from) }
            starts[dim] = Swift.max(0, before)
        }
        let result =
            dtype == .int64 ? Tensor.full(whole, Int(converting: value)) : Tensor.full(whole, value, dtype: dtype)
        let sizes = inner.shape
        func place(in tensor: Tensor) -> Tensor {
            sizes.indices.reduce(tensor) { $0.narrow($1, start: starts[$1], length: sizes[$1]) }
        }
        noGrad { place(in: result).copy(from: inner) }
        return differentiable("constantPadNd", [inner], result) { [place(in: $0.gradient)] }
    }
}
