/// Scales the gradients of `parameters` down together, so that the norm of all their values is at most `maxNorm`
/// (Pascanu, Mikolov and Bengio, 2013).
///
/// ```swift
/// let w = Tensor([3.0, 4], requiresGrad: true)
/// (w * w).sum().backward()
/// print(clipGradNorm([w], maxNorm: 1), w.grad!)
/// ```
/// ```output
/// 10.0 tensor([0.6000, 0.8000])
/// ```
///
/// - Returns: The norm before.
@discardableResult
public func clipGradNorm(_ parameters: [Tensor], maxNorm: Double, normType: Double = 2) -> Double {
    noGrad {
        let gradients = parameters.compactMap(\.grad)
        guard !gradients.isEmpty else { return 0 }
        let norm = Tensor.stack(gradients.map { $0.norm(normType) }).norm(normType)
        let scale = (maxNorm / (norm + 1e-6)).clamp(max: 1)
        for gradient in gradients { gradient *= scale }
        return norm.item()
    }
}

/// Bounds each value of the gradients of `parameters` to ±`clipValue`.
public func clipGradValue(_ parameters: [Tensor], clipValue: Double) {
    noGrad {
        for gradient in parameters.compactMap(\.grad) {
            gradient.copy(from: gradient.clamp(min: -clipValue, max: clipValue))
        }
    }
}
