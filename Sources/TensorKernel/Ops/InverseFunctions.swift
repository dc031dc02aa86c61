// Inverse trigonometric, hyperbolic and inverse hyperbolic functions, value by value.

extension Tensor {
    /// The angle from 0 to π whose cosine is x. Derivative: −1 / √(1 − x²).
    public func acos() -> Tensor { function("acos", .acos) { -(1 - $0 * $0).rsqrt() } }

    /// The angle from −π/2 to π/2 whose sine is x. Derivative: 1 / √(1 − x²).
    public func asin() -> Tensor { function("asin", .asin) { (1 - $0 * $0).rsqrt() } }

    /// The angle from −π/2 to π/2 whose tangent is x. Derivative: 1 / (1 + x²).
    public func atan() -> Tensor { function("atan", .atan) { 1 / (1 + $0 * $0) } }

    /// (eˣ − e⁻ˣ) / 2. Derivative: cosh x.
    public func sinh() -> Tensor { function("sinh", .sinh) { $0.cosh() } }

    /// (eˣ + e⁻ˣ) / 2. Derivative: sinh x.
    public func cosh() -> Tensor { function("cosh", .cosh) { $0.sinh() } }

    /// The inverse of sinh. Derivative: 1 / √(x² + 1).
    public func asinh() -> Tensor { function("asinh", .asinh) { ($0 * $0 + 1).rsqrt() } }

    /// The inverse of cosh. Derivative: 1 / √(x² − 1).
    public func acosh() -> Tensor { function("acosh", .acosh) { ($0 * $0 - 1).rsqrt() } }

    /// The inverse of tanh. Derivative: 1 / (1 − x²).
    public func atanh() -> Tensor { function("atanh", .atanh) { 1 / (1 - $0 * $0) } }

    /// 1 − erf(x), exact for large x. Derivative: −2/√π · e^(−x²).
    public func erfc() -> Tensor { function("erfc", .erfc) { (-$0 * $0).exp() * -1.128_379_167_095_512_6 } }

    /// 2ˣ. Derivative: ln 2 · 2ˣ.
    public func exp2() -> Tensor { function("exp2", .exp2) { $0.exp2() * 0.693_147_180_559_945_3 } }

    /// The angle of the point (x, y) = (`other`, self), from −π to π. ∂/∂y = x / (x² + y²), ∂/∂x = −y / (x² + y²).
    public func atan2(_ other: Tensor) -> Tensor {
        let (y, x) = (convertedValues(.float32), other.convertedValues(.float32))
        let result = zipElements("atan2", y, x) {
            mapAngles($0.left, $0.leftStride, $0.right, $0.rightStride, to: $0.to, count: $0.count)
        }
        return differentiable("atan2", [self, other], saving: [y, x], result) { context in
            let (y, x) = (context[0], context[1])
            let square = x * x + y * y
            let scaled = context.gradient * square.reciprocal().maskedFill(square .== 0, 0)
            return [
                context.needs(0) ? (scaled * x).summed(to: y.shape) : nil,
                context.needs(1) ? (-scaled * y).summed(to: x.shape) : nil,
            ]
        }
    }

    /// `function` of every value, recorded with `derivative`, which is given the values.
    private func function(
        _ name: StaticString, _ function: VectorFunction, derivative: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        differentiable(name, [self], saving: [convertedValues(.float32)], mapElements(self, function)) {
            [$0.gradient * derivative($0[0])]
        }
    }
}
