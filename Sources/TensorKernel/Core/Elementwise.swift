/// A new tensor of `f(x)` for every value x.
@inline(__always)
func mapElements<A: Element, R: Element>(_ x: Tensor, _ f: (A) -> R) -> Tensor {
    let source = x.contiguousValues()
    let result = Tensor(uninitialized: x.shape, R.dtype)
    let (from, to) = (source.pointer(A.self), result.pointer(R.self))
    Parallel.forRanges(result.numel) { range in
        for index in range { to[index] = f(from[index]) }
    }
    return withExtendedLifetime(source) { result }
}

/// A new tensor of `f(a, b)` for every pair of values, after broadcasting.
@inline(__always)
func zipElements<A: Element, B: Element, R: Element>(
    _ name: String, _ a: Tensor, _ b: Tensor, _ f: (A, B) -> R
) -> Tensor {
    let shape = Layout.broadcast(a.shape, b.shape, in: name)
    let result = Tensor(uninitialized: shape, R.dtype)
    let plan = BroadcastPlan(shape, a.layout, b.layout)
    let (leftValues, rightValues, values) = (a.pointer(A.self), b.pointer(B.self), result.pointer(R.self))
    let (leftStride, rightStride) = (plan.leftStride, plan.rightStride)
    WorkerPool.shared.run(plan.pieceCount) { piece in
        for row in plan.rows(of: piece) {
            let run = plan.run(row, of: piece)
            let (left, right, to, count) = (
                leftValues + run.left, rightValues + run.right, values + run.result, run.count
            )
            switch (leftStride, rightStride) {
            case (1, 1):
                for index in 0..<count { to[index] = f(left[index], right[index]) }
            case (1, 0):
                let value = right.pointee
                for index in 0..<count { to[index] = f(left[index], value) }
            case (0, 1):
                let value = left.pointee
                for index in 0..<count { to[index] = f(value, right[index]) }
            default:
                for index in 0..<count { to[index] = f(left[index * leftStride], right[index * rightStride]) }
            }
        }
    }
    return withExtendedLifetime((a, b)) { result }
}

/// Writes `f(old value, b)` into every value of `target`, which `b` must broadcast to.
@inline(__always)
func updateElements<A: Element, B: Element>(_ name: String, _ target: Tensor, _ b: Tensor, _ f: (A, B) -> A) {
    guard target.shape == b.shape || b.layout.expanded(to: target.shape) != nil else {
        stopForShapes(name, target.shape, b.shape, "the second does not broadcast to the first, whose values change")
    }
    let plan = BroadcastPlan(target.shape, target.layout, b.layout)
    let (values, rightValues) = (target.pointer(A.self), b.pointer(B.self))
    let (stride, rightStride) = (plan.leftStride, plan.rightStride)
    WorkerPool.shared.run(plan.pieceCount) { piece in
        for row in plan.rows(of: piece) {
            let run = plan.run(row, of: piece)
            let (to, right, count) = (values + run.left, rightValues + run.right, run.count)
            if stride == 1 && rightStride == 1 {
                for index in 0..<count { to[index] = f(to[index], right[index]) }
            } else if stride == 1 && rightStride == 0 {
                let value = right.pointee
                for index in 0..<count { to[index] = f(to[index], value) }
            } else {
                for index in 0..<count { to[index * stride] = f(to[index * stride], right[index * rightStride]) }
            }
        }
    }
    withExtendedLifetime((target, b)) {}
}

extension Tensor {
    /// The layout after broadcasting to `shape`, which must have come from `Layout.broadcast`.
    func expandedLayout(_ shape: [Int]) -> Layout {
        guard let expanded = layout.expanded(to: shape) else {
            stopForShapes("broadcast", self.shape, shape, "the first does not stretch to the second")
        }
        return expanded
    }

    /// The same values in row-major order, outside of autograd: this tensor itself where it has them so.
    func contiguousValues() -> Tensor {
        if layout.isContiguous { return self }
        let result = Tensor(uninitialized: shape, dtype)
        switch dtype {
        case .float32: updateElements("copy", result, self) { (_: Float, new: Float) in new }
        case .int64: updateElements("copy", result, self) { (_: Int, new: Int) in new }
        case .bool: updateElements("copy", result, self) { (_: Bool, new: Bool) in new }
        }
        return result
    }

    /// A copy of the values in row-major order, outside of autograd.
    func copiedValues() -> Tensor {
        let result = Tensor(uninitialized: shape, dtype)
        switch dtype {
        case .float32: updateElements("copy", result, self) { (_: Float, new: Float) in new }
        case .int64: updateElements("copy", result, self) { (_: Int, new: Int) in new }
        case .bool: updateElements("copy", result, self) { (_: Bool, new: Bool) in new }
        }
        return result
    }

    /// The values in another type, outside of autograd.
    func convertedValues(_ target: DType) -> Tensor {
        switch (dtype, target) {
        case (.float32, .int64): mapElements(self) { (x: Float) in Int(converting: Double(x)) }
        case (.float32, .bool): mapElements(self) { (x: Float) in x != 0 }
        case (.int64, .float32): mapElements(self) { (x: Int) in Float(x) }
        case (.int64, .bool): mapElements(self) { (x: Int) in x != 0 }
        case (.bool, .float32): mapElements(self) { (x: Bool) -> Float in x ? 1 : 0 }
        case (.bool, .int64): mapElements(self) { (x: Bool) -> Int in x ? 1 : 0 }
        default: self
        }
    }
}
