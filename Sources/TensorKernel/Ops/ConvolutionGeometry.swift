/// How windows slide over pictures: sizes of the input, of the window and of the output.
struct ConvolutionGeometry {
    /// Channels of a picture that a window covers: those of one group.
    let channels: Int
    let height: Int
    let width: Int
    let kernel: Size2D
    let stride: Size2D
    let padding: Size2D
    let dilation: Size2D
    let outputHeight: Int
    let outputWidth: Int

    /// For an input `[examples, channels, height, width]`; stops where no window fits.
    ///
    /// With `ceilMode`, a last window that begins on the picture or the padding before it may reach beyond the end.
    init(
        _ name: String, _ input: [Int], groups: Int = 1, kernel: Size2D, stride: Size2D, padding: Size2D,
        dilation: Size2D = 1, ceilMode: Bool = false
    ) {
        guard input.count == 4 else {
            stop(name, "the input must be [examples, channels, height, width], not \(input)")
        }
        guard kernel.height > 0, kernel.width > 0 else { stop(name, "the window \(kernel) has no size") }
        guard stride.height > 0, stride.width > 0, dilation.height > 0, dilation.width > 0 else {
            stop(name, "stride \(stride) and dilation \(dilation) must be positive")
        }
        guard padding.height >= 0, padding.width >= 0 else { stop(name, "padding \(padding) is negative") }
        (channels, height, width) = (input[1] / groups, input[2], input[3])
        (self.kernel, self.stride, self.padding, self.dilation) = (kernel, stride, padding, dilation)
        let window = [kernel.height, kernel.width]
        func outputs(_ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int) -> Int {
            let room = size + 2 * padding - dilation * (kernel - 1) - 1
            guard room >= 0 else {
                stopForShapes(
                    name, input, window,
                    "the window is greater than the padded picture")
            }
            let whole = room / stride + 1
            return ceilMode && room % stride > 0 && whole * stride < size + padding ? whole + 1 : whole
        }
        outputHeight = outputs(height, kernel.height, stride.height, padding.height, dilation.height)
        outputWidth = outputs(width, kernel.width, stride.width, padding.width, dilation.width)
    }

    /// Values of one example, of one group.
    var inputCount: Int { channels * height * width }
    /// Positions of the window.
    var positions: Int { outputHeight * outputWidth }
    /// Values in a window.
    var windowCount: Int { channels * kernel.height * kernel.width }

    /// The outputs along one axis whose window, shifted by `offset` within it, lies on the picture.
    private func inside(_ offset: Int, _ size: Int, _ stride: Int, _ padding: Int, _ outputs: Int) -> Range<Int> {
        let first = max(0, (padding - offset + stride - 1) / stride)
        let last = min(outputs, (size - 1 + padding - offset) / stride + 1)
        return first..<max(first, size - 1 + padding - offset < 0 ? first : last)
    }

    /// The outputs for which the window's place (`i`, `j`) lies on the picture: the first one, its value's place in the picture,
    /// and in how many rows and columns they lie. From one row to the next it is `outputWidth` among the outputs and
    /// `stride.height · width` in the picture.
    private func block(_ i: Int, _ j: Int) -> (output: Int, place: Int, rows: Int, columns: Int) {
        let (i, j) = (i * dilation.height, j * dilation.width)
        let rows = inside(i, height, stride.height, padding.height, outputHeight)
        let columns = inside(j, width, stride.width, padding.width, outputWidth)
        let output = rows.lowerBound * outputWidth + columns.lowerBound
        let top = (rows.lowerBound * stride.height + i - padding.height) * width
        return (output, top + columns.lowerBound * stride.width + j - padding.width, rows.count, columns.count)
    }

    /// For each row of outputs for which the window's place (`i`, `j`) lies on the picture: the first such output, its
    /// value's place in the picture, and how many there are. From one to the next it is `stride.width` in the picture.
    @inline(__always)
    func forRows(_ i: Int, _ j: Int, _ body: (_ output: Int, _ place: Int, _ count: Int) -> Void) {
        var (output, place, rows, columns) = block(i, j)
        while rows > 0 {
            body(output, place, columns)
            output &+= outputWidth
            place &+= stride.height &* width
            rows &-= 1
        }
    }

    /// Writes the windows of one example as the columns of a matrix `[windowCount, positions]` (im2col), except where a
    /// window lies on the padding.
    func unfold(_ input: UnsafePointer<Float>, into columns: UnsafeMutablePointer<Float>) {
        forWindow { row, channel, i, j in
            let from = input + channel * height * width
            let to = columns + row * positions
            if stride.width == 1 {
                let (output, place, rows, columns) = block(i, j)
                Block.copy(
                    from + place, stride.height * width, rows: rows, columns: columns, to: to + output, outputWidth)
            } else {
                forRows(i, j) { output, place, count in
                    for x in 0..<count { to[output &+ x] = from[place &+ x &* stride.width] }
                }
            }
        }
    }

    /// Adds the columns of a matrix back to the places of one example they came from (col2im).
    func fold(_ columns: UnsafePointer<Float>, addingTo output: UnsafeMutablePointer<Float>) {
        forWindow { row, channel, i, j in
            let from = columns + row * positions
            let to = output + channel * height * width
            if stride.width == 1 {
                let (output, place, rows, columns) = block(i, j)
                Block.add(
                    from + output, outputWidth, rows: rows, columns: columns, to: to + place, stride.height * width)
            } else {
                forRows(i, j) { output, place, count in
                    for x in 0..<count { to[place &+ x &* stride.width] += from[output &+ x] }
                }
            }
        }
    }

    /// For every value of a window: its number, its channel, and its place in the window.
    @inline(__always)
    private func forWindow(_ body: (Int, Int, Int, Int) -> Void) {
        var row = 0
        for channel in 0..<channels {
            for i in 0..<kernel.height {
                for j in 0..<kernel.width {
                    body(row, channel, i, j)
                    row += 1
                }
            }
        }
    }
}
