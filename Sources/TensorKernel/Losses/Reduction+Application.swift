extension KLDivLoss.Reduction {
    /// The reduction of the same name.
    package init(_ reduction: TensorKernel.Reduction) {
        switch reduction {
        case .none: self = .none
        case .mean: self = .mean
        case .sum: self = .sum
        }
    }
}

extension Reduction {
    /// What becomes of the losses of the single values.
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .none: losses
        case .mean: losses.mean()
        case .sum: losses.sum()
        }
    }
}
