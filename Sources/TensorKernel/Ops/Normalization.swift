// Values shifted and scaled to mean 0 and variance 1: y = (x − mean) / √(variance + ε) · weight + bias.

extension Tensor {
    /// Normalised over the channels (dimension 1) of each of `groups` groups, with all their values (Wu and He, 2018).
    ///
    /// `weight` and `bias` have one number a channel.
    public func groupNorm(groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5) -> Tensor {
        guard ndim >= 2, groups > 0, size(1).isMultiple(of: groups) else {
            stop("groupNorm", "the channels of shape \(shape) do not fall into \(groups) groups")
        }
        for parameter in [weight, bias] {
            if let parameter, parameter.shape != [size(1)] {
                stopForShapes("groupNorm", shape, parameter.shape, "weight and bias have one number a channel")
            }
        }
        guard numel > 0 else { return clone() }
        let grouped = reshape([size(0), groups, numel / Swift.max(1, size(0) * groups)])
        let perChannel = shape.indices.map { $0 == 1 ? size(1) : 1 }
        return grouped.standardized([2], eps).reshape(shape)
            .scaled(weight?.reshape(perChannel), bias?.reshape(perChannel)).named("nativeGroupNorm")
    }

    /// (x − mean) / √(variance + ε) over `dims`, with the biased variance.
    func standardized(_ dims: [Int], _ eps: Double) -> Tensor {
        let mean = mean(dims: dims, keepdim: true)
        let variance = self.var(dims: dims, correction: 0, keepdim: true)
        return (self - mean) / (variance + eps).sqrt()
    }

    private func scaled(_ weight: Tensor?, _ bias: Tensor?) -> Tensor {
        let scaled = weight.map { self * $0 } ?? self
        return bias.map { scaled + $0 } ?? scaled
    }
}
