/// p ← p − lr · g / (√v + ε) with the running average v of g² (Tieleman and Hinton, 2012).
///
/// With momentum, b ← momentum · b + g / (√v + ε) takes the place of the quotient; `centered` subtracts the square of g's
/// running average from v. Weight decay adds weightDecay · p to the gradient.
public final class RMSprop: Optimizer {
    private let alpha: Float
    private let eps: Float
    private let momentum: Float
    private let isCentered: Bool
    private var states: [[Tensor]?]

    /// RMSprop on `parameters`; `alpha` is the average's decay rate.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-2, alpha: Double = 0.99, eps: Double = 1e-8, weightDecay: Double = 0,
        momentum: Double = 0, centered: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters)], lr: lr, alpha: alpha, eps: eps, weightDecay: weightDecay, momentum: momentum,
            centered: centered)
    }

    /// RMSprop on groups of parameters.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-2, alpha: Double = 0.99, eps: Double = 1e-8,
        weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false
    ) {
        (self.alpha, self.eps, self.momentum) = (Float(alpha), Float(eps), Float(momentum))
        isCentered = centered
        states = Array(repeating: nil, count: groups.reduce(0) { $0 + $1.parameters.count })
        super.init(groups, lr: lr, weightDecay: weightDecay)
    }

    public override func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.grad else { continue }
            let state = states[index] ?? (0..<3).map { _ in Tensor.zeros(like: parameter) }
            states[index] = state
            let (rate, weightDecay) = (Float(lr(of: index)), Float(weightDecay(of: index)))
            let (alpha, eps, momentum, isCentered) = (alpha, eps, momentum, isCentered)
            updateInPlace(parameter, gradient, state: state) { range, values, slopes, states in
                let (square, buffer, mean) = (states[0], states[1], states[2])
                for index in range {
                    let slope = slopes[index] + weightDecay * values[index]
                    square[index] = alpha * square[index] + (1 - alpha) * slope * slope
                    mean[index] += (1 - alpha) * (slope - mean[index])
                    let spread = isCentered ? square[index] - mean[index] * mean[index] : square[index]
                    let quotient = slope / (spread.squareRoot() + eps)
                    buffer[index] = momentum * buffer[index] + quotient
                    values[index] -= rate * (momentum > 0 ? buffer[index] : quotient)
                }
            }
        }
    }
}
