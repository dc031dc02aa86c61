/// p ← p − lr · d with d = √(u + ε) / √(v + ε) · g, where v and u are running averages of g² and of d² (Zeiler, 2012).
///
/// Weight decay adds weightDecay · p to the gradient.
public final class Adadelta: Optimizer {
    private let rho: Float
    private let eps: Float
    private let states: [[Tensor]]

    /// Adadelta on `parameters`; `rho` is the averages' decay rate.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1, rho: Double = 0.9, eps: Double = 1e-6, weightDecay: Double = 0
    ) {
        self.init([ParameterGroup(parameters)], lr: lr, rho: rho, eps: eps, weightDecay: weightDecay)
    }

    /// Adadelta on groups of parameters.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1, rho: Double = 0.9, eps: Double = 1e-6, weightDecay: Double = 0
    ) {
        (self.rho, self.eps) = (Float(rho), Float(eps))
        states = groups.flatMap(\.parameters).map { parameter in (0..<2).map { _ in Tensor.zeros(like: parameter) } }
        super.init(groups, lr: lr, weightDecay: weightDecay)
    }

    public override func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.grad else { continue }
            let (rate, weightDecay) = (Float(lr(of: index)), Float(weightDecay(of: index)))
            let (rho, eps) = (rho, eps)
            updateInPlace(parameter, gradient, state: states[index]) { range, values, slopes, states in
                let (square, change) = (states[0], states[1])
                for index in range {
                    let slope = slopes[index] + weightDecay * values[index]
                    square[index] = rho * square[index] + (1 - rho) * slope * slope
                    let step = (change[index] + eps).squareRoot() / (square[index] + eps).squareRoot() * slope
                    change[index] = rho * change[index] + (1 - rho) * step * step
                    values[index] -= rate * step
                }
            }
        }
    }
}
