extension Tensor {
    /// Reads the values in row-major order; `E` must be what `dtype` stores.
    package func withContents<E: Element, Result>(
        of type: E.Type = E.self, _ body: (UnsafeBufferPointer<E>) throws -> Result
    ) rethrows -> Result {
        guard E.dtype == dtype else { stop("withContents", "a tensor of \(dtype) holds no \(E.self)") }
        let source = contiguousValues()
        return try withExtendedLifetime(source) {
            try body(UnsafeBufferPointer(start: source.pointer(E.self), count: numel))
        }
    }

    /// The one value of a tensor that has just one; true is 1.
    ///
    /// ```swift
    /// print(Tensor([1.0, 2]).sum().item() + 1)
    /// ```
    /// ```output
    /// 4.0
    /// ```
    public func item() -> Double {
        guard numel == 1 else { stop("item", "the tensor has \(numel) values; item() needs one") }
        return withExtendedLifetime(self) {
            switch dtype {
            case .float32: Double(pointer(Float.self).pointee.withoutSignOfNaN)
            case .int64: Double(pointer(Int.self).pointee)
            case .bool: pointer(Bool.self).pointee ? 1 : 0
            }
        }
    }

    /// The one value of a tensor that has just one, as an `Int`, a `Float`, …
    public func item<S: TensorScalar>(as type: S.Type) -> S {
        dtype == .int64 && numel == 1 ? ints[0] as? S ?? S(converting: item()) : S(converting: item())
    }

    /// The values in row-major order.
    public var scalars: [Double] { floatingValues(as: Double.self) }

    /// The values in row-major order, as single-precision numbers.
    public var floats: [Float] { floatingValues(as: Float.self) }

    /// The values in row-major order, as integers; fractions are cut off.
    public var ints: [Int] { to(.int64).withContents { Array($0) } }

    /// The values in row-major order, as truth values: whether each differs from zero.
    public var bools: [Bool] { to(.bool).withContents { Array($0) } }

    private func floatingValues<F: BinaryFloatingPoint>(as type: F.Type) -> [F] {
        switch dtype {
        case .float32: withContents(of: Float.self) { $0.map { F($0.withoutSignOfNaN) } }
        case .int64: withContents(of: Int.self) { $0.map { F($0) } }
        case .bool: withContents(of: Bool.self) { $0.map { $0 ? 1 : 0 } }
        }
    }
}

extension Float {
    /// The number itself, or `nan`: Swift would print the sign that some processors give to 0/0.
    fileprivate var withoutSignOfNaN: Float { isNaN ? .nan : self }
}
