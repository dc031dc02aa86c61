/// `value` with `digits` digits (0 to 100) after the point, rounded like C's `printf("%.*f")`: `fixed(0.87412, 3)`
/// is `0.874`.
///
/// Infinities are `inf` and `-inf`, and what is not a number is `nan`. With a `width`, spaces on the left make the
/// text at least that long.
///
/// ```swift
/// print(fixed(3.14159, 2))
/// ```
/// ```output
/// 3.14
/// ```
public func fixed<Value: BinaryFloatingPoint>(_ value: Value, _ digits: Int, width: Int = 0) -> String {
    padded(printed(Double(value)) { $0.fixed(min(max(0, digits), 100)) }, width)
}

/// `value` as `m.mmme±xx` with `digits` digits (0 to 100) after the point: `scientific(12345, 2)` is `1.23e+04`.
///
/// Infinities, `nan` and `width` are treated as in ``fixed(_:_:width:)``.
public func scientific<Value: BinaryFloatingPoint>(_ value: Value, _ digits: Int, width: Int = 0) -> String {
    padded(printed(Double(value)) { $0.scientific(min(max(0, digits), 100)) }, width)
}

/// `value` with at most six significant digits, in whichever notation is shorter (C's `%g`).
func general(_ value: Double) -> String {
    printed(value) { $0.general(6) }
}

/// `text` with spaces on the left up to `width` characters.
func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

private func printed(_ value: Double, _ text: (DecimalDigits) -> String) -> String {
    // C tells a negative nan from a positive one; a reader of a lesson does not want to.
    if value.isNaN { return "nan" }
    return (value.sign == .minus ? "-" : "") + (value.isInfinite ? "inf" : text(DecimalDigits(value)))
}
