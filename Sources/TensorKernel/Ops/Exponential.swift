// Powers, roots, exponentials and logarithms, value by value.

extension Tensor {
    /// eˣ. Derivative: y.
    ///
    /// ```swift
    /// print(Tensor([0.0, 1]).exp())
    /// ```
    /// ```output
    /// tensor([1.0000, 2.7183])
    /// ```
    public func exp() -> Tensor {
        let result = mapElements(self, .exp)
        return differentiable("exp", [self], saving: [result], result) { [$0.gradient * $0[0]] }
    }

    /// eˣ − 1, exact near 0. Derivative: y + 1.
    public func expm1() -> Tensor {
        let result = mapElements(self, .expm1)
        return differentiable("expm1", [self], saving: [result], result) { [$0.gradient * ($0[0] + 1)] }
    }

    /// ln x. Derivative: 1/x.
    public func log() -> Tensor {
        let result = mapElements(self, .log)
        return differentiable("log", [self], saving: [self], result) { [$0.gradient / $0[0]] }
    }

    /// The logarithm to the base 2. Derivative: 1/(x · ln 2).
    public func log2() -> Tensor {
        let result = mapElements(self, .log2)
        return differentiable("log2", [self], saving: [self], result) { [$0.gradient / ($0[0] * 0.693_147_18)] }
    }

    /// The logarithm to the base 10. Derivative: 1/(x · ln 10).
    public func log10() -> Tensor {
        let result = mapElements(self, .log10)
        return differentiable("log10", [self], saving: [self], result) { [$0.gradient / ($0[0] * 2.302_585_1)] }
    }

    /// ln(1 + x), exact near 0. Derivative: 1/(1 + x).
    public func log1p() -> Tensor {
        let result = mapElements(self, .log1p)
        return differentiable("log1p", [self], saving: [self], result) { [$0.gradient / ($0[0] + 1)] }
    }

    /// √x. Derivative: 1/(2y).
    public func sqrt() -> Tensor {
        let result = mapElements(self, .sqrt)
        return differentiable("sqrt", [self], saving: [result], result) { [$0.gradient / (2 * $0[0])] }
    }

    /// 1/√x. Derivative: −y³/2.
    public func rsqrt() -> Tensor {
        let result = mapElements(self, .rsqrt)
        return differentiable("rsqrt", [self], saving: [result], result) { context in
            [context.gradient * (context[0] * context[0] * context[0]) * -0.5]
        }
    }

    /// 1/x. Derivative: −y².
    public func reciprocal() -> Tensor {
        let result = mapElements(convertedValues(.float32)) { $0.each { (x: Float) in 1 / x } }
        return differentiable("reciprocal", [self], saving: [result], result) { [-$0.gradient * $0[0] * $0[0]] }
    }

    /// x². Derivative: 2x.
    public func square() -> Tensor { pow(2) }

    /// xᵉ for a number e. Derivative: e · xᵉ⁻¹.
    ///
    /// ```swift
    /// print(Tensor([1.0, 2, 3]).pow(2))
    /// ```
    /// ```output
    /// tensor([1., 4., 9.])
    /// ```
    public func pow<S: TensorScalar>(_ exponent: S) -> Tensor {
        let power = exponent.doubleValue
        if dtype != .float32 && S.dtype == .int64 {
            guard power >= 0 else { stopForPower(Int(power)) }
            return mapElements(convertedValues(.int64)) {
                $0.each { (x: Int) in wholePower(x, Int(power)) }
            }
        }
        return differentiable("pow", [self], saving: [self], powers(of: self, Float(power))) { context in
            [
                power == 0
                    ? Tensor.zeros(like: context[0])
                    : context.gradient * powers(of: context[0], Float(power - 1)) * power
            ]
        }
    }

    /// xʸ, value by value. ∂/∂x = y · xʸ⁻¹, ∂/∂y = xʸ · ln x (0 where x is 0 and y ≥ 0).
    public func pow(_ exponent: Tensor) -> Tensor {
        guard Swift.max(dtype, exponent.dtype) == .float32 else {
            if let negative = exponent.ints.first(where: { $0 < 0 }), numel > 0 { stopForPower(negative) }
            return zipElements("pow", convertedValues(.int64), exponent.convertedValues(.int64)) {
                $0.each { (x: Int, y: Int) in wholePower(x, y) }
            }
        }
        let result = zipElements("pow", convertedValues(.float32), exponent.convertedValues(.float32)) {
            mapPowers($0.left, $0.leftStride, $0.right, $0.rightStride, to: $0.to, count: $0.count)
        }
        return differentiable("powTensor", [self, exponent], saving: [self, exponent, result], result) { context in
            let (x, y, gradient) = (context[0], context[1], context.gradient)
            return [
                context.needs(0)
                    ? (gradient * Tensor.where(y .== 0, 0, y * x.pow(y - 1))).summed(to: x.shape) : nil,
                context.needs(1)
                    ? (gradient * Tensor.where((x .== 0) .&& (y .>= 0), 0, context[2] * x.log())).summed(to: y.shape)
                    : nil,
            ]
        }
    }
}

private func stopForPower(_ n: Int) -> Never {
    stop("pow", "an integer to the power of \(n) is no integer; convert with to(.float32)")
}

/// xⁿ by repeated squaring, wrapping around like other products of integers.
private func wholePower(_ x: Int, _ n: Int) -> Int {
    var (result, factor, rest) = (1, x, n)
    while rest > 0 {
        if rest & 1 == 1 { result = result &* factor }
        factor = factor &* factor
        rest >>= 1
    }
    return result
}

private func powers(of x: Tensor, _ exponent: Float) -> Tensor {
    let x = x.convertedValues(.float32)
    return switch exponent {
    case 1: x.copiedValues()
    case 2: mapElements(x) { $0.each { (x: Float) in x * x } }
    case 3: mapElements(x) { $0.each { (x: Float) in x * x * x } }
    case 0.5: mapElements(x) { $0.each { (x: Float) in x.squareRoot() } }
    case -1: mapElements(x) { $0.each { (x: Float) in 1 / x } }
    default:
        mapElements(x) { (row: MapRow<Float, Float>) in
            withUnsafePointer(to: exponent) { mapPowers(row.from, 1, $0, 0, to: row.to, count: row.count) }
        }
    }
}
