// The bits of integers, and truth values. Results have no derivative.

extension Tensor {
    /// The bits that both a and b have; of truth values, whether both are true.
    public static func & (a: Tensor, b: Tensor) -> Tensor {
        bitwise("&", a, b, int: { $0.each { $0 & $1 } }, bool: { $0.each { $0 && $1 } })
    }

    /// The bits that a or b has; of truth values, whether one is true.
    public static func | (a: Tensor, b: Tensor) -> Tensor {
        bitwise("|", a, b, int: { $0.each { $0 | $1 } }, bool: { $0.each { $0 || $1 } })
    }

    /// The bits that just one of a and b has; of truth values, whether they differ.
    public static func ^ (a: Tensor, b: Tensor) -> Tensor {
        bitwise("^", a, b, int: { $0.each { $0 ^ $1 } }, bool: { $0.each { $0 != $1 } })
    }

    /// The bits that x does not have; of truth values, whether each is false.
    public static prefix func ~ (x: Tensor) -> Tensor {
        switch x.dtype {
        case .float32: stop("~", "not defined for float32")
        case .int64: mapElements(x) { $0.each { (x: Int) in ~x } }
        case .bool: !x
        }
    }

    /// The bits of this tensor, moved up by `places`; 0 where these are negative or more than 63.
    public func bitwiseLeftShift(_ places: Tensor) -> Tensor {
        bitwise("bitwiseLeftShift", self, places, int: { $0.each { a, b in 0..<64 ~= b ? a << b : 0 } }, bool: nil)
    }

    /// The bits of this tensor, moved down by `places`; the sign stays, and it alone where `places` is negative or more than 63.
    public func bitwiseRightShift(_ places: Tensor) -> Tensor {
        bitwise("bitwiseRightShift", self, places, int: { $0.each { a, b in a >> (0..<64 ~= b ? b : 63) } }, bool: nil)
    }
}

private func bitwise(
    _ name: String, _ a: Tensor, _ b: Tensor, int: (ZipRow<Int, Int, Int>) -> Void,
    bool: ((ZipRow<Bool, Bool, Bool>) -> Void)?
) -> Tensor {
    guard max(a.dtype, b.dtype) != .float32 else { stop(name, "not defined for float32") }
    return arithmetic(name, a, b, float: { _ in }, int: int, bool: bool)
}
