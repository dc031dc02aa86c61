/// What the pooling layers share: a window that slides over pictures of shape `[count, channels, height, width]`.
public class PoolingLayer: Module {
    fileprivate let kernelSize: Size2D
    fileprivate let stride: Size2D
    fileprivate let padding: Size2D

    /// Windows of `kernelSize`, `stride` apart (by default side by side), which reach `padding` values beyond each side.
    public init(kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
    }

    public override var extraDescription: String {
        "kernel_size=\(python(kernelSize)), stride=\(python(stride)), padding=\(python(padding))"
    }
}

/// Keeps the largest value of each window; padding counts as −∞.
public final class MaxPool2d: PoolingLayer {
    public override func forward(_ x: Tensor) -> Tensor {
        x.maxPool2d(kernelSize, stride: stride, padding: padding)
    }

    public override var extraDescription: String { super.extraDescription + ", dilation=1, ceil_mode=False" }
}

/// The mean of each window; padding counts as zeros.
public final class AvgPool2d: PoolingLayer {
    public override func forward(_ x: Tensor) -> Tensor {
        x.avgPool2d(kernelSize, stride: stride, padding: padding)
    }
}

/// A size as Python writes it: one number where height and width are the same.
private func python(_ size: Size2D) -> String {
    size.height == size.width ? "\(size.height)" : pythonTuple([size.height, size.width])
}
