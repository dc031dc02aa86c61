/// Keeps the largest value of each window of pictures of shape `[count, channels, height, width]`.
public final class MaxPool2d: Module {
    private let kernelSize: Size2D
    private let stride: Size2D
    private let padding: Size2D

    /// Windows of `kernelSize`, `stride` apart (by default side by side); `padding` values on each side
    /// count as −∞.
    public init(kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.maxPool2d(kernelSize, stride: stride, padding: padding)
    }

    public override var extraDescription: String {
        "kernel_size=\(python(kernelSize)), stride=\(python(stride)), padding=\(python(padding)), dilation=1, ceil_mode=False"
    }
}

/// The mean of each window of pictures of shape `[count, channels, height, width]`.
public final class AvgPool2d: Module {
    private let kernelSize: Size2D
    private let stride: Size2D
    private let padding: Size2D

    /// Windows of `kernelSize`, `stride` apart (by default side by side); `padding` values on each side
    /// count as zeros.
    public init(kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.avgPool2d(kernelSize, stride: stride, padding: padding)
    }

    public override var extraDescription: String {
        "kernel_size=\(python(kernelSize)), stride=\(python(stride)), padding=\(python(padding))"
    }
}

/// A size as Python writes it: one number where height and width are the same.
private func python(_ size: Size2D) -> String {
    size.height == size.width ? "\(size.height)" : pythonTuple([size.height, size.width])
}
