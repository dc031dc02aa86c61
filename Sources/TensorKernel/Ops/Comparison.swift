// Comparisons value by value, after broadcasting, spelled as Swift's SIMD vectors spell them. Results are truth values.

infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence

extension Tensor {
    /// Whether a < b.
    public static func .< (a: Tensor, b: Tensor) -> Tensor {
        compare("less", a, b, float: { $0.each { $0 < $1 } }, int: { $0.each { $0 < $1 } })
    }
    /// Whether a > b.
    public static func .> (a: Tensor, b: Tensor) -> Tensor {
        compare("greater", a, b, float: { $0.each { $0 > $1 } }, int: { $0.each { $0 > $1 } })
    }
    /// Whether a ≤ b.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor {
        compare("lessEqual", a, b, float: { $0.each { $0 <= $1 } }, int: { $0.each { $0 <= $1 } })
    }
    /// Whether a ≥ b.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor {
        compare("greaterEqual", a, b, float: { $0.each { $0 >= $1 } }, int: { $0.each { $0 >= $1 } })
    }
    /// Whether a = b.
    ///
    /// ```swift
    /// let labels = Tensor([1, 0, 1])
    /// print((Tensor([1, 1, 1]) .== labels).to(.float32).mean())
    /// ```
    /// ```output
    /// tensor(0.6667)
    /// ```
    public static func .== (a: Tensor, b: Tensor) -> Tensor {
        compare("equal", a, b, float: { $0.each { $0 == $1 } }, int: { $0.each { $0 == $1 } })
    }
    /// Whether a ≠ b.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor {
        compare("notEqual", a, b, float: { $0.each { $0 != $1 } }, int: { $0.each { $0 != $1 } })
    }

    /// Whether a < b.
    public static func .< <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .< Tensor(b) }
    /// Whether a > b.
    public static func .> <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .> Tensor(b) }
    /// Whether a ≤ b.
    public static func .<= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .<= Tensor(b) }
    /// Whether a ≥ b.
    public static func .>= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .>= Tensor(b) }
    /// Whether a = b.
    public static func .== <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .== Tensor(b) }
    /// Whether a ≠ b.
    public static func .!= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a .!= Tensor(b) }

    /// Whether a and b are both true (not zero).
    public static func .&& (a: Tensor, b: Tensor) -> Tensor {
        zipElements("and", a.convertedValues(.bool), b.convertedValues(.bool)) {
            $0.each { (x: Bool, y: Bool) in x && y }
        }
    }

    /// Whether a or b is true (not zero).
    public static func .|| (a: Tensor, b: Tensor) -> Tensor {
        zipElements("or", a.convertedValues(.bool), b.convertedValues(.bool)) {
            $0.each { (x: Bool, y: Bool) in x || y }
        }
    }

    /// Whether each value is false (zero).
    public static prefix func ! (x: Tensor) -> Tensor {
        mapElements(x.convertedValues(.bool)) { $0.each { (x: Bool) in !x } }
    }

    /// Whether each value is not a number.
    public func isnan() -> Tensor { mapElements(convertedValues(.float32)) { $0.each { (x: Float) in x.isNaN } } }

    /// Whether each value is infinite.
    public func isinf() -> Tensor { mapElements(convertedValues(.float32)) { $0.each { (x: Float) in x.isInfinite } } }

    /// Whether each value is a number and not infinite.
    public func isfinite() -> Tensor { mapElements(convertedValues(.float32)) { $0.each { (x: Float) in x.isFinite } } }

    /// Whether both tensors have the same shape and the same values.
    public func equal(_ other: Tensor) -> Bool { shape == other.shape && (self .== other).all().item() == 1 }

    /// Whether both tensors have the same shape and |a − b| ≤ atol + rtol · |b| everywhere.
    public func allclose(_ other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8) -> Bool {
        shape == other.shape
            && zip(scalars, other.scalars).allSatisfy {
                $0 == $1 || ($1.isFinite && ($0 - $1).magnitude <= atol + rtol * $1.magnitude)
            }
    }
}

/// Compares in the greater type of the two operands.
private func compare(
    _ name: String, _ a: Tensor, _ b: Tensor, float: (ZipRow<Float, Float, Bool>) -> Void,
    int: (ZipRow<Int, Int, Bool>) -> Void
) -> Tensor {
    max(a.dtype, b.dtype) == .float32
        ? zipElements(name, a.convertedValues(.float32), b.convertedValues(.float32), float)
        : zipElements(name, a.convertedValues(.int64), b.convertedValues(.int64), int)
}
