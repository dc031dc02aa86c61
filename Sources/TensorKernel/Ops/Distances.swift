extension Tensor {
    /// Each vector along `dim` divided by its p-norm, which counts as at least `eps`.
    public func normalize(_ p: Double = 2, dim: Int = 1, eps: Double = 1e-12) -> Tensor {
        self / norm(p, dims: [dim], keepdim: true).clamp(min: eps)
    }

    /// The cosine of the angle between vectors along `dim`: x·y / (|x| · |y|), where each length counts as at least `eps`.
    public func cosineSimilarity(_ other: Tensor, dim: Int = 1, eps: Double = 1e-8) -> Tensor {
        let shape = Layout.broadcast(shape, other.shape, in: "cosineSimilarity")
        let (x, y) = (expand(shape), other.expand(shape))
        let (a, b) = (
            x / x.norm(dims: [dim], keepdim: true).clamp(min: eps),
            y / y.norm(dims: [dim], keepdim: true).clamp(min: eps)
        )
        return (a * b).sum(dim: dim)
    }

    /// The p-norms of the differences between the rows of this tensor, `[…, m, size]`, and those of `other`,
    /// `[…, n, size]`: of shape `[…, m, n]`.
    public func cdist(_ other: Tensor, p: Double = 2) -> Tensor {
        guard ndim >= 2, other.ndim >= 2, size(-1) == other.size(-1) else {
            stopForShapes("cdist", shape, other.shape, "both must be rows of the same size")
        }
        return (unsqueeze(-2) - other.unsqueeze(-3)).norm(p, dims: [-1]).named("cdist")
    }
}
