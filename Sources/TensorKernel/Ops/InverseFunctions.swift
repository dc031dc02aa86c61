#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's functions in double precision, under names that no method of a tensor hides.
private enum Precise {
    static func arccosine(_ x: Double) -> Double { acos(x) }
    static func arcsine(_ x: Double) -> Double { asin(x) }
    static func arctangent(_ x: Double) -> Double { atan(x) }
    static func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
    static func hyperbolicCosine(_ x: Double) -> Double { cosh(x) }
    static func areaSine(_ x: Double) -> Double { asinh(x) }
    static func areaCosine(_ x: Double) -> Double { acosh(x) }
    static func areaTangent(_ x: Double) -> Double { atanh(x) }
    static func complementaryError(_ x: Double) -> Double { erfc(x) }
    static func powerOfTwo(_ x: Double) -> Double { exp2(x) }
    static func exponential(_ x: Double) -> Double { exp(x) }
    static func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
}

// Inverse trigonometric, hyperbolic and inverse hyperbolic functions, value by value; computed in double precision.

extension Tensor {
    /// The angle from 0 to π whose cosine is x. Derivative: −1 / √(1 − x²).
    public func acos() -> Tensor { function("acos", Precise.arccosine) { -1 / (1 - $0 * $0).squareRoot() } }

    /// The angle from −π/2 to π/2 whose sine is x. Derivative: 1 / √(1 − x²).
    public func asin() -> Tensor { function("asin", Precise.arcsine) { 1 / (1 - $0 * $0).squareRoot() } }

    /// The angle from −π/2 to π/2 whose tangent is x. Derivative: 1 / (1 + x²).
    public func atan() -> Tensor { function("atan", Precise.arctangent) { 1 / (1 + $0 * $0) } }

    /// (eˣ − e⁻ˣ) / 2. Derivative: cosh x.
    public func sinh() -> Tensor { function("sinh", Precise.hyperbolicSine, derivative: Precise.hyperbolicCosine) }

    /// (eˣ + e⁻ˣ) / 2. Derivative: sinh x.
    public func cosh() -> Tensor { function("cosh", Precise.hyperbolicCosine, derivative: Precise.hyperbolicSine) }

    /// The inverse of sinh. Derivative: 1 / √(x² + 1).
    public func asinh() -> Tensor { function("asinh", Precise.areaSine) { 1 / ($0 * $0 + 1).squareRoot() } }

    /// The inverse of cosh. Derivative: 1 / √(x² − 1).
    public func acosh() -> Tensor { function("acosh", Precise.areaCosine) { 1 / ($0 * $0 - 1).squareRoot() } }

    /// The inverse of tanh. Derivative: 1 / (1 − x²).
    public func atanh() -> Tensor { function("atanh", Precise.areaTangent) { 1 / (1 - $0 * $0) } }

    /// 1 − erf(x), exact for large x. Derivative: −2/√π · e^(−x²).
    public func erfc() -> Tensor {
        function("erfc", Precise.complementaryError) { -Precise.exponential(-$0 * $0) * 1.128_379_167_095_512_6 }
    }

    /// 2ˣ. Derivative: ln 2 · 2ˣ.
    public func exp2() -> Tensor {
        function("exp2", Precise.powerOfTwo) { Precise.powerOfTwo($0) * 0.693_147_180_559_945_3 }
    }

    /// The angle of the point (x, y) = (`other`, self), from −π to π. ∂/∂y = x / (x² + y²), ∂/∂x = −y / (x² + y²).
    public func atan2(_ other: Tensor) -> Tensor {
        let (y, x) = (convertedValues(.float32), other.convertedValues(.float32))
        let result = zipElements("atan2", y, x) {
            $0.each { (y: Float, x: Float) in Float(Precise.angle(Double(y), Double(x))) }
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

    /// `function` of every value, recorded with `derivative`, which is given the value.
    private func function(
        _ name: StaticString, _ function: @escaping (Double) -> Double, derivative: @escaping (Double) -> Double
    ) -> Tensor {
        let result = mapElements(convertedValues(.float32)) { $0.each { (x: Float) in Float(function(Double(x))) } }
        return differentiable(name, [self], saving: [self], result) { context in
            [
                zipElements("\(name)", context.gradient, context[0]) {
                    $0.each { (g: Float, x: Float) in g * Float(derivative(Double(x))) }
                }
            ]
        }
    }
}
