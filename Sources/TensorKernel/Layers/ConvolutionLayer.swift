/// Slides small filters over pictures of shape `[count, channels, height, width]`.
public final class Conv2d: Module {
    /// The filters, of shape `[outChannels, inChannels, kernel height, kernel width]`.
    public var weight: Tensor
    /// One number an output channel, if there is a bias.
    public var bias: Tensor?
    private let stride: Size2D
    private let padding: Size2D

    /// A layer with PyTorch's default initialisation: drawn evenly from ±1/√(inChannels · kernel height · kernel width).
    ///
    /// - Parameters:
    ///   - inChannels: Channels of the input.
    ///   - outChannels: Channels of the output, one a filter.
    ///   - kernelSize: Height and width of the filters.
    ///   - stride: How far the filters move at a time.
    ///   - padding: How many zeros are put around the input on each side.
    ///   - bias: Whether a number is added to each output channel.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Size2D = 0,
        bias: Bool = true
    ) {
        weight = .parameter([outChannels, inChannels, kernelSize.height, kernelSize.width])
        self.bias = bias ? .parameter([outChannels]) : nil
        self.stride = stride
        self.padding = padding
        Initialize.asPyTorch(weight: weight, bias: self.bias)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        x.conv2d(weight: weight, bias: bias, stride: stride, padding: padding)
    }

    public override var extraDescription: String {
        var text = "\(weight.size(1)), \(weight.size(0))"
        text += ", kernel_size=\(pythonTuple([weight.size(2), weight.size(3)]))"
        text += ", stride=\(pythonTuple([stride.height, stride.width]))"
        if padding != 0 { text += ", padding=\(pythonTuple([padding.height, padding.width]))" }
        return bias == nil ? text + ", bias=False" : text
    }
}
