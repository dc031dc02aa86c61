/// The squared difference (x − y)², reduced. ∂/∂x = 2 · (x − y).
///
/// ```swift
/// print(MSELoss()(Tensor([1.0, 2]), Tensor([0.0, 4])))
/// ```
/// ```output
/// tensor(2.5000)
/// ```
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
///
/// ```swift
/// let logits = Tensor([[2.0, 0, 0], [0, 3, 0]])
/// print(CrossEntropyLoss()(logits, Tensor([0, 1])))
/// ```
/// ```output
/// tensor(0.1672)
/// ```
public struct CrossEntropyLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "CrossEntropyLoss()" }
    private let weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: Reduction
    private let labelSmoothing: Double

    /// A loss that is reduced over the examples.
    ///
    /// - Parameters:
    ///   - weight: How much each class counts, of shape `[classes]`.
    ///   - ignoreIndex: A label that means: this example does not count.
    ///   - reduction: How the losses become one number.
    ///   - labelSmoothing: The share of each label that is spread evenly over all classes.
    public init(
        weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: Reduction = .mean, labelSmoothing: Double = 0
    ) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
        self.labelSmoothing = labelSmoothing
    }

    /// The loss of `logits`, of shape `[count, classes, …]`, given the true classes, int64 of shape `[count, …]`, or their
    /// probabilities, of the logits' shape.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        logits.crossEntropy(
            target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction, labelSmoothing: labelSmoothing)
    }
}

/// −x[target] for logarithms of probabilities x, reduced: what is left of ``CrossEntropyLoss`` after a log-softmax.
public struct NLLLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "NLLLoss()" }
    private let weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: Reduction

    /// A loss that is reduced over the examples; the parameters are those of ``CrossEntropyLoss``.
    public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: Reduction = .mean) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
    }

    /// The loss of `logProbabilities`, of shape `[count, classes, …]`, given the true classes, of shape `[count, …]`.
    public func callAsFunction(_ logProbabilities: Tensor, _ target: Tensor) -> Tensor {
        logProbabilities.nllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
    }
}

/// −y · log σ(x) − (1 − y) · log(1 − σ(x)), reduced, for logits x and answers y from 0 to 1.
///
/// Computed as max(x, 0) − x · y + log(1 + exp(−|x|)), which overflows for no x. ∂/∂x = σ(x) − y, ∂/∂y = −x.
public struct BCEWithLogitsLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "BCEWithLogitsLoss()" }
    private let weight: Tensor?
    private let reduction: Reduction
    private let posWeight: Tensor?

    /// A loss that is reduced over all values.
    ///
    /// - Parameters:
    ///   - weight: How much each value's loss counts, after broadcasting.
    ///   - reduction: How the losses become one number.
    ///   - posWeight: How much an answer of 1 counts beside one of 0, after broadcasting.
    public init(weight: Tensor? = nil, reduction: Reduction = .mean, posWeight: Tensor? = nil) {
        self.weight = weight
        self.reduction = reduction
        self.posWeight = posWeight
    }

    /// The loss of `logits`, whose shape `target` must have.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        guard weight == nil && posWeight == nil else {
            checkShapes("binaryCrossEntropyWithLogits", logits, target)
            // −log σ(x), counted more often for answers of 1.
            let surprise = (-logits.logSigmoid()) * (1 + ((posWeight ?? Tensor(1.0)) - 1) * target)
            let losses = (1 - target) * logits + surprise
            return reduction(weight.map { losses * $0 } ?? losses)
        }
        return pairwiseLoss(
            "binaryCrossEntropyWithLogits", logits, target, reduction,
            value: { x, y in max(x, 0) - x * y + VectorFunction.log1p(VectorFunction.exp(-x.magnitude)) },
            slope: { x, y in VectorFunction.sigmoid(x) - y }, targetSlope: { x, _ in -x })
    }
}

/// −y · log p − (1 − y) · log(1 − p), reduced, for probabilities p and answers y from 0 to 1; logarithms count as at least −100.
///
/// ∂/∂p = (p − y) / (p · (1 − p)).
public struct BCELoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "BCELoss()" }
    private let weight: Tensor?
    private let reduction: Reduction

    /// A loss that is reduced over all values, each of which counts by `weight`, after broadcasting.
    public init(weight: Tensor? = nil, reduction: Reduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    /// The loss of probabilities, whose shape `target` must have.
    public func callAsFunction(_ probabilities: Tensor, _ target: Tensor) -> Tensor {
        let losses = pairwiseLoss(
            "binaryCrossEntropy", probabilities, target, .none,
            value: { p, y in (y - 1) * max(VectorFunction.log1p(-p), -100) - y * max(VectorFunction.log(p), -100) },
            slope: { p, y in (p - y) / max((1 - p) * p, 1e-12) },
            targetSlope: { p, _ in max(VectorFunction.log1p(-p), -100) - max(VectorFunction.log(p), -100) })
        return reduction(weight.map { losses * $0 } ?? losses)
    }
}

/// ½ · d² / β where d = |x − y| is below β, else d − ½ · β, reduced. ∂/∂x = (x − y) / β, clamped to ±1.
public struct SmoothL1Loss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "SmoothL1Loss()" }
    private let reduction: Reduction
    private let beta: Float

    /// A loss that is reduced over all values; from a difference of `beta` on it grows linearly.
    public init(reduction: Reduction = .mean, beta: Double = 1) {
        guard beta >= 0 else { stop("SmoothL1Loss", "beta must not be negative, it is \(beta)") }
        self.reduction = reduction
        self.beta = Float(beta)
    }

    /// The loss of `prediction`, whose shape `target` must have.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        let beta = beta
        return pairwiseLoss(
            "smoothL1Loss", prediction, target, reduction,
            value: { x, y in
                let difference = (x - y).magnitude
                return difference < beta ? 0.5 * difference * difference / beta : difference - 0.5 * beta
            },
            slope: { x, y in
                let difference = x - y
                if difference.magnitude < beta { return difference / beta }
                return difference > 0 ? 1 : difference < 0 ? -1 : difference
            })
    }
}

/// The Kullback–Leibler divergence Σ q · (log q − p) of a distribution q from the one with logarithms p, reduced.
public struct KLDivLoss: Sendable, CustomStringConvertible {
    /// The loss as PyTorch prints it.
    public var description: String { "KLDivLoss()" }

    /// How the losses become one number.
    public enum Reduction: Sendable {
        /// They do not.
        case none
        /// Their mean over all values.
        case mean
        /// Their sum.
        case sum
        /// Their sum divided by the size of the first dimension: the divergence of an example.
        case batchMean
    }

    private let reduction: Reduction
    private let logTarget: Bool

    /// A loss whose targets are probabilities or, with `logTarget`, logarithms of them.
    public init(reduction: Reduction = .mean, logTarget: Bool = false) {
        self.reduction = reduction
        self.logTarget = logTarget
    }

    /// The loss of `logProbabilities`, whose shape `target` must have.
    public func callAsFunction(_ logProbabilities: Tensor, _ target: Tensor) -> Tensor {
        checkShapes("KLDivLoss", logProbabilities, target)
        let losses =
            logTarget
            ? target.exp() * (target - logProbabilities) : target.timesLog() - target * logProbabilities
        switch reduction {
        case .none: return losses
        case .mean: return losses.mean()
        case .sum: return losses.sum()
        case .batchMean: return losses.sum() / Double(max(1, losses.ndim == 0 ? 1 : losses.size(0)))
        }
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
