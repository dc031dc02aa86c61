// The greatest value or the mean of each window of a picture.

extension Tensor {
    /// The greatest value of each window. The derivative goes to the first place it is at.
    ///
    /// - Parameters:
    ///   - kernel: the window's size.
    ///   - stride: how far apart windows are; nil for the window's size, so that they touch.
    ///   - padding: how far windows reach beyond the picture; nothing there is ever the greatest.
    ///   - dilation: how far apart the values of a window are.
    ///   - ceilMode: whether a last window may reach beyond the end of the picture.
    /// - Returns: `[examples, channels, output height, output width]` for `[examples, channels, height, width]`; without
    ///   `examples` for a single picture.
    public func maxPool2d(
        _ kernel: any Size2DConvertible, stride: (any Size2DConvertible)? = nil,
        padding: any Size2DConvertible = 0, dilation: any Size2DConvertible = 1, ceilMode: Bool = false
    ) -> Tensor {
        maxPool2dWithIndices(kernel, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode).values
    }

    /// ``maxPool2d(_:stride:padding:dilation:ceilMode:)``, and where in its picture each greatest value is, row by row.
    public func maxPool2dWithIndices(
        _ kernel: any Size2DConvertible, stride: (any Size2DConvertible)? = nil,
        padding: any Size2DConvertible = 0, dilation: any Size2DConvertible = 1, ceilMode: Bool = false
    ) -> (values: Tensor, indices: Tensor) {
        if ndim == 3 {
            let (values, indices) = unsqueeze(0).maxPool2dWithIndices(
                kernel, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
            return (values.squeeze(0), indices.squeeze(0))
        }
        let geometry = poolGeometry("maxPool2d", kernel, stride, padding, dilation, ceilMode)
        let source = contiguousValues()
        let result = Tensor(uninitialized: geometry.outputShape(shape), .float32)
        let places = Tensor(uninitialized: result.shape, .int64)
        let (from, to, at) = (source.pointer(Float.self), result.pointer(Float.self), places.pointer(Int.self))
        let (down, right) = (geometry.dilation.height, geometry.dilation.width)
        geometry.forPictures(shape[0]) { picture in
            let from = from + picture * geometry.height * geometry.width
            geometry.forWindows(picture) { output, rows, columns in
                var best = -Float.infinity
                var place = rows.isEmpty || columns.isEmpty ? 0 : rows.lowerBound * geometry.width + columns.lowerBound
                var row = rows.lowerBound
                while row < rows.upperBound {
                    var column = columns.lowerBound
                    while column < columns.upperBound {
                        let index = row &* geometry.width &+ column
                        let value = from[index]
                        // Selected without a branch, which would be mispredicted half the time.
                        let isBetter = value > best || value.isNaN
                        best = isBetter ? value : best
                        place = isBetter ? index : place
                        column &+= right
                    }
                    row &+= down
                }
                to[output] = best
                at[output] = place
            }
        }
        let ownShape = shape
        let values = withExtendedLifetime(source) {
            differentiable("maxPool2d", [self], saving: [places], result) { context in
                [geometry.scattered(context.gradient, context[0], ownShape)]
            }
        }
        return (values, places)
    }

    /// The mean of each window. The derivative is shared by the window.
    ///
    /// - Parameters:
    ///   - kernel: the window's size.
    ///   - stride: how far apart windows are; nil for the window's size, so that they touch.
    ///   - padding: how many zeros surround the picture on each side.
    ///   - ceilMode: whether a last window may reach beyond the end of the padding, where nothing counts.
    ///   - countIncludePad: whether the padding's zeros count.
    ///   - divisorOverride: what sums are divided by, if not by how many values count.
    /// - Returns: `[examples, channels, output height, output width]` for `[examples, channels, height, width]`; without
    ///   `examples` for a single picture.
    public func avgPool2d(
        _ kernel: any Size2DConvertible, stride: (any Size2DConvertible)? = nil, padding: any Size2DConvertible = 0,
        ceilMode: Bool = false, countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) -> Tensor {
        if ndim == 3 {
            return unsqueeze(0).avgPool2d(
                kernel, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
                divisorOverride: divisorOverride
            ).squeeze(0)
        }
        if divisorOverride == 0 { stop("avgPool2d", "divisorOverride is 0") }
        let geometry = poolGeometry("avgPool2d", kernel, stride, padding, 1, ceilMode)
        let shares = geometry.shares(includingPadding: countIncludePad, divisor: divisorOverride)
        let source = contiguousValues()
        let result = Tensor(uninitialized: geometry.outputShape(shape), .float32)
        let (from, to) = (source.pointer(Float.self), result.pointer(Float.self))
        let area = geometry.height * geometry.width
        geometry.forPictures(shape[0]) { picture in
            let to = to + picture * geometry.positions
            to.update(repeating: 0, count: geometry.positions)
            let from = from + picture * area
            geometry.forWindow { i, j in
                geometry.forRows(i, j) { output, place, count in
                    for x in 0..<count { to[output &+ x] += from[place &+ x &* geometry.stride.width] }
                }
            }
            for output in 0..<geometry.positions { to[output] *= shares[output] }
        }
        let ownShape = shape
        return withExtendedLifetime(source) {
            differentiable("avgPool2d", [self], result) { context in
                let gradient = context.gradient.contiguousValues()
                let result = Tensor(uninitialized: ownShape, .float32)
                let (from, to) = (gradient.pointer(Float.self), result.pointer(Float.self))
                geometry.forPictures(ownShape[0]) { picture in
                    let (from, to) = (from + picture * geometry.positions, to + picture * area)
                    to.update(repeating: 0, count: area)
                    geometry.forWindow { i, j in
                        geometry.forRows(i, j) { output, place, count in
                            for x in 0..<count {
                                to[place &+ x &* geometry.stride.width] += from[output &+ x] * shares[output &+ x]
                            }
                        }
                    }
                }
                return [withExtendedLifetime(gradient) { result }]
            }
        }
    }

    /// The means of windows that divide pictures into `size` parts, as evenly as they go. Derivative: shared by the window.
    public func adaptiveAvgPool2d(_ size: any Size2DConvertible) -> Tensor {
        adaptivelyPooled("adaptiveAvgPool2d", size.size2D) { $0.mean(dims: [-2, -1]) }
    }

    /// The greatest values of windows that divide pictures into `size` parts, as evenly as they go.
    public func adaptiveMaxPool2d(_ size: any Size2DConvertible) -> Tensor {
        adaptivelyPooled("adaptiveMaxPool2d", size.size2D) { $0.flatten(startDim: -2).max(dim: -1).values }
    }

    private func adaptivelyPooled(_ name: StaticString, _ size: Size2D, _ reduce: (Tensor) -> Tensor) -> Tensor {
        guard ndim == 3 || ndim == 4, size.height > 0, size.width > 0 else {
            stop("\(name)", "pictures of shape \(shape) cannot be divided into \(size) parts")
        }
        guard numel == 0 || self.size(-1) * self.size(-2) > 0 else {
            stop("\(name)", "the pictures of shape \(shape) have no values")
        }
        func windows(_ size: Int, _ parts: Int) -> [Range<Int>] {
            (0..<parts).map { $0 * size / parts..<(($0 + 1) * size + parts - 1) / parts }
        }
        let rows = windows(self.size(-2), size.height)
        let columns = windows(self.size(-1), size.width)
        let parts = rows.map { rows in
            let strip = narrow(-2, start: rows.lowerBound, length: rows.count)
            return Tensor.stack(
                columns.map { reduce(strip.narrow(-1, start: $0.lowerBound, length: $0.count)) }, dim: -1)
        }
        return Tensor.stack(parts, dim: -2).named(name)
    }

    /// Stops where a window could lie on nothing but padding.
    private func poolGeometry(
        _ name: String, _ kernel: any Size2DConvertible, _ stride: (any Size2DConvertible)?,
        _ padding: any Size2DConvertible, _ dilation: any Size2DConvertible, _ ceilMode: Bool
    ) -> ConvolutionGeometry {
        checkIsFloat(name)
        let (kernel, padding, dilation) = (kernel.size2D, padding.size2D, dilation.size2D)
        guard 2 * padding.height <= (kernel.height - 1) * dilation.height + 1,
            2 * padding.width <= (kernel.width - 1) * dilation.width + 1
        else { stop(name, "padding \(padding) is more than half of the window \(kernel)") }
        guard ndim != 4 || size(2) * size(3) > 0 else { stop(name, "the pictures of shape \(shape) have no values") }
        return ConvolutionGeometry(
            name, shape, kernel: kernel, stride: stride?.size2D ?? kernel, padding: padding,
            dilation: dilation, ceilMode: ceilMode)
    }
}

extension ConvolutionGeometry {
    fileprivate func outputShape(_ input: [Int]) -> [Int] { [input[0], input[1], outputHeight, outputWidth] }

    /// Calls `body` with the number of each channel of each example, from several threads: one picture each.
    fileprivate func forPictures(_ examples: Int, _ body: (Int) -> Void) {
        Parallel.forRanges(examples * channels, size: max(1, Parallel.elementsPerPiece / 2 / max(1, height * width))) {
            for picture in $0 { body(picture) }
        }
    }

    /// Calls `body` with the place of each output of a picture, and the rows and columns that its window spans there.
    @inline(__always)
    fileprivate func forWindows(_ picture: Int, _ body: (Int, Range<Int>, Range<Int>) -> Void) {
        for y in 0..<outputHeight {
            let rows = span(y, height, kernel.height, stride.height, padding.height, dilation.height)
            for x in 0..<outputWidth {
                let columns = span(x, width, kernel.width, stride.width, padding.width, dilation.width)
                body(picture * positions + y * outputWidth + x, rows, columns)
            }
        }
    }

    /// The part on the picture of what a window spans along one axis; it begins at one of the window's values.
    private func span(
        _ output: Int, _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int
    ) -> Range<Int> {
        let start = output * stride - padding
        let first = start < 0 ? start + (dilation - start - 1) / dilation * dilation : start
        return first..<max(first, min(size, start + (kernel - 1) * dilation + 1))
    }

    /// 1 / (how many values count) for each output.
    fileprivate func shares(includingPadding: Bool, divisor: Int?) -> [Float] {
        func counts(_ outputs: Int, _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> [Int] {
            (0..<outputs).map { output in
                let start = output * stride - padding
                let end = min(start + kernel, size + padding)
                return includingPadding ? end - start : min(end, size) - max(start, 0)
            }
        }
        let heights = counts(outputHeight, height, kernel.height, stride.height, padding.height)
        let widths = counts(outputWidth, width, kernel.width, stride.width, padding.width)
        return heights.flatMap { height in widths.map { 1 / Float(divisor ?? height * $0) } }
    }

    /// Calls `body` with each place of a window.
    @inline(__always)
    fileprivate func forWindow(_ body: (Int, Int) -> Void) {
        for i in 0..<kernel.height {
            for j in 0..<kernel.width { body(i, j) }
        }
    }

    /// Zeros with each gradient added at its place.
    fileprivate func scattered(_ gradient: Tensor, _ places: Tensor, _ shape: [Int]) -> Tensor {
        let gradient = gradient.contiguousValues()
        let result = Tensor.zeros(shape)
        let (from, at, to) = (gradient.pointer(Float.self), places.pointer(Int.self), result.pointer(Float.self))
        forPictures(shape[0]) { picture in
            let (outputs, to) = (picture * positions..<(picture + 1) * positions, to + picture * height * width)
            for output in outputs { to[at[output]] += from[output] }
        }
        return withExtendedLifetime((gradient, places)) { result }
    }
}
