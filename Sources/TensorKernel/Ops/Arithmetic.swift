// Sums, differences, products and quotients of tensors, and of tensors and numbers, after broadcasting.

extension Tensor {
    /// a + b. ∂/∂a = 1, ∂/∂b = 1. Of truth values: a or b.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        let result = arithmetic(
            "add", a, b, float: { $0.each { $0 + $1 } }, int: { $0.each { $0 &+ $1 } }, bool: { $0.each { $0 || $1 } })
        guard result.recordsGradient(of: a, b) else { return result }
        let (aShape, bShape) = (a.shape, b.shape)
        return differentiable("add", [a, b], result) { context in
            [
                context.needs(0) ? context.gradient.summed(to: aShape) : nil,
                context.needs(1) ? context.gradient.summed(to: bShape) : nil,
            ]
        }
    }

    /// a − b. ∂/∂a = 1, ∂/∂b = −1.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        let result = arithmetic(
            "subtract", a, b, float: { $0.each { $0 - $1 } }, int: { $0.each { $0 &- $1 } }, bool: nil)
        guard result.recordsGradient(of: a, b) else { return result }
        let (aShape, bShape) = (a.shape, b.shape)
        return differentiable(a.isConstantNumber ? "rsub" : "subtract", [a, b], result) { context in
            [
                context.needs(0) ? context.gradient.summed(to: aShape) : nil,
                context.needs(1) ? (-context.gradient).summed(to: bShape) : nil,
            ]
        }
    }

    /// a · b, value by value. ∂/∂a = b, ∂/∂b = a. Of truth values: a and b.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let result = arithmetic(
            "multiply", a, b, float: { $0.each { $0 * $1 } }, int: { $0.each { $0 &* $1 } },
            bool: { $0.each { $0 && $1 } })
        guard result.recordsGradient(of: a, b) else { return result }
        return differentiable("multiply", [a, b], saving: [a, b], result) { context in
            [
                context.needs(0) ? (context.gradient * context[1]).summed(to: context.shape(0)) : nil,
                context.needs(1) ? (context.gradient * context[0]).summed(to: context.shape(1)) : nil,
            ]
        }
    }

    /// a / b; always float32. ∂/∂a = 1/b, ∂/∂b = −a/b².
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let result = zipElements("divide", a.convertedValues(.float32), b.convertedValues(.float32)) {
            $0.each {
                (x: Float, y: Float) in x / y
            }
        }
        guard result.recordsGradient(of: a, b) else { return result }
        // PyTorch divides a number by multiplying with a reciprocal, and names it so.
        let name: StaticString = a.isConstantNumber ? "numberDivide" : "divide"
        return differentiable(name, [a, b], saving: [a, b], result) { context in
            let (b, gradient) = (context[1], context.gradient)
            return [
                context.needs(0) ? (gradient / b).summed(to: context.shape(0)) : nil,
                context.needs(1) ? (-gradient * (context[0] / b) / b).summed(to: b.shape) : nil,
            ]
        }
    }

    /// −x. Derivative: −1.
    public static prefix func - (x: Tensor) -> Tensor {
        switch x.dtype {
        case .bool: stop("negate", "not defined for truth values; use ! to invert them")
        case .int64: return mapElements(x) { $0.each { 0 &- $0 } }
        case .float32:
            return differentiable("negate", [x], mapElements(x) { $0.each { (x: Float) in -x } }) { [-$0.gradient] }
        }
    }

    /// a + b with a number.
    public static func + <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a + Tensor(b) }
    /// a + b with a number.
    public static func + <S: TensorScalar>(a: S, b: Tensor) -> Tensor { Tensor(a) + b }
    /// a − b with a number.
    public static func - <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a - Tensor(b) }
    /// a − b with a number.
    public static func - <S: TensorScalar>(a: S, b: Tensor) -> Tensor { Tensor(a) - b }
    /// a · b with a number.
    public static func * <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a * Tensor(b) }
    /// a · b with a number.
    public static func * <S: TensorScalar>(a: S, b: Tensor) -> Tensor { Tensor(a) * b }
    /// a / b with a number.
    public static func / <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a / Tensor(b) }
    /// a / b with a number.
    public static func / <S: TensorScalar>(a: S, b: Tensor) -> Tensor { Tensor(a) / b }
}

/// Computes in the greater type of the two operands.
func arithmetic(
    _ name: String, _ a: Tensor, _ b: Tensor, float: (ZipRow<Float, Float, Float>) -> Void,
    int: (ZipRow<Int, Int, Int>) -> Void, bool: ((ZipRow<Bool, Bool, Bool>) -> Void)?
) -> Tensor {
    switch max(a.dtype, b.dtype) {
    case .float32: return zipElements(name, a.convertedValues(.float32), b.convertedValues(.float32), float)
    case .int64: return zipElements(name, a.convertedValues(.int64), b.convertedValues(.int64), int)
    case .bool:
        guard let bool else { stop(name, "not defined for truth values; convert them with to(.int64)") }
        return zipElements(name, a, b, bool)
    }
}

extension Tensor {
    /// Whether this is a number such as the 1 in `1 - x`.
    fileprivate var isConstantNumber: Bool { ndim == 0 && !requiresGrad }

    /// Whether the op with this result and these inputs is to be recorded.
    func recordsGradient(of a: Tensor, _ b: Tensor) -> Bool {
        (a.requiresGrad || b.requiresGrad) && dtype == .float32 && GradientMode.isEnabled
    }

    /// The derivative of broadcasting from `shape`: sums over what was stretched.
    func summed(to shape: [Int]) -> Tensor {
        if shape == self.shape { return self }
        let missing = ndim - shape.count
        let stretched = self.shape.indices.filter { $0 < missing || (shape[$0 - missing] == 1 && self.shape[$0] != 1) }
        return sum(dims: Array(stretched), keepdim: true).reshape(shape)
    }
}
