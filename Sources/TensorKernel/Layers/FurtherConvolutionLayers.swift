/// Slides small filters along signals of shape `[count, channels, length]`.
public final class Conv1d: Module {
    /// The filters, of shape `[outChannels, inChannels / groups, kernelSize]`.
    public var weight: Tensor
    /// One number an output channel, if there is a bias.
    public var bias: Tensor?
    private let stride: Int
    private let padding: Int
    private let dilation: Int
    private let groups: Int

    /// A layer with PyTorch's default initialisation; the parameters are those of ``Conv2d``.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1, bias: Bool = true
    ) {
        guard groups > 0, inChannels.isMultiple(of: groups), outChannels.isMultiple(of: groups) else {
            stop("Conv1d", "\(inChannels) and \(outChannels) channels do not fall into \(groups) groups")
        }
        weight = .parameter([outChannels, inChannels / groups, kernelSize])
        self.bias = bias ? .parameter([outChannels]) : nil
        (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
        Initialize.asPyTorch(weight: weight, bias: self.bias)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.conv1d(weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    public override var extraDescription: String {
        var text =
            "\(weight.size(1) * groups), \(weight.size(0)), kernel_size=(\(weight.size(2)),), stride=(\(stride),)"
        if padding != 0 { text += ", padding=(\(padding),)" }
        if dilation != 1 { text += ", dilation=(\(dilation),)" }
        if groups != 1 { text += ", groups=\(groups)" }
        return bias == nil ? text + ", bias=False" : text
    }
}

/// Spreads each value of pictures `[count, channels, height, width]` over a window of a larger picture.
public final class ConvTranspose2d: Module {
    /// The filters, of shape `[inChannels, outChannels / groups, kernel height, kernel width]`.
    public var weight: Tensor
    /// One number an output channel, if there is a bias.
    public var bias: Tensor?
    private let stride: Size2D
    private let padding: Size2D
    private let outputPadding: Size2D
    private let dilation: Size2D
    private let groups: Int

    /// A layer with PyTorch's default initialisation.
    ///
    /// - Parameters:
    ///   - inChannels: Channels of the input.
    ///   - outChannels: Channels of the output.
    ///   - kernelSize: Height and width of the windows.
    ///   - stride: How far apart the windows are.
    ///   - padding: How many rows and columns are cut off on each side.
    ///   - outputPadding: How many more there are at the end.
    ///   - groups: How many parts the channels fall into.
    ///   - bias: Whether a number is added to each output channel.
    ///   - dilation: How far apart the values of a window are.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: any Size2DConvertible, stride: any Size2DConvertible = 1,
        padding: any Size2DConvertible = 0, outputPadding: any Size2DConvertible = 0, groups: Int = 1,
        bias: Bool = true, dilation: any Size2DConvertible = 1
    ) {
        guard groups > 0, inChannels.isMultiple(of: groups), outChannels.isMultiple(of: groups) else {
            stop("ConvTranspose2d", "\(inChannels) and \(outChannels) channels do not fall into \(groups) groups")
        }
        let kernelSize = kernelSize.size2D
        weight = .parameter([inChannels, outChannels / groups, kernelSize.height, kernelSize.width])
        self.bias = bias ? .parameter([outChannels]) : nil
        (self.stride, self.padding, self.outputPadding) = (stride.size2D, padding.size2D, outputPadding.size2D)
        (self.dilation, self.groups) = (dilation.size2D, groups)
        Initialize.asPyTorch(weight: weight, bias: self.bias)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.convTranspose2d(
            weight: weight, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding, groups: groups,
            dilation: dilation)
    }

    public override var extraDescription: String {
        var text = "\(weight.size(0)), \(weight.size(1) * groups)"
        text += ", kernel_size=\(pythonTuple([weight.size(2), weight.size(3)]))"
        text += ", stride=\(pythonTuple([stride.height, stride.width]))"
        if padding != 0 { text += ", padding=\(pythonTuple([padding.height, padding.width]))" }
        if dilation != 1 { text += ", dilation=\(pythonTuple([dilation.height, dilation.width]))" }
        if outputPadding != 0 { text += ", output_padding=\(pythonTuple([outputPadding.height, outputPadding.width]))" }
        if groups != 1 { text += ", groups=\(groups)" }
        return bias == nil ? text + ", bias=False" : text
    }
}

/// The means of windows that divide pictures into a given number of parts.
public final class AdaptiveAvgPool2d: Module {
    private let size: Size2D

    /// A layer whose output has the height and width `size`.
    public init(_ size: any Size2DConvertible) { self.size = size.size2D }

    public override func forward(_ x: Tensor) -> Tensor { x.adaptiveAvgPool2d(size) }

    public override var extraDescription: String { "output_size=\(pythonTuple([size.height, size.width]))" }
}

/// The greatest values of windows that divide pictures into a given number of parts.
public final class AdaptiveMaxPool2d: Module {
    private let size: Size2D

    /// A layer whose output has the height and width `size`.
    public init(_ size: any Size2DConvertible) { self.size = size.size2D }

    public override func forward(_ x: Tensor) -> Tensor { x.adaptiveMaxPool2d(size) }

    public override var extraDescription: String { "output_size=\(pythonTuple([size.height, size.width]))" }
}
