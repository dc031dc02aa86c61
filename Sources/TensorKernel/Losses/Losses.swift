#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The squared difference (x − y)², reduced. ∂/∂x = 2 · (x − y).
public struct MSELoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "MSELoss()" }
    private let reduction: Reduction

    /// A loss that is reduced over all values.
    public init(reduction: Reduction = .mean) { self.reduction = reduction }

    /// The loss of `prediction`, whose shape `target` must have.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        pairwiseLoss(
            "mseLoss", prediction, target, reduction, value: { ($0 - $1) * ($0 - $1) }, slope: { 2 * ($0 - $1) })
    }
}

/// The absolute difference |x − y|, reduced. ∂/∂x = sign(x − y).
public struct L1Loss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "L1Loss()" }
    private let reduction: Reduction

    /// A loss that is reduced over all values.
    public init(reduction: Reduction = .mean) { self.reduction = reduction }

    /// The loss of `prediction`, whose shape `target` must have.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        checkShapes("L1Loss", prediction, target)
        return reduction((prediction - target).abs())
    }
}

/// −log softmax(logits)[target], reduced: the surprise at the true class.
public struct CrossEntropyLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "CrossEntropyLoss()" }
    private let reduction: Reduction

    /// A loss that is reduced over the examples.
    public init(reduction: Reduction = .mean) { self.reduction = reduction }

    /// The loss of `logits`, of shape `[count, classes]`, given the true classes, int64 of shape `[count]`.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        logits.crossEntropy(target, reduction: reduction)
    }
}

/// −y · log σ(x) − (1 − y) · log(1 − σ(x)), reduced, for logits x and answers y from 0 to 1.
///
/// Computed as max(x, 0) − x · y + log(1 + exp(−|x|)), which overflows for no x. ∂/∂x = σ(x) − y, ∂/∂y = −x.
public struct BCEWithLogitsLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "BCEWithLogitsLoss()" }
    private let reduction: Reduction

    /// A loss that is reduced over all values.
    public init(reduction: Reduction = .mean) { self.reduction = reduction }

    /// The loss of `logits`, whose shape `target` must have.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        pairwiseLoss(
            "binaryCrossEntropyWithLogits", logits, target, reduction,
            value: { x, y in max(x, 0) - x * y + log1p(exp(-x.magnitude)) },
            slope: { x, y in 1 / (1 + exp(-x)) - y }, targetSlope: { x, _ in -x })
    }
}

/// ½ · d² where d = |x − y| is at most δ, else δ · (d − ½ · δ), reduced (Huber, 1964). ∂/∂x = x − y, clamped to ±δ.
public struct HuberLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "HuberLoss()" }
    private let reduction: Reduction
    private let delta: Float

    /// A loss that is reduced over all values; from a difference of `delta` on it grows linearly.
    public init(reduction: Reduction = .mean, delta: Double = 1) {
        guard delta > 0 else { stop("HuberLoss", "delta must be positive, not \(delta)") }
        self.reduction = reduction
        self.delta = Float(delta)
    }

    /// The loss of `prediction`, whose shape `target` must have.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        let delta = delta
        return pairwiseLoss(
            "huberLoss", prediction, target, reduction,
            value: { x, y in
                let difference = (x - y).magnitude
                return difference <= delta
                    ? 0.5 * difference * difference : delta * (difference - 0.5 * delta)
            },
            slope: { x, y in min(max(x - y, -delta), delta) })
    }
}
