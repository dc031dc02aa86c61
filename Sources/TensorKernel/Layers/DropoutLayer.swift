/// Sets each value to zero with probability `p`, and multiplies the others by 1/(1−p), so that the expectation stays.
///
/// Without `training` the input comes back as it is. Srivastava et al., "Dropout: a simple way to prevent neural
/// networks from overfitting" (2014). The masks are PyTorch's for the same seed.
public func dropout(_ x: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    guard 0 <= p && p <= 1 else { stop("dropout", "\(p) is not a probability") }
    guard training && p > 0 else { return x }
    // PyTorch draws no mask where nothing is kept.
    if p == 1 { return x * 0 }
    return x.to(.float32).dropout(p: p, generator: .default)
}

/// Drops values at random while the network is being trained; see ``dropout(_:p:training:)``.
public final class Dropout: Module {
    /// The probability with which a value is dropped.
    public let p: Double

    /// Dropout with probability `p`, from 0 to 1.
    ///
    /// ```swift
    /// manualSeed(0)
    /// let layer = Dropout(0.5)
    /// print(layer(Tensor.ones(4)))
    /// layer.eval()
    /// print(layer(Tensor.ones(4)))
    /// ```
    /// ```output
    /// tensor([0., 0., 2., 0.])
    /// tensor([1., 1., 1., 1.])
    /// ```
    public init(_ p: Double = 0.5) {
        guard 0 <= p && p <= 1 else { stop("Dropout", "\(p) is not a probability") }
        self.p = p
    }

    public override func forward(_ x: Tensor) -> Tensor { dropout(x, p: p, training: isTraining) }

    public override var extraDescription: String { "p=\(p), inplace=False" }
}
