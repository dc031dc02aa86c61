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
        guard ndim == 2 && labels.ndim == 1 && labels.shape[0] == shape[0] else {
            stopForShapes("crossEntropy", shape, labels.shape, "logits are [examples, classes], labels [examples]")
        }
        checkIsFloat("crossEntropy")
        guard labels.dtype == .int64 else { stop("crossEntropy", "labels must be int64, not \(labels.dtype)") }
        let (examples, classes) = (shape[0], shape[1])
        let logits = contiguousValues()
        let probabilities = Tensor(uninitialized: shape, .float32)
        let losses = Tensor(uninitialized: [examples], .float32)
        labels.withContents(of: Int.self) { labels in
            // Found before the work is divided, so that a message tells the line that called.
            if let wrong = labels.first(where: { $0 < 0 || $0 >= classes }) {
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
                    let (greatest, logSum) = softmaxRow(from + row * classes, to + row * classes, classes)
                    loss[row] = logSum - (from[row * classes + label] - greatest)
                }
            }
        }
        let result =
            switch reduction {
            case .none: losses
            case .mean: losses.mean()
            case .sum: losses.sum()
            }
        return withExtendedLifetime(logits) {
            differentiable("crossEntropy", [self], saving: [probabilities, labels], result) { context in
                let scale: Float = reduction == .mean ? 1 / Float(examples) : 1
                return [crossEntropyGradient(context[0], context[1], context.gradient, scale)]
            }
        }
    }
}

/// (softmax − [label]) · gradient · scale, row by row.
private func crossEntropyGradient(_ probabilities: Tensor, _ labels: Tensor, _ gradient: Tensor, _ scale: Float)
    -> Tensor
{
    let classes = probabilities.shape[1]
    let factors = (gradient * scale).expand([probabilities.shape[0]]).contiguousValues()
    let result = Tensor(uninitialized: probabilities.shape, .float32)
    let (from, factor, to) = (
        probabilities.pointer(Float.self), factors.pointer(Float.self), result.pointer(Float.self)
    )
    labels.withContents(of: Int.self) { labels in
        for row in labels.indices {
            let (from, to) = (from + row * classes, to + row * classes)
            for column in 0..<classes { to[column] = from[column] * factor[row] }
            to[labels[row]] -= factor[row]
        }
    }
    return withExtendedLifetime(factors) { result }
}
