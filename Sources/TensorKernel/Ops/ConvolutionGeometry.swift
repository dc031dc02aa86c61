/// A pair of sizes along height and width; an integer literal stands for two equal ones.
public struct Size2D: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// Along the height.
    public var height: Int
    /// Along the width.
    public var width: Int

    /// A pair of sizes.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// Two equal sizes.
    public init(_ size: Int) { self.init(size, size) }

    /// Two equal sizes.
    public init(integerLiteral value: Int) { self.init(value) }
}

/// How windows slide over pictures: sizes of the input, of the window and of the output.
struct ConvolutionGeometry {
    let channels: Int
    let height: Int
    let width: Int
    let kernel: Size2D
    let stride: Size2D
    let padding: Size2D
    let outputHeight: Int
    let outputWidth: Int

    /// For an input `[examples, channels, height, width]`; stops where no window fits.
    init(_ name: String, _ input: Tensor, kernel: Size2D, stride: Size2D, padding: Size2D) {
        guard input.ndim == 4 else {
            stop(name, "the input must be [examples, channels, height, width], not \(input.shape)")
        }
        guard stride.height > 0, stride.width > 0, padding.height >= 0, padding.width >= 0 else {
            stop(name, "stride \(stride) must be positive and padding \(padding) not negative")
        }
        (channels, height, width) = (input.shape[1], input.shape[2], input.shape[3])
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
        let room = (height + 2 * padding.height - kernel.height, width + 2 * padding.width - kernel.width)
        guard room.0 >= 0, room.1 >= 0 else {
            stopForShapes(
                name, input.shape, [kernel.height, kernel.width], "the window is greater than the padded picture")
        }
        outputHeight = room.0 / stride.height + 1
        outputWidth = room.1 / stride.width + 1
    }

    /// Values of one example.
    var inputCount: Int { channels * height * width }
    /// Positions of the window.
    var positions: Int { outputHeight * outputWidth }
    /// Values in a window.
    var windowCount: Int { channels * kernel.height * kernel.width }

    /// The outputs along one axis whose window, shifted by `offset` within it, lies on the picture.
    func inside(_ offset: Int, _ size: Int, _ stride: Int, _ padding: Int, _ outputs: Int) -> Range<Int> {
        let first = max(0, (padding - offset + stride - 1) / stride)
        let last = min(outputs, (size - 1 + padding - offset) / stride + 1)
        return first..<max(first, size - 1 + padding - offset < 0 ? first : last)
    }

    /// Writes the windows of one example as the columns of a matrix `[windowCount, positions]` (im2col).
    func unfold(_ input: UnsafePointer<Float>, into columns: UnsafeMutablePointer<Float>) {
        forWindowRows { row, source, rowRange, columnRange in
            let to = columns + row * positions
            if rowRange.count * columnRange.count < positions { to.update(repeating: 0, count: positions) }
            for y in rowRange {
                let from = input + source + y * stride.height * width
                let to = to + y * outputWidth
                if stride.width == 1 {
                    for x in columnRange { to[x] = from[x] }
                } else {
                    for x in columnRange { to[x] = from[x * stride.width] }
                }
            }
        }
    }

    /// Adds the columns of a matrix back to the places of one example they came from (col2im).
    func fold(_ columns: UnsafePointer<Float>, addingTo output: UnsafeMutablePointer<Float>) {
        forWindowRows { row, target, rowRange, columnRange in
            let from = columns + row * positions
            for y in rowRange {
                let to = output + target + y * stride.height * width
                let from = from + y * outputWidth
                if stride.width == 1 {
                    for x in columnRange { to[x] += from[x] }
                } else {
                    for x in columnRange { to[x * stride.width] += from[x] }
                }
            }
        }
    }

    /// For every value of a window: its number, its place in the picture for output (0, 0), and the outputs it exists for.
    @inline(__always)
    private func forWindowRows(_ body: (Int, Int, Range<Int>, Range<Int>) -> Void) {
        for channel in 0..<channels {
            for i in 0..<kernel.height {
                let rows = inside(i, height, stride.height, padding.height, outputHeight)
                for j in 0..<kernel.width {
                    let columns = inside(j, width, stride.width, padding.width, outputWidth)
                    let place = (channel * height + i - padding.height) * width + j - padding.width
                    body((channel * kernel.height + i) * kernel.width + j, place, rows, columns)
                }
            }
        }
    }
}
