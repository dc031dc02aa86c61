/// Slides small filters over pictures of shape `[count, channels, height, width]`.
public final class Conv2d: Module {
    /// The filters, of shape `[outChannels, inChannels / groups, kernel height, kernel width]`.
    public var weight: Tensor
    /// One number an output channel, if there is a bias.
    public var bias: Tensor?
    private let stride: Size2D
    private let padding: Size2D
    private let dilation: Size2D
    private let groups: Int

    /// A layer with PyTorch's default initialisation: drawn evenly from ±1/√(inChannels · kernel height · kernel width).
    ///
    /// ```swift
    /// print(Conv2d(1, 6, kernelSize: 5, padding: 2)(Tensor.zeros(8, 1, 28, 28)).shape)
    /// ```
    /// ```output
    /// [8, 6, 28, 28]
    /// ```
    ///
    /// - Parameters:
    ///   - inChannels: Channels of the input.
    ///   - outChannels: Channels of the output, one a filter.
    ///   - kernelSize: Height and width of the filters.
    ///   - stride: How far the filters move at a time.
    ///   - padding: How many zeros are put around the input on each side.
    ///   - dilation: How far apart the values of a filter are.
    ///   - groups: How many parts the channels fall into; each part of the outputs sees one of them.
    ///   - bias: Whether a number is added to each output channel.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: any Size2DConvertible, stride: any Size2DConvertible = 1,
        padding: any Size2DConvertible = 0, dilation: any Size2DConvertible = 1, groups: Int = 1, bias: Bool = true
    ) {
        guard groups > 0, inChannels.isMultiple(of: groups), outChannels.isMultiple(of: groups) else {
            stop("Conv2d", "\(inChannels) and \(outChannels) channels do not fall into \(groups) groups")
        }
        let kernelSize = kernelSize.size2D
        weight = .parameter([outChannels, inChannels / groups, kernelSize.height, kernelSize.width])
        self.bias = bias ? .parameter([outChannels]) : nil
        self.stride = stride.size2D
        self.padding = padding.size2D
        self.dilation = dilation.size2D
        self.groups = groups
        Initialize.asPyTorch(weight: weight, bias: self.bias)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.conv2d(
            weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    public override var extraDescription: String {
        var text = "\(weight.size(1) * groups), \(weight.size(0))"
        text += ", kernel_size=\(pythonTuple([weight.size(2), weight.size(3)]))"
        text += ", stride=\(pythonTuple([stride.height, stride.width]))"
        if padding != 0 { text += ", padding=\(pythonTuple([padding.height, padding.width]))" }
        if dilation != 1 { text += ", dilation=\(pythonTuple([dilation.height, dilation.width]))" }
        if groups != 1 { text += ", groups=\(groups)" }
        return bias == nil ? text + ", bias=False" : text
    }
}
