// Whole numbers near a value, and division with a remainder. Derivatives of rounding are 0.

extension Tensor {
    /// The greatest whole number not above x.
    public func floor() -> Tensor { rounded("floor", .down) }
    /// The least whole number not below x.
    public func ceil() -> Tensor { rounded("ceil", .up) }
    /// The nearest whole number; halves go to the even one.
    public func round() -> Tensor { rounded("round", .toNearestOrEven) }
    /// x without its fraction.
    public func trunc() -> Tensor { rounded("trunc", .towardZero) }

    private func rounded(_ name: StaticString, _ rule: FloatingPointRoundingRule) -> Tensor {
        guard dtype == .float32 else { return copiedValues() }
        let result = mapElements(self) { $0.each { (x: Float) in x.rounded(rule) } }
        return differentiable(name, [self], result) { [Tensor.zeros(like: $0.gradient)] }
    }

    /// ⌊a / b⌋; integers stay integers. No derivative.
    public func floorDivide(_ other: Tensor) -> Tensor {
        checkDivisor("floorDivide", other)
        return arithmetic(
            "floorDivide", self, other, float: { $0.each(flooredQuotient) },
            int: { $0.each { a, b in b == -1 ? 0 &- a : (a - flooredRemainder(a, b)) / b } }, bool: nil)
    }

    /// a − b · ⌊a / b⌋, with the sign of b; integers stay integers. ∂/∂a = 1, ∂/∂b = −⌊a / b⌋.
    public func remainder(_ other: Tensor) -> Tensor {
        checkDivisor("remainder", other)
        let result = arithmetic(
            "remainder", self, other,
            float: {
                $0.each { a, b in
                    let rest = a.truncatingRemainder(dividingBy: b)
                    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
                }
            },
            int: { $0.each(flooredRemainder) }, bool: nil)
        return differentiable("remainder", [self, other], saving: [self, other], result) { context in
            let (a, b, gradient) = (context[0], context[1], context.gradient)
            return [
                context.needs(0) ? gradient.summed(to: a.shape) : nil,
                context.needs(1) ? (-gradient * a.floorDivide(b)).summed(to: b.shape) : nil,
            ]
        }
    }
}

extension Tensor {
    /// Stops before an integer is divided by zero.
    private func checkDivisor(_ name: String, _ divisor: Tensor) {
        guard dtype != .float32, divisor.dtype != .float32, numel > 0 else { return }
        if divisor.ints.contains(0) { stop(name, "an integer is divided by zero") }
    }
}

/// ⌊a / b⌋ of the exact quotient, which may lie below a whole number that a / b is rounded to.
private func flooredQuotient(_ a: Float, _ b: Float) -> Float {
    guard b != 0, a.isFinite else { return a / b }
    let rest = a.truncatingRemainder(dividingBy: b)
    var quotient = (a - rest) / b
    if rest != 0, (rest < 0) != (b < 0) { quotient -= 1 }
    guard quotient != 0 else { return Float(signOf: a / b, magnitudeOf: 0) }
    let whole = quotient.rounded(.down)
    return quotient - whole > 0.5 ? whole + 1 : whole
}

private func flooredRemainder(_ a: Int, _ b: Int) -> Int {
    if b == -1 { return 0 }
    let rest = a % b
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
}
