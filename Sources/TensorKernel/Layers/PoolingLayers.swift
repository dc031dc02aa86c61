/// What the pooling layers share: a window that slides over pictures of shape `[count, channels, height, width]`.
public class PoolingLayer: Module {
    fileprivate let kernelSize: Size2D
    fileprivate let stride: Size2D
    fileprivate let padding: Size2D
    fileprivate let ceilMode: Bool

    fileprivate init(_ kernelSize: Size2D, _ stride: Size2D?, _ padding: Size2D, _ ceilMode: Bool) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
        self.ceilMode = ceilMode
    }

    public override var extraDescription: String {
        "kernel_size=\(python(kernelSize)), stride=\(python(stride)), padding=\(python(padding))"
    }
}

/// Keeps the largest value of each window; padding counts as −∞.
public final class MaxPool2d: PoolingLayer {
    private let dilation: Size2D

    /// Windows of `kernelSize`, `stride` apart (by default side by side), which reach `padding` values beyond each side.
    ///
    /// `dilation` is how far apart a window's values are; with `ceilMode` a last window may reach beyond the end.
    ///
    /// ```swift
    /// print(MaxPool2d(kernelSize: 2)(Tensor.zeros(8, 6, 28, 28)).shape)
    /// ```
    /// ```output
    /// [8, 6, 14, 14]
    /// ```
    public init(
        kernelSize: any Size2DConvertible, stride: (any Size2DConvertible)? = nil, padding: any Size2DConvertible = 0,
        dilation: any Size2DConvertible = 1, ceilMode: Bool = false
    ) {
        self.dilation = dilation.size2D
        super.init(kernelSize.size2D, stride?.size2D, padding.size2D, ceilMode)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.maxPool2d(kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }

    public override var extraDescription: String {
        super.extraDescription + ", dilation=\(python(dilation)), ceil_mode=\(python(ceilMode))"
    }
}

/// The mean of each window.
public final class AvgPool2d: PoolingLayer {
    private let countIncludePad: Bool
    private let divisorOverride: Int?

    /// Windows of `kernelSize`, `stride` apart (by default side by side), which reach `padding` zeros beyond each side.
    ///
    /// With `ceilMode` a last window may reach beyond the end. Sums are divided by how many values count, the padding's
    /// zeros among them with `countIncludePad`, or by `divisorOverride`.
    public init(
        kernelSize: any Size2DConvertible, stride: (any Size2DConvertible)? = nil, padding: any Size2DConvertible = 0,
        ceilMode: Bool = false, countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) {
        self.countIncludePad = countIncludePad
        self.divisorOverride = divisorOverride
        super.init(kernelSize.size2D, stride?.size2D, padding.size2D, ceilMode)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.avgPool2d(
            kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
            divisorOverride: divisorOverride)
    }
}

/// A size as Python writes it: one number where height and width are the same.
private func python(_ size: Size2D) -> String {
    size.height == size.width ? "\(size.height)" : pythonTuple([size.height, size.width])
}
