// The greatest value or the mean of each window of a picture.

extension Tensor {
    /// The greatest value of each window. The derivative goes to the first place it is at.
    ///
    /// - Parameters:
    ///   - kernel: the window's size.
    ///   - stride: how far apart windows are; nil for the window's size, so that they touch.
    ///   - padding: how far windows reach beyond the picture; nothing there is ever the greatest.
    /// - Returns: `[examples, channels, output height, output width]` for `[examples, channels, height, width]`; without
    ///   `examples` for a single picture.
    public func maxPool2d(_ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0) -> Tensor {
        if ndim == 3 { return unsqueeze(0).maxPool2d(kernel, stride: stride, padding: padding).squeeze(0) }
        checkPool("maxPool2d", kernel, padding)
        let geometry = ConvolutionGeometry(
            "maxPool2d", self, kernel: kernel, stride: stride ?? kernel, padding: padding)
        let source = contiguousValues()
        let result = Tensor(uninitialized: geometry.outputShape(shape), .float32)
        let places = Tensor(uninitialized: result.shape, .int64)
        let (from, to, at) = (source.pointer(Float.self), result.pointer(Float.self), places.pointer(Int.self))
        geometry.forPictures(shape[0]) { picture in
            geometry.forWindows(picture) { output, plane, rows, columns in
                var best = -Float.infinity
                var place = plane + rows.lowerBound * geometry.width + columns.lowerBound
                for row in rows {
                    for column in columns {
                        let index = plane + row * geometry.width + column
                        let value = from[index]
                        // Selected without a branch, which would be mispredicted half the time.
                        let isBetter = value > best || value.isNaN
                        best = isBetter ? value : best
                        place = isBetter ? index : place
                    }
                }
                to[output] = best
                at[output] = place
            }
        }
        let ownShape = shape
        return withExtendedLifetime(source) {
            differentiable("maxPool2d", [self], saving: [places], result) { context in
                [geometry.scattered(context.gradient, context[0], ownShape)]
            }
        }
    }

    /// The mean of each window; padding counts as zeros. The derivative is shared by the window.
    ///
    /// - Parameters:
    ///   - kernel: the window's size.
    ///   - stride: how far apart windows are; nil for the window's size, so that they touch.
    ///   - padding: how many zeros surround the picture on each side.
    /// - Returns: `[examples, channels, output height, output width]` for `[examples, channels, height, width]`; without
    ///   `examples` for a single picture.
    public func avgPool2d(_ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0) -> Tensor {
        if ndim == 3 { return unsqueeze(0).avgPool2d(kernel, stride: stride, padding: padding).squeeze(0) }
        checkPool("avgPool2d", kernel, padding)
        let geometry = ConvolutionGeometry(
            "avgPool2d", self, kernel: kernel, stride: stride ?? kernel, padding: padding)
        let source = contiguousValues()
        let result = Tensor(uninitialized: geometry.outputShape(shape), .float32)
        let (from, to) = (source.pointer(Float.self), result.pointer(Float.self))
        let area = geometry.height * geometry.width
        let share = 1 / Float(kernel.height * kernel.width)
        geometry.forPictures(shape[0]) { picture in
            let to = to + picture * geometry.positions
            to.update(repeating: 0, count: geometry.positions)
            let from = from + picture * area
            geometry.forWindow { i, j in
                geometry.forRows(i, j) { output, place, count in
                    for x in 0..<count { to[output &+ x] += from[place &+ x &* geometry.stride.width] }
                }
            }
            for output in 0..<geometry.positions { to[output] *= share }
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
                            for x in 0..<count { to[place &+ x &* geometry.stride.width] += from[output &+ x] * share }
                        }
                    }
                }
                return [withExtendedLifetime(gradient) { result }]
            }
        }
    }
}

extension Tensor {
    /// Stops where a window could lie on nothing but padding.
    fileprivate func checkPool(_ name: String, _ kernel: Size2D, _ padding: Size2D) {
        checkIsFloat(name)
        guard 2 * padding.height <= kernel.height, 2 * padding.width <= kernel.width else {
            stop(name, "padding \(padding) is more than half of the window \(kernel)")
        }
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

    /// Calls `body` with the place of each output of a picture, of the picture, and the rows and columns of its window.
    @inline(__always)
    fileprivate func forWindows(_ picture: Int, _ body: (Int, Int, Range<Int>, Range<Int>) -> Void) {
        for y in 0..<outputHeight {
            let top = y * stride.height - padding.height
            let rows = max(0, top)..<min(height, top + kernel.height)
            for x in 0..<outputWidth {
                let left = x * stride.width - padding.width
                let columns = max(0, left)..<min(width, left + kernel.width)
                body(picture * positions + y * outputWidth + x, picture * height * width, rows, columns)
            }
        }
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
            let outputs = picture * positions..<(picture + 1) * positions
            for output in outputs { to[at[output]] += from[output] }
        }
        return withExtendedLifetime(gradient) { result }
    }
}
