/// y = x · Wᵀ + b, applied to the last dimension.
public final class Linear: Module {
    /// W, of shape `[outFeatures, inFeatures]`.
    public var weight: Tensor
    /// b, of shape `[outFeatures]`, if there is one.
    public var bias: Tensor?

    /// A layer with PyTorch's default initialisation: both drawn evenly from ±1/√inFeatures.
    ///
    /// ```swift
    /// let layer = Linear(3, 2)
    /// print(layer(Tensor.zeros(5, 3)).shape, layer.weight.shape)
    /// ```
    /// ```output
    /// [5, 2] [2, 3]
    /// ```
    public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
        weight = .parameter([outFeatures, inFeatures])
        self.bias = bias ? .parameter([outFeatures]) : nil
        Initialize.asPyTorch(weight: weight, bias: self.bias)
    }

    public override func forward(_ x: Tensor) -> Tensor { x.linear(weight: weight, bias: bias) }

    public override var extraDescription: String {
        "in_features=\(weight.size(1)), out_features=\(weight.size(0)), bias=\(python(bias != nil))"
    }
}

/// A truth value as Python writes it.
func python(_ value: Bool) -> String { value ? "True" : "False" }

extension Tensor {
    /// Zeros that gradients are wanted for.
    static func parameter(_ shape: [Int], filledWith value: Float = 0) -> Tensor {
        Tensor.full(shape, value, requiresGrad: true)
    }
}
