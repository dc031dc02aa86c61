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
    CellChannel.send(.check(Check(name: name, passed: passed, detail: detail, line: line)))
}

/// Records the named check that `condition` holds; it never stops the cell.
///
/// - Parameters:
///   - condition: What should be true.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect(_ condition: Bool, _ name: String, line: Int = #line) {
    CellChannel.send(.check(Check(name: name, passed: condition, detail: condition ? "true" : "false", line: line)))
}
