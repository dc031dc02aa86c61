import CellMessages

/// Records the named check that `value` differs from `expected` by at most `tolerance`; it never stops the cell.
///
/// - Parameters:
///   - value: What was found; `nan` never passes.
///   - expected: What it should be near.
///   - tolerance: The largest difference that passes: a number of 0 or more.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect<Value: BinaryFloatingPoint>(
    _ value: Value, near expected: Double, within tolerance: Double, _ name: String, line: Int = #line
) {
    checkTolerance(tolerance)
    let found = Double(value)
    guard !found.isNaN, !expected.isNaN else {
        return record(name, false, "\(general(found)) is not near \(general(expected)): nan is not a number", line)
    }
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
/// stops the cell. A tensor without values passes no check.
///
/// - Parameters:
///   - tensor: What was found.
///   - expected: What it should be near: a tensor of the same shape, or one number for all values.
///   - tolerance: The largest difference that passes: a number of 0 or more.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter, filled in by the compiler.
public func expect(
    _ tensor: Tensor, near expected: Tensor, within tolerance: Double, _ name: String, line: Int = #line
) {
    guard tensor.shape == expected.shape || expected.shape.isEmpty else {
        return record(name, false, "shape \(tensor.shape), expected \(expected.shape)", line)
    }
    let wanted =
        expected.shape.isEmpty
        ? [Double](repeating: expected.item(), count: tensor.numel) : expected.scalars
    let differences = zip(tensor.scalars, wanted).map { $0 == $1 ? 0 : ($0 - $1).magnitude }
    let worst = differences.indices.max { a, b in
        // A difference that is not a number is the worst there is.
        differences[a].isNaN ? false : differences[b].isNaN || differences[a] < differences[b]
    }
    record(name, differences: differences, within: tolerance, line, worst: worst.map { tensor.place(ofElement: $0) })
}

extension Tensor {
    /// The place of an element, counted in row-major order, as it is written in a subscript.
    fileprivate func place(ofElement number: Int) -> String {
        var (rest, place): (Int, [Int]) = (number, [])
        for size in shape.reversed() {
            place.insert(rest % size, at: 0)
            rest /= size
        }
        return "\(place)"
    }
}

/// Records a check: what is checked, whether it holds, what was found, and the line of the chapter.
func record(_ name: String, _ passed: Bool, _ detail: String, _ line: Int) {
    CellChannel.send(.check(Check(name: name, passed: passed, detail: detail, line: line)))
}

/// Records the check that none of some differences is larger than a tolerance. Where one is, the place of the worst is told.
func record(
    _ name: String, differences: [Double], within tolerance: Double, _ line: Int, worst place: String? = nil
) {
    checkTolerance(tolerance)
    guard let largest = differences.max() else { return recordEmpty(name, line) }
    let count = differences.count { $0.isNaN }
    if count > 0 {
        let what =
            differences.count == 1 ? "it is nan, not a number" : "\(count) of \(differences.count) are nan, not numbers"
        let example = differences.count == 1 ? "" : place.map { ", such as that at \($0)" } ?? ""
        return record(name, false, what + example, line)
    }
    let detail = "off by \(general(largest)) at most, expected within \(general(tolerance))"
    let passed = largest <= tolerance
    let worst = passed || differences.count < 2 ? "" : place.map { ", the worst at \($0)" } ?? ""
    record(name, passed, detail + worst, line)
}

/// Records that a check was made of nothing, which proves nothing.
func recordEmpty(_ name: String, _ line: Int) { record(name, false, "there are no values to check", line) }

/// Ends the program where a tolerance is none: every number would pass, or no number could.
func checkTolerance(_ tolerance: Double) {
    guard tolerance >= 0, tolerance.isFinite else {
        stop("expect", "within: \(general(tolerance)) is no tolerance; it takes a number of 0 or more")
    }
}
