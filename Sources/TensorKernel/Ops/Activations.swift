// The nonlinear functions between layers.

extension Tensor {
    /// max(x, 0). Derivative: 1 where x > 0, else 0.
    ///
    /// ```swift
    /// print(Tensor([-1.0, 0, 2]).relu())
    /// ```
    /// ```output
    /// tensor([0., 0., 2.])
    /// ```
    public func relu() -> Tensor {
        guard dtype == .float32 else { return maximum(Tensor(0)) }
        let result = mapElements(self) { $0.each { (x: Float) in x > 0 || x.isNaN ? x : 0 } }
        return differentiable("relu", [self], saving: [result], result) { context in
            [zipElements("relu", context.gradient, context[0]) { $0.each { (g: Float, y: Float) in y <= 0 ? 0 : g } }]
        }
    }

    /// x where x > 0, else slope · x. Derivative: 1 where x > 0, else slope.
    public func leakyRelu(slope: Double = 0.01) -> Tensor {
        let slope = Float(slope)
        let result = mapElements(convertedValues(.float32)) { $0.each { (x: Float) in x > 0 ? x : slope * x } }
        return differentiable("leakyRelu", [self], saving: [self], result) { context in
            [
                zipElements("leakyRelu", context.gradient, context[0]) {
                    $0.each { (g: Float, x: Float) in x > 0 ? g : slope * g }
                }
            ]
        }
    }

    /// 1 / (1 + e⁻ˣ). Derivative: y · (1 − y).
    public func sigmoid() -> Tensor {
        let result = mapElements(self, .sigmoid)
        return differentiable("sigmoid", [self], saving: [result], result) { context in
            [
                zipElements("sigmoid", context.gradient, context[0]) {
                    $0.each { (g: Float, y: Float) in g * y * (1 - y) }
                }
            ]
        }
    }

    /// tanh x. Derivative: 1 − y².
    public func tanh() -> Tensor {
        let result = mapElements(self, .tanh)
        return differentiable("tanh", [self], saving: [result], result) { context in
            [zipElements("tanh", context.gradient, context[0]) { $0.each { (g: Float, y: Float) in g * (1 - y * y) } }]
        }
    }

    /// x · Φ(x) with the normal distribution's Φ(x) = ½ (1 + erf(x/√2)). Derivative: Φ(x) + x · e^(−x²/2) / √(2π).
    public func gelu() -> Tensor {
        let result = mapElements(self, .gelu)
        return differentiable("gelu", [self], saving: [self], result) { context in
            [context.gradient * mapElements(context[0], .geluSlope)]
        }
    }
}
