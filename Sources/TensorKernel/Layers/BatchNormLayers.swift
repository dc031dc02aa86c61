/// Shifts and scales each channel to mean 0 and variance 1, and then to what it learns:
/// y = (x − mean) / √(variance + ε) · weight + bias.
///
/// While training, mean and (biased) variance are those of the batch, and running averages of them are kept for
/// evaluation. Ioffe and Szegedy, "Batch normalization" (2015).
public class BatchNorm: Module {
    /// γ, one a channel, at first 1.
    public var weight: Tensor
    /// β, one a channel, at first 0.
    public var bias: Tensor
    /// The running average of the means.
    public private(set) var runningMean: Tensor
    /// The running average of the unbiased variances.
    public private(set) var runningVar: Tensor
    /// How many batches the averages were taken over, a single int64.
    public private(set) var numBatchesTracked = Tensor(0)

    private let eps: Double
    private let momentum: Double
    private let dimensions: [Int]

    fileprivate init(_ features: Int, eps: Double, momentum: Double, dimensions: [Int]) {
        weight = .parameter([features], filledWith: 1)
        bias = .parameter([features])
        runningMean = Tensor.zeros([features])
        runningVar = Tensor.ones([features])
        self.eps = eps
        self.momentum = momentum
        self.dimensions = dimensions
    }

    public override func forward(_ x: Tensor) -> Tensor {
        guard dimensions.contains(x.ndim), x.size(1) == weight.numel else {
            stop("\(type(of: self))", "expected \(weight.numel) channels in dimension 1, and the shape is \(x.shape)")
        }
        if isTraining {
            let (result, mean, variance) = x.batchNorm(weight: weight, bias: bias, eps: eps)
            noGrad { track(mean, variance, count: x.numel / weight.numel) }
            return result
        }
        let perChannel = (0..<x.ndim).map { $0 == 1 ? weight.numel : 1 }
        let normalized = (x - runningMean.reshape(perChannel)) / (runningVar.reshape(perChannel) + eps).sqrt()
        return (normalized * weight.reshape(perChannel) + bias.reshape(perChannel)).named("nativeBatchNorm")
    }

    private func track(_ mean: Tensor, _ variance: Tensor, count: Int) {
        guard count > 1 else {
            stop("\(type(of: self))", "needs more than one value a channel in training: one has no variance")
        }
        let unbiased = variance * (Double(count) / Double(count - 1))
        runningMean = runningMean * (1 - momentum) + mean * momentum
        runningVar = runningVar * (1 - momentum) + unbiased * momentum
        numBatchesTracked = numBatchesTracked + 1
    }

    public override var extraDescription: String {
        "\(weight.numel), eps=\(eps), momentum=\(momentum), affine=True, bias=True, track_running_stats=True"
    }
}

/// Batch normalisation of features: input of shape `[count, features]` or `[count, features, length]`.
public final class BatchNorm1d: BatchNorm {
    /// Normalisation of `features` features; running averages move by `momentum` towards each batch.
    public init(_ features: Int, eps: Double = 1e-5, momentum: Double = 0.1) {
        super.init(features, eps: eps, momentum: momentum, dimensions: [2, 3])
    }
}

/// Batch normalisation of pictures: input of shape `[count, channels, height, width]`.
public final class BatchNorm2d: BatchNorm {
    /// Normalisation of `channels` channels; running averages move by `momentum` towards each batch.
    public init(_ channels: Int, eps: Double = 1e-5, momentum: Double = 0.1) {
        super.init(channels, eps: eps, momentum: momentum, dimensions: [4])
    }
}
