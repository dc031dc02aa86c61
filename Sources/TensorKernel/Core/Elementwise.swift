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
    if a.isContiguous && b.isContiguous && a.shape == b.shape {
        let result = Tensor(uninitialized: a.shape, R.dtype)
        let (left, right, to) = (a.pointer(A.self), b.pointer(B.self), result.pointer(R.self))
        Parallel.forRanges(result.numel) { range in
            for index in range { to[index] = f(left[index], right[index]) }
        }
        return result
    }
    if a.isContiguous && b.numel == 1 && b.ndim <= a.ndim {
        let value = b.pointer(B.self).pointee
        return mapElements(a) { f($0, value) }
    }
    if b.isContiguous && a.numel == 1 && a.ndim <= b.ndim {
        let value = a.pointer(A.self).pointee
        return mapElements(b) { f(value, $0) }
    }
    return zipBroadcast(name, a, b, f)
}

/// `zipElements` for operands that are not laid out alike.
@inline(__always)
private func zipBroadcast<A: Element, B: Element, R: Element>(
    _ name: String, _ a: Tensor, _ b: Tensor, _ f: (A, B) -> R
) -> Tensor {
    let shape = Layout.broadcast(a.shape, b.shape, in: name)
    let result = Tensor(uninitialized: shape, R.dtype)
    let plan = BroadcastPlan(shape, [a.expandedLayout(shape), b.expandedLayout(shape)])
    let (left, right, to) = (a.pointer(A.self), b.pointer(B.self), result.pointer(R.self))
    let (leftStride, rightStride) = (plan.rowStrides[0], plan.rowStrides[1])
    plan.forPieces { rows, columns in
        for row in rows {
            let left = left + plan.start(of: row, operand: 0)
            let right = right + plan.start(of: row, operand: 1)
            let to = to + row * plan.rowCount
            switch (leftStride, rightStride) {
            case (1, 1):
                for column in columns { to[column] = f(left[column], right[column]) }
            case (1, 0):
                let value = right.pointee
                for column in columns { to[column] = f(left[column], value) }
            case (0, 1):
                let value = left.pointee
                for column in columns { to[column] = f(value, right[column]) }
            default:
                for column in columns { to[column] = f(left[column * leftStride], right[column * rightStride]) }
            }
        }
    }
    return result
}

/// Writes `f(old value, b)` into every value of `target`, which `b` must broadcast to.
@inline(__always)
func updateElements<A: Element, B: Element>(_ name: String, _ target: Tensor, _ b: Tensor, _ f: (A, B) -> A) {
    let to = target.pointer(A.self)
    let right = b.pointer(B.self)
    if target.isContiguous && b.isContiguous && target.shape == b.shape {
        Parallel.forRanges(target.numel) { range in
            for index in range { to[index] = f(to[index], right[index]) }
        }
        return
    }
    guard let expanded = b.layout.expanded(to: target.shape) else {
        stopForShapes(name, target.shape, b.shape, "the second does not broadcast to the first, whose values change")
    }
    let plan = BroadcastPlan(target.shape, [target.layout, expanded])
    let (stride, rightStride) = (plan.rowStrides[0], plan.rowStrides[1])
    plan.forPieces { rows, columns in
        for row in rows {
            let to = to + plan.start(of: row, operand: 0)
            let right = right + plan.start(of: row, operand: 1)
            switch (stride, rightStride) {
            case (1, 1):
                for column in columns { to[column] = f(to[column], right[column]) }
            case (1, 0):
                let value = right.pointee
                for column in columns { to[column] = f(to[column], value) }
            default:
                for column in columns { to[column * stride] = f(to[column * stride], right[column * rightStride]) }
            }
        }
    }
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
