extension Tensor {
    /// The cross-correlation of pictures with kernels: y[n, o] = b[o] + Σ over channels and window of w[o] · x[n].
    ///
    /// With the windows of an example as the columns of a matrix X: Y = W·X + b, ∂/∂W = G·Xᵀ summed over the examples,
    /// ∂/∂X = Wᵀ·G added back to the places the windows came from, ∂/∂b = the sum of G.
    ///
    /// - Parameters:
    ///   - weight: `[outputs, channels / groups, kernel height, kernel width]`.
    ///   - bias: `[outputs]`.
    ///   - stride: how far apart windows are.
    ///   - padding: how many zeros surround the picture on each side.
    ///   - dilation: how far apart the values of a window are.
    ///   - groups: how many parts the channels fall into; each part of the outputs sees one of them.
    /// - Returns: `[examples, outputs, output height, output width]`; this tensor is `[examples, channels, height, width]`.
    ///   For a single picture both are without `examples`.
    public func conv2d(
        weight: Tensor, bias: Tensor? = nil, stride: any Size2DConvertible = 1, padding: any Size2DConvertible = 0,
        dilation: any Size2DConvertible = 1, groups: Int = 1
    ) -> Tensor {
        if ndim == 3 {
            return unsqueeze(0).conv2d(
                weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups
            ).squeeze(0)
        }
        let inputs = bias.map { [self, weight, $0] } ?? [self, weight]
        for input in inputs { input.checkIsFloat("conv2d") }
        guard groups > 0, ndim == 4, weight.ndim == 4, weight.shape[1] * groups == shape[1],
            weight.shape[0].isMultiple(of: groups)
        else {
            stopForShapes(
                "conv2d", shape, weight.shape,
                "input [examples, channels, height, width] and weight [outputs, channels / groups, height, width] need "
                    + "equal channels" + (groups == 1 ? "" : " in \(groups) groups"))
        }
        checkBias("conv2d", weight, bias, outputs: weight.shape[0])
        let convolution = Convolution(
            geometry: ConvolutionGeometry(
                "conv2d", shape, groups: groups, kernel: Size2D(weight.shape[2], weight.shape[3]),
                stride: stride.size2D, padding: padding.size2D, dilation: dilation.size2D),
            groups: groups, outputs: weight.shape[0] / groups)
        let result = convolution.applied(contiguousValues(), weight.contiguousValues(), bias?.contiguousValues())
        let hasBias = bias != nil
        return differentiable("conv2d", inputs, saving: [self, weight], result) { context in
            let (x, weight) = (context[0].contiguousValues(), context[1].contiguousValues())
            let gradient = context.gradient.contiguousValues()
            return [
                context.needs(0) ? convolution.transposed(weight, gradient, x.shape) : nil,
                context.needs(1) ? convolution.gradientOfKernels(x, gradient, weight.shape) : nil,
                hasBias && context.needs(2) ? gradient.sum(dims: [2, 3]).sum(dim: 0) : nil,
            ]
        }
    }

    /// The derivative of a convolution with respect to its pictures, as a layer: it spreads each value over a window.
    ///
    /// - Parameters:
    ///   - weight: `[channels, outputs / groups, kernel height, kernel width]`.
    ///   - bias: `[outputs]`.
    ///   - stride: how far apart the windows are that the values of this tensor are spread over.
    ///   - padding: how many rows and columns are cut off the result on each side.
    ///   - outputPadding: how many more rows and columns the result has at its end, which a stride leaves open.
    ///   - groups: how many parts the channels fall into.
    ///   - dilation: how far apart the values of a window are.
    /// - Returns: `[examples, outputs, output height, output width]`, of height (height − 1) · stride − 2 · padding +
    ///   dilation · (kernel height − 1) + outputPadding + 1. For a single picture both are without `examples`.
    public func convTranspose2d(
        weight: Tensor, bias: Tensor? = nil, stride: any Size2DConvertible = 1, padding: any Size2DConvertible = 0,
        outputPadding: any Size2DConvertible = 0, groups: Int = 1, dilation: any Size2DConvertible = 1
    ) -> Tensor {
        if ndim == 3 {
            return unsqueeze(0).convTranspose2d(
                weight: weight, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding,
                groups: groups, dilation: dilation
            ).squeeze(0)
        }
        let inputs = bias.map { [self, weight, $0] } ?? [self, weight]
        for input in inputs { input.checkIsFloat("convTranspose2d") }
        guard groups > 0, ndim == 4, weight.ndim == 4, weight.shape[0] == shape[1], shape[1].isMultiple(of: groups)
        else {
            stopForShapes(
                "convTranspose2d", shape, weight.shape,
                "input [examples, channels, height, width] and weight [channels, outputs / groups, height, width] need "
                    + "equal channels" + (groups == 1 ? "" : " in \(groups) groups"))
        }
        let outputs = weight.shape[1] * groups
        checkBias("convTranspose2d", weight, bias, outputs: outputs)
        let (stride, padding, dilation) = (stride.size2D, padding.size2D, dilation.size2D)
        let (kernel, more) = (Size2D(weight.shape[2], weight.shape[3]), outputPadding.size2D)
        guard 0..<Swift.max(stride.height, dilation.height) ~= more.height,
            0..<Swift.max(stride.width, dilation.width) ~= more.width
        else { stop("convTranspose2d", "outputPadding \(more) must be less than stride or dilation") }
        let height = (shape[2] - 1) * stride.height - 2 * padding.height + dilation.height * (kernel.height - 1)
        let width = (shape[3] - 1) * stride.width - 2 * padding.width + dilation.width * (kernel.width - 1)
        let resultShape = [shape[0], outputs, height + more.height + 1, width + more.width + 1]
        guard resultShape[2] > 0, resultShape[3] > 0 else {
            stopForShapes("convTranspose2d", shape, weight.shape, "nothing is left of the result, \(resultShape)")
        }
        let convolution = Convolution(
            geometry: ConvolutionGeometry(
                "convTranspose2d", resultShape, groups: groups, kernel: kernel, stride: stride, padding: padding,
                dilation: dilation),
            groups: groups, outputs: shape[1] / groups)
        let spread = convolution.transposed(weight.contiguousValues(), contiguousValues(), resultShape)
        let result = bias.map { bias in noGrad { spread + bias.reshape(-1, 1, 1) } } ?? spread
        let hasBias = bias != nil
        return differentiable("convTranspose2d", inputs, saving: [self, weight], result) { context in
            let (x, weight) = (context[0].contiguousValues(), context[1].contiguousValues())
            let gradient = context.gradient.contiguousValues()
            return [
                context.needs(0) ? convolution.applied(gradient, weight, nil) : nil,
                context.needs(1) ? convolution.gradientOfKernels(gradient, x, weight.shape) : nil,
                hasBias && context.needs(2) ? gradient.sum(dims: [2, 3]).sum(dim: 0) : nil,
            ]
        }
    }

    /// Signals `[examples, channels, length]` as pictures of height 1, convolved; see ``conv2d``.
    ///
    /// `weight` is `[outputs, channels / groups, kernel length]`; a single signal may be without `examples`.
    public func conv1d(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1
    ) -> Tensor {
        guard ndim == 2 || ndim == 3, weight.ndim == 3 else {
            stopForShapes(
                "conv1d", shape, weight.shape,
                "input is [examples, channels, length] and weight [outputs, channels / groups, length]")
        }
        return unsqueeze(-2).conv2d(
            weight: weight.unsqueeze(-2), bias: bias, stride: Size2D(1, stride), padding: Size2D(0, padding),
            dilation: Size2D(1, dilation), groups: groups
        ).squeeze(-2).named("conv1d")
    }
}

private func checkBias(_ name: String, _ weight: Tensor, _ bias: Tensor?, outputs: Int) {
    if let bias, bias.shape != [outputs] {
        stopForShapes(name, weight.shape, bias.shape, "a weight of \(outputs) outputs needs a bias of [\(outputs)]")
    }
}

/// Products of unfolded pictures with kernels. Each group of channels of each example is a unit of its own.
private struct Convolution {
    let geometry: ConvolutionGeometry
    let groups: Int
    /// Outputs of one group.
    let outputs: Int

    /// Memory to unfold one unit after the other into: zeros, which stay where windows lie on the padding.
    private func columnBuffer() -> Tensor { Tensor.zeros(geometry.windowCount, geometry.positions) }

    /// W·X + b for each unit.
    func applied(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
        let (window, positions) = (geometry.windowCount, geometry.positions)
        let result = Tensor(
            uninitialized: [x.shape[0], groups * outputs, geometry.outputHeight, geometry.outputWidth], .float32)
        Parallel.forRanges(x.shape[0] * groups, size: 4 * groups) { range in
            let columns = columnBuffer()
            for unit in range {
                let group = unit % groups
                geometry.unfold(x.pointer() + unit * geometry.inputCount, into: columns.pointer())
                let to = result.pointer(Float.self) + unit * outputs * positions
                if let bias {
                    let bias = bias.pointer(Float.self) + group * outputs
                    for output in 0..<outputs {
                        (to + output * positions).update(repeating: bias[output], count: positions)
                    }
                }
                guard outputs > 0, positions > 0, window > 0 else {
                    if bias == nil { to.update(repeating: 0, count: outputs * positions) }
                    continue
                }
                Matrix.multiply(
                    Matrix(weight.pointer() + group * outputs * window, rows: outputs, columns: window),
                    Matrix(columns.pointer(), rows: window, columns: positions), into: to, adding: bias != nil)
            }
            withExtendedLifetime(columns) {}
        }
        return withExtendedLifetime((x, weight, bias)) { result }
    }

    /// Wᵀ·G for each unit, added to the places of the windows in pictures of `shape`.
    func transposed(_ weight: Tensor, _ gradient: Tensor, _ shape: [Int]) -> Tensor {
        let (window, positions) = (geometry.windowCount, geometry.positions)
        let result = Tensor.zeros(shape)
        guard outputs > 0, positions > 0, window > 0 else { return result }
        Parallel.forRanges(shape[0] * groups, size: 4 * groups) { range in
            let columns = Tensor(uninitialized: [window, positions], .float32)
            for unit in range {
                Matrix.multiply(
                    Matrix(weight.pointer() + unit % groups * outputs * window, rows: outputs, columns: window)
                        .transposed,
                    Matrix(gradient.pointer() + unit * outputs * positions, rows: outputs, columns: positions),
                    into: columns.pointer())
                geometry.fold(columns.pointer(), addingTo: result.pointer(Float.self) + unit * geometry.inputCount)
            }
            withExtendedLifetime(columns) {}
        }
        return withExtendedLifetime((weight, gradient)) { result }
    }

    /// G·Xᵀ summed over the examples, which fall into fixed parts with a sum each; the sums are added in order.
    func gradientOfKernels(_ x: Tensor, _ gradient: Tensor, _ shape: [Int]) -> Tensor {
        let examples = x.shape[0]
        let (window, positions, count) = (geometry.windowCount, geometry.positions, groups * outputs)
        guard examples > 0, outputs > 0, positions > 0, window > 0 else { return Tensor.zeros(shape) }
        let parts = max(1, min(16, (1 << 22) / (count * window), examples))
        let size = (examples + parts - 1) / parts
        let sums = Tensor.zeros((examples + size - 1) / size, count * window)
        // X·Gᵀ has the same bits, and reads X where it lies; but its rows should fill a vector.
        let isTransposed = outputs >= 16
        Parallel.forEach(sums.shape[0]) { part in
            let columns = columnBuffer()
            for unit in part * size * groups..<min(examples, (part + 1) * size) * groups {
                geometry.unfold(x.pointer() + unit * geometry.inputCount, into: columns.pointer())
                let slopes = Matrix(
                    gradient.pointer() + unit * outputs * positions, rows: outputs, columns: positions)
                let windows = Matrix(columns.pointer(), rows: window, columns: positions)
                Matrix.multiply(
                    isTransposed ? windows : slopes, isTransposed ? slopes.transposed : windows.transposed,
                    into: sums.pointer() + (part * count + unit % groups * outputs) * window, adding: true)
            }
            withExtendedLifetime(columns) {}
        }
        return withExtendedLifetime((x, gradient)) {
            let sum = sums.sum(dim: 0)
            return (isTransposed ? sum.reshape(groups, window, outputs).transpose(1, 2) : sum).reshape(shape)
        }
    }
}
