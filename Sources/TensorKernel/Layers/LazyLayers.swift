/// A layer whose number of inputs is that of the first input it sees.
///
/// It has no parameters before; `forward` makes the layer, in the mode of this module, and from then on it is the only child.
/// Its parameters appear under the lazy layer's own names, as in PyTorch.
public class LazyLayer: Module {
    /// The layer, once an input has told its sizes.
    public private(set) var layer: Module?
    private let make: (Tensor) -> Module

    fileprivate init(_ make: @escaping (Tensor) -> Module) { self.make = make }

    public override func forward(_ x: Tensor) -> Tensor { made(for: x).forward(x) }

    private func made(for x: Tensor) -> Module {
        if let layer { return layer }
        let made = make(x)
        made.train(isTraining)
        layer = made
        return made
    }

    /// Calls `body` with the layer, if there is one yet.
    @discardableResult
    public override func apply(_ body: (Module) throws -> Void) rethrows -> Self {
        if let layer { try layer.apply(body) }
        return self
    }

    public override var children: [(name: String, module: Module)] { [] }

    public override func train(_ isTraining: Bool = true) {
        super.train(isTraining)
        layer?.train(isTraining)
    }

    override var ownTensors: [(name: String, tensor: Tensor)] { layer?.ownTensors ?? [] }

    public override var extraDescription: String { layer?.extraDescription ?? "" }
}

/// A ``Linear`` layer that learns its number of inputs from the first input.
public final class LazyLinear: LazyLayer {
    /// A layer of `outFeatures` outputs.
    public init(_ outFeatures: Int, bias: Bool = true) {
        super.init { x in
            guard x.ndim > 0 else { stop("LazyLinear", "a single number has no features") }
            return Linear(x.size(-1), outFeatures, bias: bias)
        }
    }
}

/// A ``Conv2d`` layer that learns its number of input channels from the first input.
public final class LazyConv2d: LazyLayer {
    /// A layer of `outChannels` channels; the other parameters are those of ``Conv2d``.
    public init(
        _ outChannels: Int, kernelSize: any Size2DConvertible, stride: any Size2DConvertible = 1,
        padding: any Size2DConvertible = 0, dilation: any Size2DConvertible = 1, groups: Int = 1, bias: Bool = true
    ) {
        let (kernel, stride) = (kernelSize.size2D, stride.size2D)
        let (padding, dilation) = (padding.size2D, dilation.size2D)
        super.init { x in
            guard x.ndim >= 3 else { stop("LazyConv2d", "shape \(x.shape) is not that of pictures") }
            return Conv2d(
                x.size(-3), outChannels, kernelSize: kernel, stride: stride, padding: padding, dilation: dilation,
                groups: groups, bias: bias)
        }
    }
}

/// A ``BatchNorm1d`` layer that learns its number of features from the first input.
public final class LazyBatchNorm1d: LazyLayer {
    /// A layer with the parameters of ``BatchNorm1d``.
    public init(eps: Double = 1e-5, momentum: Double = 0.1) {
        super.init { x in
            guard x.ndim >= 2 else { stop("LazyBatchNorm1d", "shape \(x.shape) has no features") }
            return BatchNorm1d(x.size(1), eps: eps, momentum: momentum)
        }
    }
}

/// A ``BatchNorm2d`` layer that learns its number of channels from the first input.
public final class LazyBatchNorm2d: LazyLayer {
    /// A layer with the parameters of ``BatchNorm2d``.
    public init(eps: Double = 1e-5, momentum: Double = 0.1) {
        super.init { x in
            guard x.ndim >= 2 else { stop("LazyBatchNorm2d", "shape \(x.shape) has no channels") }
            return BatchNorm2d(x.size(1), eps: eps, momentum: momentum)
        }
    }
}
