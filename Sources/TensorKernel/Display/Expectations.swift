import CellMessages

/// Records the named check that `value` differs from `expected` by at most `tolerance`; it never stops the cell.
///
/// - Parameters:
///   - value: What was found; `nan` never passes.
///   - expected: What it should be near.
///   - tolerance: The largest difference that passes.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect<Value: BinaryFloatingPoint>(
    _ value: Value, near expected: Double, within tolerance: Double, _ name: String, line: Int = #line
) {
    let found = Double(value)
    let passed = (found - expected).magnitude <= tolerance || found == expected
    let detail = "\(general(found)), expected \(general(expected)) ± \(general(tolerance))"
    record(name, passed, detail, line)
}

/// Records the named check that `condition` holds; it never stops the cell.
///
/// ```swift
/// expect(Tensor.ones(3).sum().item() == 3, "three ones sum to three")
/// ```
///
/// - Parameters:
///   - condition: What should be true.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect(_ condition: Bool, _ name: String, line: Int = #line) {
    record(name, condition, "", line)
}

/// Records the named check that every value of `tensor` differs from that of `expected` by at most `tolerance`; it never
/// stops the cell.
///
/// - Parameters:
///   - tensor: What was found.
///   - expected: What it should be near, of the same shape.
///   - tolerance: The largest difference that passes.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect(
    _ tensor: Tensor, near expected: Tensor, within tolerance: Double, _ name: String, line: Int = #line
) {
    guard tensor.shape == expected.shape else {
        return record(name, false, "shape \(tensor.shape), expected \(expected.shape)", line)
    }
    let differences = zip(tensor.scalars, expected.scalars).map { $0 == $1 ? 0 : ($0 - $1).magnitude }
    record(name, differences: differences, within: tolerance, line)
}

/// Records a check: what is checked, whether it holds, what was found, and the line of the chapter.
func record(_ name: String, _ passed: Bool, _ detail: String, _ line: Int) {
    CellChannel.send(.check(Check(name: name, passed: passed, detail: detail, line: line)))
}

/// Records the check that none of some differences is larger than a tolerance.
func record(_ name: String, differences: [Double], within tolerance: Double, _ line: Int) {
    // A difference that is not a number is the worst there is.
    let largest = differences.contains(where: \.isNaN) ? .nan : differences.max() ?? 0
    let detail = "off by \(general(largest)) at most, expected within \(general(tolerance))"
    record(name, largest <= tolerance, detail, line)
}
