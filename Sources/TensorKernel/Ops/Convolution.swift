extension Tensor {
    /// The cross-correlation of pictures with kernels: y[n, o] = b[o] + Σ over channels and window of w[o] · x[n].
    ///
    /// With the windows of an example as the columns of a matrix X: Y = W·X + b, ∂/∂W = G·Xᵀ summed over the examples,
    /// ∂/∂X = Wᵀ·G added back to the places the windows came from, ∂/∂b = the sum of G.
    ///
    /// - Parameters:
    ///   - weight: `[outputs, channels, kernel height, kernel width]`.
    ///   - bias: `[outputs]`.
    ///   - stride: how far apart windows are.
    ///   - padding: how many zeros surround the picture on each side.
    /// - Returns: `[examples, outputs, output height, output width]`; this tensor is `[examples, channels, height, width]`.
    ///   For a single picture both are without `examples`.
    public func conv2d(weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Size2D = 0) -> Tensor {
        if ndim == 3 {
            return unsqueeze(0).conv2d(weight: weight, bias: bias, stride: stride, padding: padding).squeeze(0)
        }
        let inputs = bias.map { [self, weight, $0] } ?? [self, weight]
        for input in inputs { input.checkIsFloat("conv2d") }
        guard ndim == 4, weight.ndim == 4, weight.shape[1] == shape[1] else {
            stopForShapes(
                "conv2d", shape, weight.shape,
                "input [examples, channels, height, width] and weight [outputs, channels, height, width] need equal "
                    + "channels")
        }
        let outputs = weight.shape[0]
        if let bias, bias.shape != [outputs] {
            stopForShapes(
                "conv2d", weight.shape, bias.shape, "a weight of \(outputs) outputs needs a bias of [\(outputs)]")
        }
        let geometry = ConvolutionGeometry(
            "conv2d", self, kernel: Size2D(weight.shape[2], weight.shape[3]), stride: stride, padding: padding)
        let result = convolved(contiguousValues(), weight.contiguousValues(), bias?.contiguousValues(), geometry)
        let hasBias = bias != nil
        return differentiable("conv2d", inputs, saving: [self, weight], result) { context in
            let (x, weight) = (context[0].contiguousValues(), context[1].contiguousValues())
            let gradient = context.gradient.contiguousValues()
            return [
                context.needs(0) ? gradientOfPictures(weight, gradient, x.shape, geometry) : nil,
                context.needs(1) ? gradientOfKernels(x, gradient, weight.shape, geometry) : nil,
                hasBias && context.needs(2) ? gradient.sum(dims: [2, 3]).sum(dim: 0) : nil,
            ]
        }
    }
}

/// Memory to unfold one example after the other into: zeros, which stay where windows lie on the padding.
private func columnBuffer(_ geometry: ConvolutionGeometry) -> Tensor {
    Tensor.zeros(geometry.windowCount, geometry.positions)
}

private func convolved(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry) -> Tensor {
    let (examples, outputs) = (x.shape[0], weight.shape[0])
    let (window, positions) = (geometry.windowCount, geometry.positions)
    let result = Tensor(uninitialized: [examples, outputs, geometry.outputHeight, geometry.outputWidth], .float32)
    Parallel.forRanges(examples, size: 4) { range in
        let columns = columnBuffer(geometry)
        for example in range {
            geometry.unfold(x.pointer() + example * geometry.inputCount, into: columns.pointer())
            let to = result.pointer(Float.self) + example * outputs * positions
            if let bias {
                for output in 0..<outputs {
                    (to + output * positions).update(repeating: bias.pointer(Float.self)[output], count: positions)
                }
            }
            BLAS.multiply(
                m: outputs, n: positions, k: window, weight.pointer(), window, transposed: false, columns.pointer(),
                positions, transposed: false, keeping: bias == nil ? 0 : 1, to, positions)
        }
    }
    return result
}

private func gradientOfPictures(
    _ weight: Tensor, _ gradient: Tensor, _ shape: [Int], _ geometry: ConvolutionGeometry
) -> Tensor {
    let outputs = weight.shape[0]
    let (window, positions) = (geometry.windowCount, geometry.positions)
    let result = Tensor(uninitialized: shape, .float32)
    Parallel.forRanges(shape[0], size: 4) { range in
        let columns = Tensor(uninitialized: [window, positions], .float32)
        for example in range {
            BLAS.multiply(
                m: window, n: positions, k: outputs, weight.pointer(), window, transposed: true,
                gradient.pointer() + example * outputs * positions, positions, transposed: false, keeping: 0,
                columns.pointer(), positions)
            let to = result.pointer(Float.self) + example * geometry.inputCount
            to.update(repeating: 0, count: geometry.inputCount)
            geometry.fold(columns.pointer(), addingTo: to)
        }
    }
    return result
}

/// Examples fall into fixed groups with a sum each; the sums are added in order.
private func gradientOfKernels(
    _ x: Tensor, _ gradient: Tensor, _ shape: [Int], _ geometry: ConvolutionGeometry
) -> Tensor {
    let (examples, outputs) = (x.shape[0], shape[0])
    let (window, positions) = (geometry.windowCount, geometry.positions)
    let groups = max(1, min(16, (1 << 22) / (outputs * window), examples))
    let size = (max(examples, 1) + groups - 1) / groups
    let sums = Tensor.zeros((max(examples, 1) + size - 1) / size, outputs * window)
    Parallel.forEach(sums.shape[0]) { group in
        let columns = columnBuffer(geometry)
        for example in group * size..<min(examples, (group + 1) * size) {
            geometry.unfold(x.pointer() + example * geometry.inputCount, into: columns.pointer())
            BLAS.multiply(
                m: outputs, n: window, k: positions, gradient.pointer() + example * outputs * positions, positions,
                transposed: false, columns.pointer(), positions, transposed: true, keeping: 1,
                sums.pointer() + group * outputs * window, window)
        }
    }
    return sums.sum(dim: 0).reshape(shape)
}
