// Values kept within bounds.

extension Tensor {
    /// x, but no less than `lower` and no more than `upper`. Derivative: 1 within the bounds, 0 beyond.
    ///
    /// Integers stay integers where the bounds are whole numbers.
    ///
    /// ```swift
    /// print(Tensor([-1.0, 0.5, 2]).clamp(min: 0, max: 1))
    /// ```
    /// ```output
    /// tensor([0.0000, 0.5000, 1.0000])
    /// ```
    public func clamp(min lower: Double? = nil, max upper: Double? = nil) -> Tensor {
        guard dtype == .float32 else {
            let isWhole = [lower, upper].allSatisfy { $0.map { $0.isFinite && $0 == $0.rounded() } ?? true }
            guard isWhole else { return to(.float32).clamp(min: lower, max: upper) }
            let (low, high) = (lower.map { Int(converting: $0) } ?? .min, upper.map { Int(converting: $0) } ?? .max)
            return mapElements(convertedValues(.int64)) { $0.each { (x: Int) in Swift.min(Swift.max(x, low), high) } }
        }
        if lower?.isNaN == true || upper?.isNaN == true { return self * 0 + Double.nan }
        let (low, high) = (Float(lower ?? -.infinity), Float(upper ?? .infinity))
        let result = mapElements(self) {
            $0.each { (x: Float) -> Float in
                let raised = x < low ? low : x
                return raised > high ? high : raised
            }
        }
        return differentiable("clamp", [self], saving: [self], result) { context in
            [
                zipElements("clamp", context.gradient, context[0]) {
                    $0.each { (g: Float, x: Float) in
                        x >= low && x <= high ? g : 0
                    }
                }
            ]
        }
    }

    /// x, but no less than `lower` and no more than `upper`, value by value after broadcasting.
    ///
    /// Where the bounds cross, the upper one holds. The derivative goes to the value or bound that was taken.
    @_disfavoredOverload
    public func clamp(min lower: Tensor? = nil, max upper: Tensor? = nil) -> Tensor {
        let dtypes = [self, lower, upper].compactMap(\.?.dtype)
        let dtype = dtypes.reduce(self.dtype) { Swift.max($0, $1) }
        let x = to(dtype)
        var result = x
        if let lower { result = result.bounded("clampMin", by: lower.to(dtype)) { x, low in x .< low } }
        if let upper { result = result.bounded("clampMax", by: upper.to(dtype)) { x, high in x .> high } }
        return result === x ? x.clone() : result
    }

    private func bounded(_ name: StaticString, by bound: Tensor, _ isBeyond: (Tensor, Tensor) -> Tensor) -> Tensor {
        let takesBound =
            dtype == .float32 ? isBeyond(self, bound) .|| bound.isnan() .&& !isnan() : isBeyond(self, bound)
        return Tensor.chosen(name, takesBound, bound, self)
    }
}
