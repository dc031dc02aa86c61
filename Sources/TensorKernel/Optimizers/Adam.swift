/// Adaptive moments: p ← p − lr · m̂ / (√v̂ + ε), where m̂ and v̂ are running averages of the gradient g and of g², corrected
/// for their start at zero (Kingma and Ba, "Adam: a method for stochastic optimization", 2015).
///
/// Weight decay adds weightDecay · p to the gradient; ``AdamW`` shrinks the parameters themselves.
public class Adam: Optimizer {
    private let betas: (Double, Double)
    private let eps: Double
    private var moments: [(mean: Tensor, square: Tensor)?]
    private var stepCounts: [Int]

    /// Adam on `parameters`; `betas` are the averages' decay rates.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        self.init([ParameterGroup(parameters)], lr: lr, betas: betas, eps: eps, weightDecay: weightDecay)
    }

    /// Adam on groups of parameters.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        guard (0..<1).contains(betas.0), (0..<1).contains(betas.1) else {
            stop("\(type(of: self))", "the decay rates \(betas) must lie from 0 to below 1")
        }
        self.betas = betas
        self.eps = eps
        let count = groups.reduce(0) { $0 + $1.parameters.count }
        moments = Array(repeating: nil, count: count)
        stepCounts = Array(repeating: 0, count: count)
        super.init(groups, lr: lr, weightDecay: weightDecay)
    }

    /// Whether weight decay shrinks the parameters themselves.
    var isDecayDecoupled: Bool { false }

    public override func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.grad else { continue }
            let (mean, square) = moments[index] ?? (Tensor.zeros(like: parameter), Tensor.zeros(like: parameter))
            moments[index] = (mean, square)
            stepCounts[index] += 1
            update(parameter, gradient, mean, square, index)
        }
    }

    private func update(_ parameter: Tensor, _ gradient: Tensor, _ mean: Tensor, _ square: Tensor, _ index: Int) {
        let (step, lr, weightDecay) = (stepCounts[index], lr(of: index), weightDecay(of: index))
        let stepSize = Float(lr / (1 - DoubleMath.power(betas.0, step)))
        let correction = Float((1 - DoubleMath.power(betas.1, step)).squareRoot())
        let (meanRate, squareDecay, squareRate) = (Float(1 - betas.0), Float(betas.1), Float(1 - betas.1))
        let eps = Float(eps)
        let shrinkage = isDecayDecoupled ? Float(1 - lr * weightDecay) : 1
        let addedDecay = isDecayDecoupled ? 0 : Float(weightDecay)
        updateInPlace(parameter, gradient, state: [mean, square]) { range, values, slopes, states in
            let (mean, square) = (states[0], states[1])
            for index in range {
                let slope = slopes[index] + addedDecay * values[index]
                mean[index] += meanRate * (slope - mean[index])
                square[index] = squareDecay * square[index] + squareRate * slope * slope
                let scale = square[index].squareRoot() / correction + eps
                values[index] = values[index] * shrinkage - stepSize * mean[index] / scale
            }
        }
    }
}

/// ``Adam`` with decoupled weight decay: each step first multiplies the parameters by 1 − lr · weightDecay
/// (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
public final class AdamW: Adam {
    /// AdamW on `parameters`; `betas` are the averages' decay rates.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) {
        self.init([ParameterGroup(parameters)], lr: lr, betas: betas, eps: eps, weightDecay: weightDecay)
    }

    /// AdamW on groups of parameters.
    public override init(
        _ groups: [ParameterGroup], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) {
        super.init(groups, lr: lr, betas: betas, eps: eps, weightDecay: weightDecay)
    }

    override var isDecayDecoupled: Bool { true }
}
