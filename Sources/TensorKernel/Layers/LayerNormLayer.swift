/// Shifts and scales the last dimensions of each example to mean 0 and variance 1, and then to what it learns:
/// y = (x − mean) / √(variance + ε) · weight + bias, with the biased variance (Ba, Kiros and Hinton, 2016).
public final class LayerNorm: Module {
    /// γ, of the normalised shape, at first 1.
    public var weight: Tensor
    /// β, of the normalised shape, at first 0.
    public var bias: Tensor
    private let eps: Double

    /// Normalisation over the last dimensions, whose sizes are `normalizedShape`.
    public init(_ normalizedShape: [Int], eps: Double = 1e-5) {
        weight = .parameter(normalizedShape, filledWith: 1)
        bias = .parameter(normalizedShape)
        self.eps = eps
    }

    /// Normalisation over the last dimension, whose size is `size`.
    public convenience init(_ size: Int, eps: Double = 1e-5) {
        self.init([size], eps: eps)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.layerNorm(weight.shape, weight: weight, bias: bias, eps: eps)
    }

    public override var extraDescription: String {
        "\(pythonTuple(weight.shape)), eps=\(eps), elementwise_affine=True, bias=True"
    }
}
