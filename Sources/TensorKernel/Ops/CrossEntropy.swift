/// How the losses of a batch become one number.
public enum Reduction: Sendable {
    /// They do not: one loss an example.
    case none
    /// Their mean.
    case mean
    /// Their sum.
    case sum
}

extension Tensor {
    /// The cross-entropy −ln softmax(x)[label] of each row x of logits and its class.
    ///
    /// ∂/∂xⱼ = softmax(x)ⱼ − 1 for the label's j, softmax(x)ⱼ for others. Computed as ln Σ e^(x − max) − (x[label] − max).
    ///
    /// - Parameters:
    ///   - labels: int64, of shape `[examples]`, from 0 to below the number of classes.
    ///   - reduction: how the losses become one number.
    /// - Returns: of shape `[]`, or `[examples]` without reduction. This tensor is `[examples, classes]`.
    public func crossEntropy(_ labels: Tensor, reduction: Reduction = .mean) -> Tensor {
        crossEntropy(labels, weight: nil, reduction: reduction)
    }

    /// The same for `[examples, classes]` and int64 labels, in one go. Where `ignoreIndex` is the label, loss and derivative are 0.
    private func rowwiseCrossEntropy(_ labels: Tensor, ignoreIndex: Int, _ reduction: Reduction) -> Tensor {
        checkIsFloat("crossEntropy")
        guard labels.shape == [shape[0]] else {
            stopForShapes("crossEntropy", shape, labels.shape, "logits are [examples, classes], labels [examples]")
        }
        let (examples, classes) = (shape[0], shape[1])
        let logits = contiguousValues()
        let probabilities = Tensor(uninitialized: shape, .float32)
        let losses = Tensor(uninitialized: [examples], .float32)
        let ignored = labels.withContents(of: Int.self) { labels in
            // Found before the work is divided, so that a message tells the line that called.
            if let wrong = labels.first(where: { $0 != ignoreIndex && !(0..<classes).contains($0) }) {
                stop("crossEntropy", "label \(wrong) is not one of \(classes) classes")
            }
            let (from, to, loss) = (
                logits.pointer(Float.self), probabilities.pointer(Float.self), losses.pointer(Float.self)
            )
            // An exponential takes as long as dozens of sums.
            let rowsPerPiece = Swift.max(1, Parallel.elementsPerPiece / 16 / Swift.max(1, classes))
            Parallel.forRanges(examples, size: rowsPerPiece) { rows in
                for row in rows {
                    let label = labels[row]
                    let (greatest, logSum) = Row.softmax(from + row * classes, to: to + row * classes, classes)
                    loss[row] = label == ignoreIndex ? 0 : logSum - (from[row * classes + label] - greatest)
                }
            }
            return labels.count { $0 == ignoreIndex }
        }
        let counted = Float(examples - ignored)
        let result =
            switch reduction {
            case .none: losses
            case .mean: noGrad { losses.sum() / counted }
            case .sum: losses.sum()
            }
        return withExtendedLifetime(logits) {
            differentiable("nllLoss", [self], saving: [probabilities, labels], result) { context in
                let gradient = reduction == .mean ? context.gradient / counted : context.gradient
                return [crossEntropyGradient(context[0], context[1], ignoreIndex, gradient)]
            }
        }
    }
}

extension Tensor {
    /// The cross-entropy −ln softmax(x)[label] of logits along dimension 1, with all that PyTorch's has.
    ///
    /// - Parameters:
    ///   - target: int64 labels of this tensor's shape without dimension 1, or float32 probabilities of this tensor's shape.
    ///   - weight: how much each class counts, of shape `[classes]`; the mean divides by the sum of what counts.
    ///   - ignoreIndex: a label that means: this example does not count.
    ///   - reduction: how the losses become one number.
    ///   - labelSmoothing: the share of each label that is spread evenly over all classes.
    /// - Returns: of shape `[]`, or of that of the labels without reduction.
    public func crossEntropy(
        _ target: Tensor, weight: Tensor?, ignoreIndex: Int = -100, reduction: Reduction = .mean,
        labelSmoothing: Double = 0
    ) -> Tensor {
        let dimension = ndim == 1 ? 0 : 1
        guard ndim > 0 else { stop("crossEntropy", "a single number has no classes") }
        guard 0...1 ~= labelSmoothing else {
            stop("crossEntropy", "labelSmoothing must lie from 0 to 1, it is \(labelSmoothing)")
        }
        let classes = size(dimension)
        if ndim == 2, target.dtype == .int64, weight == nil, labelSmoothing == 0 {
            return rowwiseCrossEntropy(target, ignoreIndex: ignoreIndex, reduction)
        }
        let logits = logSoftmax(dim: dimension)
        let weights = weight.map { checkedWeights($0, classes, dimension) }
        guard target.dtype == .int64 else {
            guard target.shape == shape else {
                stopForShapes("crossEntropy", shape, target.shape, "probabilities have the shape of the logits")
            }
            let smoothed =
                labelSmoothing > 0 ? target * (1 - labelSmoothing) + labelSmoothing / Double(classes) : target
            let products = logits * smoothed
            let losses = -(weights.map { products * $0 } ?? products).sum(dim: dimension)
            if case .mean = reduction { return losses.sum() / Double(numel / Swift.max(1, classes)) }
            return reduction(losses)
        }
        let hard = logits.nllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
        guard labelSmoothing > 0 else { return hard }
        let isIgnored = target .== ignoreIndex
        let all = -(weights.map { logits * $0 } ?? logits).sum(dim: dimension).maskedFill(isIgnored, 0)
        let counted = target.countedWeights(weight, ignoreIndex: ignoreIndex)
        let even = if case .mean = reduction { all.sum() / counted.sum() } else { reduction(all) }
        return hard * (1 - labelSmoothing) + even * (labelSmoothing / Double(classes))
    }

    /// −x[label] for logarithms of probabilities along dimension 1; the parameters are those of ``crossEntropy``.
    public func nllLoss(
        _ target: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: Reduction = .mean
    ) -> Tensor {
        checkIsFloat("nllLoss")
        guard ndim > 0 else { stop("nllLoss", "a single number has no classes") }
        let dimension = ndim == 1 ? 0 : 1
        var expected = shape
        expected.remove(at: dimension)
        guard target.dtype == .int64, target.shape == expected else {
            stopForShapes(
                "nllLoss", shape, target.shape, "labels are int64 and have the shape of the logits without the classes")
        }
        let classes = shape[dimension]
        if let wrong = target.ints.first(where: { $0 != ignoreIndex && !(0..<classes).contains($0) }) {
            stop("nllLoss", "label \(wrong) is not one of \(classes) classes")
        }
        if let weight { _ = checkedWeights(weight, classes, dimension) }
        let counted = target.countedWeights(weight, ignoreIndex: ignoreIndex)
        let labels = target.maskedFill(target .== ignoreIndex, 0)
        guard classes > 0 || labels.numel == 0 else { return reduction(Tensor.zeros(target.shape)) }
        let picked = gather(dim: dimension, labels.unsqueeze(dimension)).squeeze(dimension)
        let losses = Tensor.where(counted .== 0, 0, -picked * counted)
        if case .mean = reduction { return (losses.sum() / counted.sum()).named("nllLoss") }
        return reduction(losses).named("nllLoss")
    }

    /// How much each of these labels counts.
    private func countedWeights(_ weight: Tensor?, ignoreIndex: Int) -> Tensor {
        let isCounted = (self .!= ignoreIndex).to(.float32)
        guard let weight else { return isCounted }
        let labels = maskedFill(self .== ignoreIndex, 0)
        return noGrad { weight.detach()[labels.reshape([numel])].reshape(shape) * isCounted }
    }

    /// Weights of classes, in the form in which they broadcast to dimension `dimension`.
    private func checkedWeights(_ weight: Tensor, _ classes: Int, _ dimension: Int) -> Tensor {
        guard weight.shape == [classes], weight.dtype == .float32 else {
            stopForShapes("crossEntropy", shape, weight.shape, "\(classes) classes need as many float32 weights")
        }
        return weight.reshape(shape.indices.map { $0 == dimension ? classes : 1 })
    }
}

/// (softmax − [label]) · gradient, row by row; 0 where the label is `ignoreIndex`.
private func crossEntropyGradient(_ probabilities: Tensor, _ labels: Tensor, _ ignoreIndex: Int, _ gradient: Tensor)
    -> Tensor
{
    let classes = probabilities.shape[1]
    let factors = gradient.expand([probabilities.shape[0]]).contiguousValues()
    let result = Tensor(uninitialized: probabilities.shape, .float32)
    let (from, factor, to) = (
        probabilities.pointer(Float.self), factors.pointer(Float.self), result.pointer(Float.self)
    )
    labels.withContents(of: Int.self) { labels in
        let rowsPerPiece = Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, classes))
        Parallel.forRanges(labels.count, size: rowsPerPiece) { rows in
            for row in rows {
                let (from, to) = (from + row * classes, to + row * classes)
                let factor = labels[row] == ignoreIndex ? 0 : factor[row]
                for column in 0..<classes { to[column] = from[column] * factor }
                if labels[row] != ignoreIndex { to[labels[row]] -= factor }
            }
        }
    }
    return withExtendedLifetime(factors) { result }
}
