/// A table of vectors, looked up by number.
public final class Embedding: Module {
    /// The vectors, of shape `[count, size]`.
    public var weight: Tensor

    /// `count` vectors of `size` numbers drawn from the standard normal distribution.
    ///
    /// ```swift
    /// print(Embedding(10, 3)(Tensor([1, 4, 4])).shape)
    /// ```
    /// ```output
    /// [3, 3]
    /// ```
    public init(_ count: Int, _ size: Int) {
        weight = Tensor.randn([count, size], requiresGrad: true)
    }

    /// The vectors of the numbers in `x` (int64, any shape), along a new last dimension.
    public override func forward(_ x: Tensor) -> Tensor {
        guard x.dtype == .int64 else { stop("Embedding", "numbers must be int64, not \(x.dtype)") }
        return weight.rows(x.reshape(-1), for: "embedding").reshape(x.shape + [weight.size(1)]).named("embedding")
    }

    public override var extraDescription: String { "\(weight.size(0)), \(weight.size(1))" }
}
