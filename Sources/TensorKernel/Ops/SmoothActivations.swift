// Further nonlinear functions between layers, made of simpler ops.

extension Tensor {
    /// x · σ(x) (Hendrycks and Gimpel, 2016), also called swish. Derivative: σ(x) · (1 + x · (1 − σ(x))).
    public func silu() -> Tensor { (self * sigmoid()).named("silu") }

    /// ln(1 + e^(β·x)) / β; x itself where β·x is above `threshold`. Derivative: σ(β·x).
    public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
        let result = noGrad { () -> Tensor in
            let scaled = self * beta
            let bounded = scaled.clamp(max: threshold)
            let smooth = (bounded.relu() + (-bounded.abs()).exp().log1p()) / beta
            return Tensor.where(scaled .> threshold, self, smooth)
        }
        return differentiable("softplus", [self], saving: [self], result) { context in
            let scaled = context[0] * beta
            return [Tensor.where(scaled .> threshold, context.gradient, context.gradient * scaled.sigmoid())]
        }
    }

    /// ln σ(x) = −softplus(−x). Derivative: 1 − σ(x).
    public func logSigmoid() -> Tensor {
        // min(x, 0) − ln(1 + e^(−|x|)) overflows for no x.
        let result = noGrad { clamp(max: 0) - (-abs()).exp().log1p() }
        return differentiable("logSigmoid", [self], saving: [self], result) { [$0.gradient * (-$0[0]).sigmoid()] }
    }

    /// x where x > 0, else α · (eˣ − 1) (Clevert, Unterthiner and Hochreiter, 2015).
    public func elu(alpha: Double = 1) -> Tensor {
        Tensor.where(self .<= 0, clamp(max: 0).expm1() * alpha, self).named("elu")
    }

    /// How ``gelu(approximate:)`` computes the normal distribution.
    public enum GELUApproximation: Sendable {
        /// ½ (1 + tanh(√(2/π) · (x + 0.044715 · x³))).
        case tanh
    }

    /// x · Φ(x) with an approximation of the normal distribution's Φ.
    public func gelu(approximate: GELUApproximation) -> Tensor {
        let inner = (self + self.pow(3) * 0.044715) * 0.797_884_560_802_865_4
        return (self * 0.5 * (inner.tanh() + 1)).named("gelu")
    }

    /// x / (1 + |x|). Derivative: 1 / (1 + |x|)².
    public func softsign() -> Tensor { (self / (abs() + 1)).named("softsign") }

    /// x, but no less than `lower` and no more than `upper`; the derivative is 0 at the bounds.
    public func hardtanh(min lower: Double = -1, max upper: Double = 1) -> Tensor {
        let isBeyond = (self .<= lower) .|| (self .>= upper)
        return Tensor.where(isBeyond, detach().clamp(min: lower, max: upper), self).named("hardtanh")
    }

    /// max(0, min(x, 6)).
    public func relu6() -> Tensor { hardtanh(min: 0, max: 6) }
}
