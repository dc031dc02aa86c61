/// p ← p − lr · g / (√s + ε) with the sum s of all g² so far (Duchi, Hazan and Singer, 2011).
///
/// The learning rate of step t is lr / (1 + (t − 1) · lrDecay). Weight decay adds weightDecay · p to the gradient.
public final class Adagrad: Optimizer {
    private let lrDecay: Double
    private let eps: Float
    private let sums: [Tensor]
    private var steps = 0

    /// Adagrad on `parameters`.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-2, lrDecay: Double = 0, weightDecay: Double = 0,
        initialAccumulatorValue: Double = 0, eps: Double = 1e-10
    ) {
        self.init(
            [ParameterGroup(parameters)], lr: lr, lrDecay: lrDecay, weightDecay: weightDecay,
            initialAccumulatorValue: initialAccumulatorValue, eps: eps)
    }

    /// Adagrad on groups of parameters.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-2, lrDecay: Double = 0, weightDecay: Double = 0,
        initialAccumulatorValue: Double = 0, eps: Double = 1e-10
    ) {
        self.lrDecay = lrDecay
        self.eps = Float(eps)
        sums = groups.flatMap(\.parameters).map { Tensor.full($0.shape, initialAccumulatorValue) }
        super.init(groups, lr: lr, weightDecay: weightDecay)
    }

    public override func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.grad else { continue }
            let rate = Float(lr(of: index) / (1 + Double(steps) * lrDecay))
            let (weightDecay, eps) = (Float(weightDecay(of: index)), eps)
            updateInPlace(parameter, gradient, state: [sums[index]]) { range, values, slopes, states in
                let sum = states[0]
                for index in range {
                    let slope = slopes[index] + weightDecay * values[index]
                    sum[index] += slope * slope
                    values[index] -= rate * slope / (sum[index].squareRoot() + eps)
                }
            }
        }
        steps += 1
    }
}
