/// Sets the values of a tensor, as `torch.nn.init` does; the tensor's gradient setting stays.
///
/// `fanIn` and `fanOut` of a weight of shape `[out, in, …]` are `in` and `out` times the number of values of the remaining
/// dimensions.
///
/// ```swift
/// let layer = Linear(2, 2)
/// Initialize.constant(layer.weight, 0.5)
/// print(layer.weight)
/// ```
/// ```output
/// tensor([[0.5000, 0.5000],
///         [0.5000, 0.5000]], requires_grad=True)
/// ```
public enum Initialize {
    /// Every value becomes `value`.
    public static func constant(_ tensor: Tensor, _ value: Double) {
        write(tensor) { $0.update(repeating: Float(value)) }
    }

    /// Every value becomes 0.
    public static func zeros(_ tensor: Tensor) { constant(tensor, 0) }

    /// Every value becomes 1.
    public static func ones(_ tensor: Tensor) { constant(tensor, 1) }

    /// Values are drawn evenly from `lower` to `upper`.
    public static func uniform(
        _ tensor: Tensor, from lower: Double = 0, to upper: Double = 1, generator: Generator = .default
    ) {
        write(tensor) { generator.fillUniform($0, from: Float(lower), to: Float(upper)) }
    }

    /// Values are drawn from the normal distribution.
    public static func normal(
        _ tensor: Tensor, mean: Double = 0, std: Double = 1, generator: Generator = .default
    ) {
        write(tensor) { generator.fillNormal($0, mean: mean, standardDeviation: std) }
    }

    /// Values are drawn evenly from ±gain · √(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).
    public static func xavierUniform(_ tensor: Tensor, gain: Double = 1, generator: Generator = .default) {
        let bound = 3.0.squareRoot() * xavierDeviation(tensor, gain)
        uniform(tensor, from: -bound, to: bound, generator: generator)
    }

    /// Values are drawn from the normal distribution with standard deviation gain · √(2 / (fanIn + fanOut)).
    public static func xavierNormal(_ tensor: Tensor, gain: Double = 1, generator: Generator = .default) {
        normal(tensor, std: xavierDeviation(tensor, gain), generator: generator)
    }

    /// Values are drawn evenly from ±√(6 / ((1 + slope²) · fan)) (He et al., 2015).
    ///
    /// - Parameters:
    ///   - tensor: The weight.
    ///   - slope: The slope of the leaky ReLU that follows for negative values; 0 for a ReLU.
    ///   - mode: The fan that is meant.
    ///   - generator: Where the numbers come from.
    public static func kaimingUniform(
        _ tensor: Tensor, slope: Double = 0, mode: Fan = .fanIn, generator: Generator = .default
    ) {
        let bound = 3.0.squareRoot() * kaimingDeviation(tensor, slope, mode)
        uniform(tensor, from: -bound, to: bound, generator: generator)
    }

    /// Values are drawn from the normal distribution with standard deviation √(2 / ((1 + slope²) · fan)).
    ///
    /// The parameters are those of ``kaimingUniform(_:slope:mode:generator:)``.
    public static func kaimingNormal(
        _ tensor: Tensor, slope: Double = 0, mode: Fan = .fanIn, generator: Generator = .default
    ) {
        normal(tensor, std: kaimingDeviation(tensor, slope, mode), generator: generator)
    }

    /// Which of a weight's two fans counts.
    public enum Fan: Sendable {
        /// Keeps the variance of the values on the way forward.
        case fanIn
        /// Keeps the variance of the gradients on the way back.
        case fanOut
    }

    /// What PyTorch's Linear and Conv2d start from: `kaiming_uniform_(a=√5)`, and ±1/√fanIn for the bias.
    static func asPyTorch(weight: Tensor, bias: Tensor?) {
        kaimingUniform(weight, slope: 5.0.squareRoot())
        guard let bias else { return }
        let fanIn = fans(weight, "Initialize").in
        let bound = fanIn > 0 ? 1 / Double(fanIn).squareRoot() : 0
        uniform(bias, from: -bound, to: bound)
    }

    private static func xavierDeviation(_ tensor: Tensor, _ gain: Double) -> Double {
        let (fanIn, fanOut) = fans(tensor, "Initialize.xavier")
        return gain * (2 / Double(fanIn + fanOut)).squareRoot()
    }

    private static func kaimingDeviation(_ tensor: Tensor, _ slope: Double, _ mode: Fan) -> Double {
        let (fanIn, fanOut) = fans(tensor, "Initialize.kaiming")
        let fan = mode == .fanIn ? fanIn : fanOut
        return (2 / (1 + slope * slope)).squareRoot() / Double(fan).squareRoot()
    }

    private static func fans(_ tensor: Tensor, _ function: String) -> (in: Int, out: Int) {
        guard tensor.ndim >= 2 else {
            stop(function, "shape \(tensor.shape) has no fan in and fan out: it needs two dimensions")
        }
        let rest = tensor.shape[2...].reduce(1, *)
        return (tensor.size(1) * rest, tensor.size(0) * rest)
    }

    private static func write(_ tensor: Tensor, _ fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        guard tensor.dtype == .float32 else { stop("Initialize", "the tensor must be float32, not \(tensor.dtype)") }
        // A view's values may lie apart; they are written through a copy.
        noGrad { tensor.copy(from: tensor.drawnInMemoryOrder { Tensor(shape: $0, of: Float.self, filledBy: fill) }) }
    }
}
