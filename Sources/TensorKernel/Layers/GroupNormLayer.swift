/// Shifts and scales the channels of each group of each example to mean 0 and variance 1, and then to what it learns; see
/// ``Tensor/groupNorm(groups:weight:bias:eps:)``.
public final class GroupNorm: Module {
    /// γ, one a channel, at first 1.
    public var weight: Tensor
    /// β, one a channel, at first 0.
    public var bias: Tensor
    private let groups: Int
    private let eps: Double

    /// Normalisation of `channels` channels in `groups` groups.
    public init(_ groups: Int, _ channels: Int, eps: Double = 1e-5) {
        guard groups > 0, channels.isMultiple(of: groups) else {
            stop("GroupNorm", "\(channels) channels do not fall into \(groups) groups")
        }
        weight = .parameter([channels], filledWith: 1)
        bias = .parameter([channels])
        self.groups = groups
        self.eps = eps
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.groupNorm(groups: groups, weight: weight, bias: bias, eps: eps)
    }

    public override var extraDescription: String { "\(groups), \(weight.numel), eps=\(eps), affine=True, bias=True" }
}
