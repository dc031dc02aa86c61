// Further nonlinear functions between layers, made of simpler ops.

extension Tensor {
    /// x · σ(x) (Hendrycks and Gimpel, 2016), also called swish. Derivative: σ(x) · (1 + x · (1 − σ(x))).
    public func silu() -> Tensor { (self * sigmoid()).named("silu") }

    /// ln(1 + e^(β·x)) / β; x itself where β·x is above `threshold`. Derivative: σ(β·x).
    public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
        let scaled = self * beta
        let isLarge = scaled .> threshold
        let bounded = Tensor.where(isLarge, 0, scaled)
        let smooth = (bounded.relu() + (-bounded.abs()).exp().log1p()) / beta
        return Tensor.where(isLarge, self, smooth).named("softplus")
    }

    /// ln σ(x) = −softplus(−x). Derivative: 1 − σ(x).
    public func logSigmoid() -> Tensor {
        // min(x, 0) − ln(1 + e^(−|x|)) overflows for no x.
        let result = noGrad { clamp(max: 0) - (-abs()).exp().log1p() }
        return differentiable("logSigmoid", [self], saving: [self], result) { [$0.gradient * (-$0[0]).sigmoid()] }
    }

    /// x where x > 0, else α · (eˣ − 1) (Clevert, Unterthiner and Hochreiter, 2015).
    public func elu(alpha: Double = 1) -> Tensor {
        Tensor.where(self .> 0, self, clamp(max: 0).expm1() * alpha).named("elu")
    }

    /// x / (1 + |x|). Derivative: 1 / (1 + |x|)².
    public func softsign() -> Tensor { (self / (abs() + 1)).named("softsign") }

    /// x, but no less than `lower` and no more than `upper`; the derivative is 0 at the bounds.
    public func hardtanh(min lower: Double = -1, max upper: Double = 1) -> Tensor {
        let isWithin = (self .> lower) .&& (self .< upper)
        return Tensor.where(isWithin, self, detach().clamp(min: lower, max: upper)).named("hardtanh")
    }

    /// max(0, min(x, 6)).
    public func relu6() -> Tensor { hardtanh(min: 0, max: 6) }
}
