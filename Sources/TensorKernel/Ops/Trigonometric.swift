// Angles in radians, value by value.

extension Tensor {
    /// sin x. Derivative: cos x.
    public func sin() -> Tensor {
        let result = mapElements(self, .sin)
        return differentiable("sin", [self], saving: [self], result) { [$0.gradient * $0[0].cos()] }
    }

    /// cos x. Derivative: −sin x.
    public func cos() -> Tensor {
        let result = mapElements(self, .cos)
        return differentiable("cos", [self], saving: [self], result) { [-$0.gradient * $0[0].sin()] }
    }

    /// tan x. Derivative: 1 + y².
    public func tan() -> Tensor {
        let result = mapElements(self, .tan)
        return differentiable("tan", [self], saving: [result], result) { [$0.gradient * ($0[0] * $0[0] + 1)] }
    }

    /// The error function 2/√π ∫₀ˣ e^(−t²) dt. Derivative: 2/√π · e^(−x²).
    public func erf() -> Tensor {
        let result = mapElements(self, .erf)
        return differentiable("erf", [self], saving: [self], result) { context in
            [context.gradient * (-context[0].square()).exp() * 1.128_379_167_095_512_6]
        }
    }
}
