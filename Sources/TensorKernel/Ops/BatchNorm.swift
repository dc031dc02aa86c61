extension Tensor {
    /// (x − mean) · s · weight + bias of each channel (dimension 1) with s = 1/√(variance + ε), and the means and the biased
    /// variances, which have the shape `[channels]` and no gradients.
    ///
    /// With x̂ = (x − mean) · s and n values a channel: ∂/∂x = weight · s · (G − Σ G / n − x̂ · Σ (G · x̂) / n),
    /// ∂/∂weight = Σ G · x̂ and ∂/∂bias = Σ G.
    package func batchNorm(weight: Tensor, bias: Tensor, eps: Double)
        -> (result: Tensor, mean: Tensor, variance: Tensor)
    {
        let (channels, length) = (shape[1], shape.dropFirst(2).reduce(1, *))
        // Short rows do not pay; then the formula is computed as it stands.
        guard length >= 16, numel > 0 else { return plainBatchNorm(weight: weight, bias: bias, eps: eps) }
        let (x, factors, offsets) = (contiguousValues(), weight.contiguousValues(), bias.contiguousValues())
        let (mean, variance) = (
            Tensor(uninitialized: [channels], .float32), Tensor(uninitialized: [channels], .float32)
        )
        let scales = Tensor(uninitialized: [channels], .float32)
        let (result, from) = (Tensor(uninitialized: shape, .float32), x.pointer(Float.self))
        let rows = ChannelRows(examples: shape[0], channels: channels, length: length)
        rows.forChannels { channel in
            let center = rows.sum(channel) { Row.sum(from + $0, length) } / rows.count
            let spread = rows.sum(channel) { Row.sumOfSquares(from + $0, mean: center, length) } / rows.count
            let scale = 1 / (spread + Float(eps)).squareRoot()
            mean.pointer(Float.self)[channel] = center
            variance.pointer(Float.self)[channel] = spread
            scales.pointer(Float.self)[channel] = scale
            for start in rows.starts(channel) {
                Row.scale(
                    from + start, center: center, factor: scale * factors.pointer(Float.self)[channel],
                    offset: offsets.pointer(Float.self)[channel], to: result.pointer() + start, length)
            }
        }
        let recorded = withExtendedLifetime((x, factors, offsets)) {
            differentiable("nativeBatchNorm", [self, weight, bias], saving: [self, weight, mean, scales], result) {
                batchNormGradients($0[0], $0[1], $0[2], $0[3], $0.gradient, rows)
            }
        }
        return (recorded, mean, variance)
    }

    /// The same, op by op.
    package func plainBatchNorm(weight: Tensor, bias: Tensor, eps: Double)
        -> (result: Tensor, mean: Tensor, variance: Tensor)
    {
        let others = shape.indices.filter { $0 != 1 }
        let perChannel = shape.indices.map { $0 == 1 ? shape[1] : 1 }
        let mean = mean(dims: others, keepdim: true)
        let variance = self.var(dims: others, correction: 0, keepdim: true)
        let normalized = (self - mean) / (variance + eps).sqrt()
        let result = normalized * weight.reshape(perChannel) + bias.reshape(perChannel)
        return (result.named("nativeBatchNorm"), mean.detach().reshape([-1]), variance.detach().reshape([-1]))
    }
}

/// The rows of neighbouring values of each channel, one an example.
private struct ChannelRows: Sendable {
    let examples: Int
    let channels: Int
    let length: Int

    /// How many values a channel has.
    var count: Float { Float(examples * length) }

    /// Where a channel's rows begin.
    func starts(_ channel: Int) -> some Sequence<Int> {
        (0..<examples).lazy.map { ($0 * channels + channel) * length }
    }

    /// The sum of what `body` computes of each row of a channel.
    func sum(_ channel: Int, _ body: (Int) -> Float) -> Float { starts(channel).reduce(0) { $0 + body($1) } }

    func forChannels(_ body: (Int) -> Void) {
        let size = Swift.max(1, Parallel.elementsPerPiece / (examples * length))
        Parallel.forRanges(channels, size: size) { range in
            for channel in range { body(channel) }
        }
    }
}

private func batchNormGradients(
    _ x: Tensor, _ weight: Tensor, _ mean: Tensor, _ scales: Tensor, _ gradient: Tensor, _ rows: ChannelRows
) -> [Tensor?] {
    let (values, factors, slopes) = (x.contiguousValues(), weight.contiguousValues(), gradient.contiguousValues())
    let result = Tensor(uninitialized: x.shape, .float32)
    let weightGradient = Tensor(uninitialized: weight.shape, .float32)
    let biasGradient = Tensor(uninitialized: weight.shape, .float32)
    let (from, given, length) = (values.pointer(Float.self), slopes.pointer(Float.self), rows.length)
    rows.forChannels { channel in
        let (center, scale) = (mean.pointer(Float.self)[channel], scales.pointer(Float.self)[channel])
        let sum = rows.sum(channel) { Row.sum(given + $0, length) }
        let product = rows.sum(channel) { Row.sumOfProducts(given + $0, from + $0, center: center, length) } * scale
        weightGradient.pointer(Float.self)[channel] = product
        biasGradient.pointer(Float.self)[channel] = sum
        let factor = factors.pointer(Float.self)[channel] * scale
        for start in rows.starts(channel) {
            Row.scaleGradient(
                given + start, from + start, center: center, factor: factor,
                slope: -factor * scale * product / rows.count, offset: -factor * sum / rows.count,
                to: result.pointer() + start, length)
        }
    }
    return withExtendedLifetime((values, factors, slopes)) { [result, weightGradient, biasGradient] }
}
