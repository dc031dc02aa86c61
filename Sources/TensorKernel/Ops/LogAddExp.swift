extension Tensor {
    /// ln(eᵃ + eᵇ), which overflows for no a and b. ∂/∂a = σ(a − b), ∂/∂b = σ(b − a).
    public func logaddexp(_ other: Tensor) -> Tensor {
        let result = noGrad {
            let greatest = maximum(other)
            let distance = (self - other).abs()
            // Equal infinities have no distance.
            return Tensor.where(self .== other, greatest + 0.693_147_18, greatest + (-distance).exp().log1p())
        }
        return differentiable("logaddexp", [self, other], saving: [self, other], result) { context in
            let (a, b) = (context[0], context[1])
            return [
                context.needs(0) ? (context.gradient * (a - b).sigmoid()).summed(to: a.shape) : nil,
                context.needs(1) ? (context.gradient * (b - a).sigmoid()).summed(to: b.shape) : nil,
            ]
        }
    }

    /// a + weight · (b − a): b for a weight of 1.
    public func lerp(_ end: Tensor, _ weight: Tensor) -> Tensor { (self + weight * (end - self)).named("lerp") }

    /// The values, with `nan` in place of what is not a number, and `posinf` and `neginf` in place of infinities, which
    /// become the greatest and the least number if nil. Derivative: 1 where nothing was replaced.
    public func nanToNum(nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil) -> Tensor {
        guard dtype == .float32 else { return clone() }
        let greatest = Double(Float.greatestFiniteMagnitude)
        let withNumbers = maskedFill(isnan(), nan)
        let bounded = withNumbers.maskedFill(self .== Double.infinity, posinf ?? greatest)
        return bounded.maskedFill(self .== -Double.infinity, neginf ?? -greatest).named("nanToNum")
    }

    /// x without its whole part. Derivative: 1.
    public func frac() -> Tensor { (self - detach().trunc()).named("frac") }

    /// x · ln x, 0 at 0. Derivative: ln x + 1, 0 at 0.
    func timesLog() -> Tensor {
        let isZero = detach() .== 0
        let safe = Tensor.where(isZero, 1, self)
        return Tensor.where(isZero, 0, safe * safe.log())
    }
}
