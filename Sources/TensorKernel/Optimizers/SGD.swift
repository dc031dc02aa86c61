/// Stochastic gradient descent: p ← p − lr · g, where g is the gradient plus weightDecay · p.
///
/// With momentum, v ← momentum · v + g (at first v = g) takes the place of g; with Nesterov's variant g + momentum · v does
/// (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013).
///
/// ```swift
/// let w = Tensor([1.0], requiresGrad: true)
/// let optimizer = SGD([w], lr: 0.1)
/// (w * w).sum().backward()
/// optimizer.step()
/// print(w)
/// ```
/// ```output
/// tensor([0.8000], requires_grad=True)
/// ```
public final class SGD: Optimizer {
    private let momentum: Float
    private let nesterov: Bool
    private var velocities: [Tensor?]

    /// Gradient descent on `parameters`.
    public convenience init(
        _ parameters: [Tensor], lr: Double, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters)], lr: lr, momentum: momentum, weightDecay: weightDecay, nesterov: nesterov)
    }

    /// Gradient descent on groups of parameters.
    public init(
        _ groups: [ParameterGroup], lr: Double, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false
    ) {
        guard !nesterov || momentum > 0 else { stop("SGD", "Nesterov's variant needs a momentum") }
        self.momentum = Float(momentum)
        self.nesterov = nesterov
        velocities = Array(repeating: nil, count: groups.reduce(0) { $0 + $1.parameters.count })
        super.init(groups, lr: lr, weightDecay: weightDecay)
    }

    public override func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.grad else { continue }
            let (rate, weightDecay) = (Float(lr(of: index)), Float(weightDecay(of: index)))
            if momentum == 0 {
                descend(parameter, gradient, rate, weightDecay)
            } else {
                let velocity = velocities[index] ?? Tensor.zeros(like: parameter)
                velocities[index] = velocity
                roll(parameter, gradient, velocity, rate, weightDecay)
            }
        }
    }

    private func descend(_ parameter: Tensor, _ gradient: Tensor, _ rate: Float, _ weightDecay: Float) {
        updateInPlace(parameter, gradient, state: []) { range, values, slopes, _ in
            for index in range { values[index] -= rate * (slopes[index] + weightDecay * values[index]) }
        }
    }

    private func roll(
        _ parameter: Tensor, _ gradient: Tensor, _ velocity: Tensor, _ rate: Float, _ weightDecay: Float
    ) {
        let (momentum, nesterov) = (momentum, nesterov)
        updateInPlace(parameter, gradient, state: [velocity]) { range, values, slopes, states in
            let velocity = states[0]
            for index in range {
                let slope = slopes[index] + weightDecay * values[index]
                velocity[index] = momentum * velocity[index] + slope
                values[index] -= rate * (nesterov ? slope + momentum * velocity[index] : velocity[index])
            }
        }
    }
}
