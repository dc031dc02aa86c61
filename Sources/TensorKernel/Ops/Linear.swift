extension Tensor {
    /// x·Wᵀ + b, a fully connected layer. ∂/∂x = G·W, ∂/∂W = Gᵀ·x, ∂/∂b = the sum of G's rows.
    ///
    /// - Parameters:
    ///   - weight: of shape `[outputs, inputs]`, as PyTorch keeps it.
    ///   - bias: of shape `[outputs]`.
    /// - Returns: of this tensor's shape with `outputs` in place of the last size, which must be `inputs`.
    public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        guard weight.ndim == 2 && ndim > 0 && size(-1) == weight.shape[1] else {
            stopForShapes("linear", shape, weight.shape, "the last sizes of input and weight must be equal")
        }
        let inputs = bias.map { [self, weight, $0] } ?? [self, weight]
        for input in inputs { input.checkIsFloat("linear") }
        let outputs = weight.shape[0]
        if let bias, bias.shape != [outputs] {
            stopForShapes(
                "linear", weight.shape, bias.shape, "a weight of \(outputs) outputs needs a bias of [\(outputs)]")
        }
        let input = contiguousValues()
        let result = Tensor(uninitialized: shape.dropLast() + [outputs], .float32)
        let rows = result.numel / Swift.max(outputs, 1)
        let offsets = bias?.contiguousValues()
        let weights = matrixReadable(weight)
        if let right = Matrix(weights.pointer(), weights.layout) {
            Matrix.multiply(
                Matrix(input.pointer(), rows: rows, columns: weight.shape[1]), right.transposed, into: result.pointer(),
                bias: offsets?.pointer())
        }
        let hasBias = bias != nil
        return withExtendedLifetime((input, weights, offsets)) {
            differentiable("linear", inputs, saving: [self, weight], result) { context in
                let (inputShape, weightShape) = (context.shape(0), context.shape(1))
                let gradient = context.gradient.reshape(-1, weightShape[0])
                return [
                    context.needs(0) ? gradient.matmul(context[1]).reshape(inputShape) : nil,
                    context.needs(1) ? gradient.T.matmul(context[0].reshape(-1, weightShape[1])) : nil,
                    hasBias && context.needs(2) ? gradient.sum(dim: 0) : nil,
                ]
            }
        }
    }
}
