/// max(x, 0), value by value.
public final class ReLU: Module {
    public override func forward(_ x: Tensor) -> Tensor { x.relu() }
}

/// 1 / (1 + exp(−x)), value by value.
public final class Sigmoid: Module {
    public override func forward(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// The hyperbolic tangent, value by value.
public final class Tanh: Module {
    public override func forward(_ x: Tensor) -> Tensor { x.tanh() }
}

/// x · Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel, "Gaussian error linear units", 2016).
public final class GELU: Module {
    public override func forward(_ x: Tensor) -> Tensor { x.gelu() }

    public override var extraDescription: String { "approximate='none'" }
}

/// exp(xᵢ) / Σⱼ exp(xⱼ) along one dimension.
public final class Softmax: Module {
    private let dim: Int

    /// Softmax along dimension `dim`, which may be counted from the end.
    public init(dim: Int = -1) { self.dim = dim }

    public override func forward(_ x: Tensor) -> Tensor { x.softmax(dim: dim) }

    public override var extraDescription: String { "dim=\(dim)" }
}
