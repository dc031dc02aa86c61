extension Tensor {
    /// Normalised over the last dimensions, whose sizes are `normalizedShape` (Ba, Kiros and Hinton, 2016).
    public func layerNorm(
        _ normalizedShape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        guard !normalizedShape.isEmpty, shape.suffix(normalizedShape.count).elementsEqual(normalizedShape) else {
            stopForShapes("layerNorm", shape, normalizedShape, "the first must end with the second")
        }
        for parameter in [weight, bias] {
            if let parameter, parameter.shape != normalizedShape {
                stopForShapes(
                    "layerNorm", normalizedShape, parameter.shape, "weight and bias have the normalised shape")
            }
        }
        return fusedLayerNorm(
            weight: weight ?? .ones(normalizedShape), bias: bias ?? .zeros(normalizedShape), eps: eps)
    }

    /// (x − mean) · s · weight + bias with s = 1/√(variance + ε), of each group of the last dimensions, whose shape is that of
    /// `weight` and `bias`.
    ///
    /// With x̂ = (x − mean) · s and h = G · weight: ∂/∂x = s · (h − mean(h) − x̂ · mean(h · x̂)), ∂/∂weight = Σ G · x̂ and
    /// ∂/∂bias = Σ G over the groups.
    private func fusedLayerNorm(weight: Tensor, bias: Tensor, eps: Double) -> Tensor {
        checkIsFloat("nativeLayerNorm")
        let (x, factors, offsets) = (contiguousValues(), weight.contiguousValues(), bias.contiguousValues())
        let count = weight.numel
        let groups = numel / Swift.max(1, count)
        let result = Tensor(uninitialized: shape, .float32)
        // The mean and s of each group.
        let statistics = Tensor(uninitialized: [groups, 2], .float32)
        let (from, to, moments) = (x.pointer(Float.self), result.pointer(Float.self), statistics.pointer(Float.self))
        let size = Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, count))
        Parallel.forRanges(groups, size: size) { range in
            for group in range {
                (moments[2 * group], moments[2 * group + 1]) = Row.normalize(
                    from + group * count, weight: factors.pointer(), bias: offsets.pointer(), eps: Float(eps),
                    to: to + group * count, count)
            }
        }
        return withExtendedLifetime((x, factors, offsets)) {
            differentiable("nativeLayerNorm", [self, weight, bias], saving: [self, weight, statistics], result) {
                layerNormGradients($0[0], $0[1], $0[2], $0.gradient)
            }
        }
    }
}

/// The derivatives with respect to the values, the weight and the bias. Those of the last two are sums of fixed pieces.
private func layerNormGradients(_ x: Tensor, _ weight: Tensor, _ statistics: Tensor, _ gradient: Tensor) -> [Tensor?] {
    let (values, factors, slopes) = (x.contiguousValues(), weight.contiguousValues(), gradient.contiguousValues())
    let (groups, count) = (statistics.shape[0], weight.numel)
    let size = Swift.max(1, Parallel.elementsPerPiece / Swift.max(1, count))
    let pieces = (groups + size - 1) / size
    let result = Tensor(uninitialized: x.shape, .float32)
    let sums = Tensor.zeros(pieces, 2 * count)
    let moments = statistics.pointer(Float.self)
    Parallel.forRanges(groups, size: size) { range in
        let sums = sums.pointer(Float.self) + range.lowerBound / size * 2 * count
        for group in range {
            let start = group * count
            Row.normalizeGradient(
                slopes.pointer() + start, values.pointer() + start, weight: factors.pointer(), mean: moments[2 * group],
                scale: moments[2 * group + 1], to: result.pointer() + start, weightGradient: sums,
                biasGradient: sums + count,
                count)
        }
    }
    let total = sums.sum(dim: 0)
    return withExtendedLifetime((values, factors, slopes)) {
        [
            result, total.narrow(0, start: 0, length: count).reshape(weight.shape),
            total.narrow(0, start: count, length: count).reshape(weight.shape),
        ]
    }
}
