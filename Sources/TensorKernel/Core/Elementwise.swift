/// A new tensor of what `row` computes from each value; see `MapRow`.
func mapElements<A: Element, R: Element>(_ x: Tensor, _ row: (MapRow<A, R>) -> Void) -> Tensor {
    let source = x.contiguousValues()
    let result = Tensor(uninitialized: x.shape, R.dtype)
    let (from, to) = (source.pointer(A.self), result.pointer(R.self))
    Parallel.forRanges(result.numel) { range in
        row(MapRow(from: from + range.lowerBound, to: to + range.lowerBound, count: range.count))
    }
    return withExtendedLifetime(source) { result }
}

/// A new tensor of a function of each value, as float32.
func mapElements(_ x: Tensor, _ function: VectorFunction) -> Tensor {
    mapElements(x.convertedValues(.float32)) { (row: MapRow<Float, Float>) in
        function.map(row.from, to: row.to, count: row.count)
    }
}

/// A new tensor of what `row` computes from each pair of values after broadcasting; see `ZipRow`.
func zipElements<A: Element, B: Element, R: Element>(
    _ name: String, _ a: Tensor, _ b: Tensor, _ row: (ZipRow<A, B, R>) -> Void
) -> Tensor {
    let shape = Layout.broadcast(a.shape, b.shape, in: name)
    let result = Tensor(uninitialized: shape, R.dtype)
    let plan = BroadcastPlan(shape, a.layout, b.layout)
    let (left, right, to) = (a.pointer(A.self), b.pointer(B.self), result.pointer(R.self))
    plan.forRows { start in
        row(
            ZipRow(
                left: left + start.left, leftStride: plan.leftStride, right: right + start.right,
                rightStride: plan.rightStride, to: to + start.result, count: start.count))
    }
    return withExtendedLifetime((a, b)) { result }
}

/// Lets `row` change every value of `target`, which `b` must broadcast to; see `UpdateRow`.
func updateElements<A: Element, B: Element>(
    _ name: String, _ target: Tensor, _ b: Tensor, _ row: (UpdateRow<A, B>) -> Void
) {
    guard target.shape == b.shape || b.layout.expanded(to: target.shape) != nil else {
        stopForShapes(name, target.shape, b.shape, "the second does not broadcast to the first, whose values change")
    }
    let plan = BroadcastPlan(target.shape, target.layout, b.layout)
    let (values, right) = (target.pointer(A.self), b.pointer(B.self))
    plan.forRows { start in
        row(
            UpdateRow(
                values: values + start.left, stride: plan.leftStride, right: right + start.right,
                rightStride: plan.rightStride, count: start.count))
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
    func contiguousValues() -> Tensor { layout.isContiguous ? self : copiedValues() }

    /// A copy of the values in row-major order, outside of autograd.
    func copiedValues() -> Tensor {
        let result = Tensor(uninitialized: shape, dtype)
        if copyTransposed(to: result) { return result }
        switch dtype {
        case .float32: updateElements("copy", result, self) { $0.each { (_: Float, new: Float) in new } }
        case .int64: updateElements("copy", result, self) { $0.each { (_: Int, new: Int) in new } }
        case .bool: updateElements("copy", result, self) { $0.each { (_: Bool, new: Bool) in new } }
        }
        return result
    }

    /// Copies a matrix that lies column by column; false where this is none.
    private func copyTransposed(to result: Tensor) -> Bool {
        guard dtype == .float32, ndim == 2, layout.strides[0] == 1, layout.strides[1] >= shape[0], numel > 64 else {
            return false
        }
        let (rows, columns, distance) = (shape[0], shape[1], layout.strides[1])
        let (from, to) = (pointer(Float.self), result.pointer(Float.self))
        Parallel.forRanges(rows, size: Swift.max(64, Parallel.elementsPerPiece / columns)) { range in
            copyMatrixTransposed(
                from + range.lowerBound, distance, rows: columns, columns: range.count,
                to: to + range.lowerBound * columns, columns)
        }
        return true
    }

    /// The values in another type, outside of autograd.
    func convertedValues(_ target: DType) -> Tensor {
        switch (dtype, target) {
        case (.float32, .int64): mapElements(self) { $0.each { (x: Float) in Int(converting: Double(x)) } }
        case (.float32, .bool): mapElements(self) { $0.each { (x: Float) in x != 0 } }
        case (.int64, .float32): mapElements(self) { $0.each { (x: Int) in Float(x) } }
        case (.int64, .bool): mapElements(self) { $0.each { (x: Int) in x != 0 } }
        case (.bool, .float32): mapElements(self) { $0.each { (x: Bool) -> Float in x ? 1 : 0 } }
        case (.bool, .int64): mapElements(self) { $0.each { (x: Bool) -> Int in x ? 1 : 0 } }
        default: self
        }
    }
}
