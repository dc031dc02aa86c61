// Choosing between values, and bounds.

extension Tensor {
    /// a where `condition` is true (not zero), elsewhere b. ∂/∂a = 1 where true, ∂/∂b = 1 where false.
    ///
    /// ```swift
    /// let x = Tensor([-1.0, 2])
    /// print(Tensor.where(x .> 0, x, Tensor.zeros(like: x)))
    /// ```
    /// ```output
    /// tensor([0., 2.])
    /// ```
    public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        chosen("where", condition, a, b)
    }

    /// a where `condition` is true, elsewhere b, for the op `name`.
    static func chosen(_ name: StaticString, _ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        let dtype = Swift.max(a.dtype, b.dtype)
        let result =
            switch dtype {
            case .float32: chosen("\(name)", condition, a, b, of: Float.self)
            case .int64: chosen("\(name)", condition, a, b, of: Int.self)
            case .bool: chosen("\(name)", condition, a, b, of: Bool.self)
            }
        let (aShape, bShape) = (a.shape, b.shape)
        return differentiable(name, [a, b], saving: [condition], result) { context in
            let gradient = context.gradient
            return [
                context.needs(0) ? Tensor.where(context[0], gradient, 0).summed(to: aShape) : nil,
                context.needs(1) ? Tensor.where(context[0], 0, gradient).summed(to: bShape) : nil,
            ]
        }
    }

    @inline(__always)
    private static func chosen<E: Element>(
        _ name: String, _ condition: Tensor, _ a: Tensor, _ b: Tensor, of type: E.Type
    ) -> Tensor {
        let shape = Layout.broadcast(condition.shape, Layout.broadcast(a.shape, b.shape, in: name), in: name)
        let condition = condition.convertedValues(.bool).broadcastValues(shape)
        let (a, b) = (
            a.convertedValues(E.dtype).broadcastValues(shape), b.convertedValues(E.dtype).broadcastValues(shape)
        )
        let result = Tensor(uninitialized: shape, E.dtype)
        let (test, yes, no, to) = (
            condition.pointer(Bool.self), a.pointer(E.self), b.pointer(E.self), result.pointer(E.self)
        )
        Parallel.forRanges(result.numel) { range in
            for index in range { to[index] = test[index] ? yes[index] : no[index] }
        }
        return withExtendedLifetime((condition, a, b)) { result }
    }

    private func broadcastValues(_ shape: [Int]) -> Tensor {
        Tensor(storage: storage, layout: expandedLayout(shape), dtype: dtype).contiguousValues()
    }

    /// `value` where `mask` is true (not zero), elsewhere x. Derivative: 0 where true, else 1.
    ///
    /// ```swift
    /// let x = Tensor([1.0, 2, 3])
    /// print(x.maskedFill(x .> 1, 0.0))
    /// ```
    /// ```output
    /// tensor([1., 0., 0.])
    /// ```
    public func maskedFill<S: TensorScalar>(_ mask: Tensor, _ value: S) -> Tensor {
        Tensor.chosen("maskedFill", mask, Tensor(value, dtype: dtype), self)
    }

    /// The greater of a and b. The derivative goes to the greater one, half to each where they are equal.
    ///
    /// ```swift
    /// print(Tensor([1.0, 5]).maximum(Tensor([3.0, 2])))
    /// ```
    /// ```output
    /// tensor([3., 5.])
    /// ```
    public func maximum(_ other: Tensor) -> Tensor {
        let result = arithmetic(
            "maximum", self, other, float: { $0.each { $0 > $1 || $0.isNaN ? $0 : $1 } },
            int: { $0.each { Swift.max($0, $1) } },
            bool: { $0.each { $0 || $1 } })
        return differentiable("maximum", [self, other], saving: [self, other], result) {
            shares($0, losing: $0[0] .< $0[1], to: $0[0] .> $0[1])
        }
    }

    /// The lesser of a and b. The derivative goes to the lesser one, half to each where they are equal.
    public func minimum(_ other: Tensor) -> Tensor {
        let result = arithmetic(
            "minimum", self, other, float: { $0.each { $0 < $1 || $0.isNaN ? $0 : $1 } },
            int: { $0.each { Swift.min($0, $1) } },
            bool: { $0.each { $0 && $1 } })
        return differentiable("minimum", [self, other], saving: [self, other], result) {
            shares($0, losing: $0[0] .> $0[1], to: $0[0] .< $0[1])
        }
    }

    /// |x|. Derivative: the sign of x, 0 at 0.
    public func abs() -> Tensor {
        guard dtype == .float32 else {
            return mapElements(convertedValues(.int64)) { $0.each { (x: Int) in x < 0 ? 0 &- x : x } }
        }
        let result = mapElements(self) { $0.each { (x: Float) in x.magnitude } }
        return differentiable("abs", [self], saving: [self], result) { [$0.gradient * $0[0].sign()] }
    }

    /// −1, 0 or 1. Derivative: 0.
    public func sign() -> Tensor {
        guard dtype == .float32 else {
            return dtype == .bool ? self : mapElements(self) { $0.each { (x: Int) in x.signum() } }
        }
        let result = mapElements(self) { $0.each { (x: Float) -> Float in x > 0 ? 1 : (x < 0 ? -1 : 0) } }
        return differentiable("sign", [self], result) { [Tensor.zeros(like: $0.gradient)] }
    }
}

/// Gradients of two operands of which one counts: none to the one that loses, half to each where they are equal, and all
/// to both where a value that is not a number makes the result one.
private func shares(_ context: BackwardContext, losing first: Tensor, to second: Tensor) -> [Tensor?] {
    let (a, b, gradient) = (context[0], context[1], context.gradient)
    let shared = Tensor.where(a .== b, gradient * 0.5, gradient)
    return [
        context.needs(0) ? shared.maskedFill(first, 0).summed(to: a.shape) : nil,
        context.needs(1) ? shared.maskedFill(second, 0).summed(to: b.shape) : nil,
    ]
}
