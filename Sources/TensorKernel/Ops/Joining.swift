// Putting tensors together and taking them apart.

extension Tensor {
    /// Tensors one after another along an existing dimension; all other sizes are equal. Derivative: cut apart again.
    ///
    /// ```swift
    /// let x = Tensor([[1.0, 2]])
    /// print(Tensor.cat([x, x * 10]))
    /// ```
    /// ```output
    /// tensor([[ 1.,  2.],
    ///         [10., 20.]])
    /// ```
    public static func cat(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        // A vector without values goes with everything.
        let filled = tensors.filter { $0.shape != [0] }
        if !filled.isEmpty, filled.count < tensors.count { return cat(filled, dim: dim) }
        guard let first = tensors.first else { stop("cat", "there is nothing to join") }
        let dimension = first.layout.dimension(dim, in: "cat")
        let dtype = tensors.map(\.dtype).max() ?? .float32
        var shape = first.shape
        shape[dimension] = 0
        for tensor in tensors {
            var other = tensor.shape
            if other.count == shape.count { other[dimension] = 0 }
            guard other == shape else {
                stopForShapes("cat", first.shape, tensor.shape, "only the sizes of dimension \(dim) may differ")
            }
        }
        let sizes = tensors.map { $0.shape[dimension] }
        shape[dimension] = sizes.reduce(0, +)
        let result = Tensor(uninitialized: shape, dtype)
        noGrad {
            var start = 0
            for (tensor, size) in zip(tensors, sizes) {
                result.narrow(dimension, start: start, length: size).copy(from: tensor)
                start += size
            }
        }
        return differentiable("cat", tensors, result) { context in
            var start = 0
            return sizes.enumerated().map { input, size in
                defer { start += size }
                return context.needs(input) ? context.gradient.narrow(dimension, start: start, length: size) : nil
            }
        }
    }

    /// Tensors of one shape side by side in a new dimension. Derivative: taken apart again.
    ///
    /// ```swift
    /// print(Tensor.stack([Tensor([1.0, 2]), Tensor([3.0, 4])], dim: 1))
    /// ```
    /// ```output
    /// tensor([[1., 3.],
    ///         [2., 4.]])
    /// ```
    public static func stack(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
        if let other = tensors.first(where: { $0.shape != tensors[0].shape }) {
            stopForShapes("stack", tensors[0].shape, other.shape, "all shapes must be equal")
        }
        return cat(tensors.map { $0.unsqueeze(dim) }, dim: dim).named("stack")
    }

    /// Views of `size` positions each along a dimension; the last may have fewer.
    ///
    /// ```swift
    /// for part in Tensor.arange(5).split(2) { print(part) }
    /// ```
    /// ```output
    /// tensor([0., 1.])
    /// tensor([2., 3.])
    /// tensor([4.])
    /// ```
    public func split(_ size: Int, dim: Int = 0) -> [Tensor] {
        guard size > 0 else { stop("split", "\(size) is not a size") }
        let count = self.size(dim)
        if count == 0 { return [narrow(dim, start: 0, length: 0).named("split")] }
        return stride(from: 0, to: count, by: size).map {
            narrow(dim, start: $0, length: Swift.min(size, count - $0)).named("split")
        }
    }

    /// Views of the given sizes along a dimension, which they must fill.
    public func split(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
        guard sizes.reduce(0, +) == size(dim) else {
            stop("split", "sizes \(sizes) do not fill dimension \(dim) of shape \(shape)")
        }
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return narrow(dim, start: start, length: size).named("splitWithSizes")
        }
    }

    /// At most `count` views of equal size along a dimension; the last may be smaller.
    public func chunk(_ count: Int, dim: Int = 0) -> [Tensor] {
        guard count > 0 else { stop("chunk", "\(count) is not a number of chunks") }
        if size(dim) == 0 { return (0..<count).map { _ in narrow(dim, start: 0, length: 0).named("split") } }
        return split(Swift.max(1, (size(dim) + count - 1) / count), dim: dim)
    }
}
