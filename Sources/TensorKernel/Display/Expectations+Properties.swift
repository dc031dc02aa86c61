// Checks of what a lesson claims beyond single numbers. Like all checks they never stop the cell, and `line` is filled in by the
// compiler.

/// Records the named check that derivatives agree with differences, as `gradcheck` found.
///
/// - Parameters:
///   - gradients: What `gradcheck` found.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect(_ gradients: GradientCheck, _ name: String, line: Int = #line) {
    record(name, gradients.passed, gradients.passed ? "" : gradients.description, line)
}

/// Records the named check that a tensor has a shape.
///
/// - Parameters:
///   - tensor: What was found.
///   - shape: The shape it should have.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect(_ tensor: Tensor, shape: [Int], _ name: String, line: Int = #line) {
    let isRight = tensor.shape == shape
    record(name, isRight, isRight ? "\(shape)" : "shape \(tensor.shape), expected \(shape)", line)
}

/// Records the named check that a number lies in a range.
///
/// - Parameters:
///   - value: What was found; `nan` lies in no range.
///   - range: Where it should lie, both ends included.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect<Value: BinaryFloatingPoint>(
    _ value: Value, in range: ClosedRange<Double>, _ name: String, line: Int = #line
) {
    record(name, range.contains(Double(value)), "\(general(Double(value))), expected \(words(range))", line)
}

/// Records the named check that every value of a tensor lies in a range.
///
/// - Parameters:
///   - tensor: What was found; `nan` lies in no range.
///   - range: Where its values should lie, both ends included.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect(_ tensor: Tensor, in range: ClosedRange<Double>, _ name: String, line: Int = #line) {
    guard tensor.numel > 0 else { return recordEmpty(name, line) }
    let outside = tensor.scalars.filter { !range.contains($0) }
    let detail =
        outside.first.map { "\(outside.count) of \(tensor.numel) values outside, such as \(general($0)), expected " }
        ?? ""
    record(name, outside.isEmpty, detail + words(range), line)
}

/// Records the named check that the sums of a tensor along a dimension are near a number, as those of probabilities are near 1.
///
/// - Parameters:
///   - tensor: What was found.
///   - sum: What each sum should be near.
///   - dim: The dimension along which values are summed; negative dimensions count from the last one.
///   - tolerance: The largest difference that passes.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect(
    _ tensor: Tensor, sumsTo sum: Double, dim: Int = -1, within tolerance: Double = 1e-5, _ name: String,
    line: Int = #line
) {
    let sums = noGrad { tensor.sum(dim: dim) }
    record(name, differences: sums.scalars.map { ($0 - sum).magnitude }, within: tolerance, line)
}

/// Records the named check that numbers fall from each to the next.
///
/// - Parameters:
///   - values: The numbers, in order; `nan` never falls.
///   - tolerance: How far one may lie above the one before it; the last must lie below the first all the same.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
public func expect<Value: BinaryFloatingPoint>(
    falling values: [Value], within tolerance: Double = 0, _ name: String, line: Int = #line
) {
    checkTolerance(tolerance)
    let values = values.map { Double($0) }
    let rise = zip(values, values.dropFirst()).enumerated().first { _, pair in
        tolerance > 0 ? !(pair.1 <= pair.0 + tolerance) : !(pair.1 < pair.0)
    }
    guard let first = values.first, let last = values.last, values.count > 1 else {
        return record(name, false, "\(values.count) values cannot fall", line)
    }
    if let (step, (before, after)) = rise {
        return record(name, false, "from \(general(before)) to \(general(after)) at step \(step + 2)", line)
    }
    record(name, last < first, "from \(general(first)) to \(general(last))", line)
}

/// Records the named check that a computation gives the same values, bit for bit, each time it is run.
///
/// - Parameters:
///   - runs: How often it is run.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
///   - body: The computation.
/// - Throws: What the computation throws.
public func expect(
    runs: Int, _ name: String, line: Int = #line, _ body: () throws -> Tensor
) rethrows {
    guard runs > 1 else { return record(name, false, "one run agrees with nothing: ask for 2 or more", line) }
    let first = try body()
    for run in 2...runs {
        let next = try body()
        if first.numel == 0, next.numel == 0 { return recordEmpty(name, line) }
        guard next.shape == first.shape else {
            return record(name, false, "run \(run) gives shape \(next.shape), the first \(first.shape)", line)
        }
        let pairs = zip(first.scalars, next.scalars)
        let different = pairs.count { $0 != $1 && !($0.isNaN && $1.isNaN) }
        if different > 0 {
            let detail = "run \(run) differs from the first in \(different) of \(first.numel) values"
            return record(name, false, detail, line)
        }
    }
    record(name, true, "\(runs) runs agree", line)
}

/// Records the named check that something holds whatever the seed. The default generator goes on afterwards as if nothing had
/// been drawn.
///
/// - Parameters:
///   - seeds: The seeds, each of which starts the default generator's stream before `body` runs.
///   - name: What is checked, in the lesson's words.
///   - line: The line of the chapter.
///   - holds: Whether it holds for a seed.
/// - Throws: What `holds` throws.
public func expect<Seeds: Sequence>(
    over seeds: Seeds, _ name: String, line: Int = #line, _ holds: (Seeds.Element) throws -> Bool
) rethrows where Seeds.Element: BinaryInteger {
    let generator = Generator.default
    let before = generator.withState { $0 }
    defer { generator.withState { $0 = before } }
    var count = 0
    var failing: [Seeds.Element] = []
    for seed in seeds {
        count += 1
        generator.manualSeed(UInt64(truncatingIfNeeded: seed))
        if try !holds(seed) { failing.append(seed) }
    }
    guard count > 0 else { return record(name, false, "there are no seeds", line) }
    let examples = failing.prefix(5).map { "\($0)" }.joined(separator: ", ")
    let detail =
        failing.isEmpty
        ? "for all \(count) seeds"
        : "not for \(failing.count) of \(count) seeds: \(examples)\(failing.count > 5 ? ", …" : "")"
    record(name, failing.isEmpty, detail, line)
}

private func words(_ range: ClosedRange<Double>) -> String {
    "\(general(range.lowerBound)) to \(general(range.upperBound))"
}
