// Copies and changes of type.

extension Tensor {
    /// The values in another type; to int64, fractions are cut off; to bool, whether a value differs from zero.
    ///
    /// Derivative between float32 and float32: 1; through other types none.
    ///
    /// ```swift
    /// print(Tensor([0.0, 2.5]).to(.int64))
    /// ```
    /// ```output
    /// tensor([0, 2])
    /// ```
    public func to(_ dtype: DType) -> Tensor { convertedValues(dtype) }

    /// A copy with its own values. Derivative: 1.
    public func clone() -> Tensor {
        differentiable("clone", [self], copiedValues()) { [$0.gradient] }
    }

    /// The values in row-major order: this tensor itself, or a copy. Derivative: 1.
    public func contiguous() -> Tensor { isContiguous ? self : clone() }
}
