/// How well derivatives agree with differences; see `gradcheck`.
public struct GradientCheck: Sendable, CustomStringConvertible {
    /// Whether every derivative agrees within the tolerances.
    public let passed: Bool
    /// Where the two differ most, and by how much.
    public let description: String
}

/// Compares the derivatives that `backward()` computes with central differences (f(x + ε) − f(x − ε)) / 2ε.
///
/// Values are single-precision, so ε is large and the tolerances are wide; inputs should be of size about 1 and not near
/// a kink of `function`. A result of several values is weighted with fixed, differing factors and summed.
///
/// ```swift
/// print(gradcheck([Tensor([0.5, -1.0], requiresGrad: true)]) { $0[0].tanh() }.passed)
/// ```
/// ```output
/// true
/// ```
///
/// - Parameters:
///   - inputs: float32 tensors; those with `requiresGrad` are checked. Their `grad` is not touched.
///   - epsilon: the step ε.
///   - atol: the difference that is always allowed.
///   - rtol: the difference allowed in relation to the central difference.
///   - function: what is checked; it must give the same result whenever it is called with the same values.
/// - Returns: whether all agree, and where they differ most.
public func gradcheck(
    _ inputs: [Tensor], epsilon: Double = 1e-2, atol: Double = 2e-3, rtol: Double = 1e-2,
    _ function: ([Tensor]) -> Tensor
) -> GradientCheck {
    let leaves = inputs.map { input in
        let leaf = input.copiedValues()
        leaf.requiresGrad = input.requiresGrad
        return leaf
    }
    let result = function(leaves)
    let weights = Tensor((0..<result.numel).map { 0.5 + Double($0 * 37 % 11) / 10 }, shape: result.shape)
    guard result.requiresGrad else {
        return GradientCheck(passed: false, description: "the result does not depend on an input with requiresGrad")
    }
    (result * weights).sum().backward()

    func weightedSum() -> Double {
        zip(noGrad { function(leaves) }.scalars, weights.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var worst = (excess: -Double.infinity, description: "no input has requiresGrad")
    for (number, leaf) in leaves.enumerated() where leaf.requiresGrad {
        let derivatives = leaf.grad?.scalars ?? [Double](repeating: 0, count: leaf.numel)
        let values = leaf.pointer(Float.self)
        for index in 0..<leaf.numel {
            let value = values[index]
            let (above, below) = (value + Float(epsilon), value - Float(epsilon))
            values[index] = above
            let sumAbove = weightedSum()
            values[index] = below
            let sumBelow = weightedSum()
            values[index] = value
            let difference = (sumAbove - sumBelow) / Double(above - below)
            let gap = (derivatives[index] - difference).magnitude
            let excess = gap - atol - rtol * difference.magnitude
            if !(excess <= worst.excess) {
                worst = (
                    excess,
                    "input \(number), value \(index): backward gives \(derivatives[index]), differences \(difference)"
                )
            }
        }
    }
    return GradientCheck(passed: worst.excess <= 0, description: worst.description)
}
