// One step of gated recurrent layers, from the affine maps of the input and the state, in which a row has the numbers of one gate
// after those of another. Their derivatives follow from those of sigmoid, σ·(1 − σ), and tanh, 1 − tanh².

/// h′ = n + z · (h − n) with r = σ(a_r + b_r), z = σ(a_z + b_z) and n = tanh(a_n + r · b_n), for a the input's affine map and b the
/// state's.
package func gruStep(_ a: Tensor, _ b: Tensor, _ h: Tensor) -> Tensor {
    let (a, b, h) = (a.contiguous(), b.expandedTo(a.shape), h.expandedTo(gateShape(a.shape, 3)))
    let size = h.size(-1)
    let rows = h.numel / Swift.max(1, size)
    let (result, gates) = (Tensor(uninitialized: h.shape, .float32), Tensor(uninitialized: a.shape, .float32))
    let (input, state, before) = (a.pointer(Float.self), b.pointer(Float.self), h.pointer(Float.self))
    let (to, gate) = (result.pointer(Float.self), gates.pointer(Float.self))
    forRows(rows, size) { row in
        let (single, triple) = (row * size, 3 * row * size)
        GateRow.gru(input + triple, state + triple, before + single, to: to + single, gates: gate + triple, size)
    }
    return withExtendedLifetime((a, b, h)) {
        differentiable("gruStep", [a, b, h], saving: [gates, b, h], result) { context in
            let (gates, b, h) = (context[0], context[1], context[2])
            let gradient = context.gradient.contiguousValues()
            let inputs = Tensor(uninitialized: gates.shape, .float32)
            let (states, before) = (
                Tensor(uninitialized: gates.shape, .float32), Tensor(uninitialized: h.shape, .float32)
            )
            forRows(rows, size) { row in
                let (single, triple) = (row * size, 3 * row * size)
                GateRow.gruGradient(
                    gradient.pointer() + single, gates: gates.pointer() + triple, state: b.pointer() + triple,
                    h: h.pointer() + single, input: inputs.pointer() + triple, state: states.pointer() + triple,
                    h: before.pointer() + single, size)
            }
            return [inputs, states, before]
        }
    }
}

/// c′ = f · c + i · g and h′ = o · tanh(c′) with i, f, o = σ(a + b) and g = tanh(a + b), in the order i, f, g, o, for a the input's
/// affine map and b the state's.
package func lstmStep(_ a: Tensor, _ b: Tensor, _ c: Tensor) -> (h: Tensor, c: Tensor) {
    let (a, b, c) = (a.contiguous(), b.expandedTo(a.shape), c.expandedTo(gateShape(a.shape, 4)))
    let (size, count) = (c.size(-1), c.numel)
    let rows = count / Swift.max(1, size)
    // The next state, and after it the next memory.
    let (result, gates) = (Tensor(uninitialized: [2] + c.shape, .float32), Tensor(uninitialized: a.shape, .float32))
    let (input, state, before) = (a.pointer(Float.self), b.pointer(Float.self), c.pointer(Float.self))
    let (to, gate) = (result.pointer(Float.self), gates.pointer(Float.self))
    forRows(rows, size) { row in
        let (single, quadruple) = (row * size, 4 * row * size)
        GateRow.lstm(
            input + quadruple, state + quadruple, before + single, h: to + single, next: to + count + single,
            gates: gate + quadruple, size)
    }
    let both = withExtendedLifetime((a, b, c)) {
        differentiable("lstmStep", [a, b, c], saving: [gates, c, result], result) { context in
            let (gates, c, next) = (context[0], context[1], context[2])
            let gradient = context.gradient.contiguousValues()
            let maps = Tensor(uninitialized: gates.shape, .float32)
            let memories = Tensor(uninitialized: c.shape, .float32)
            forRows(rows, size) { row in
                let (single, quadruple) = (row * size, 4 * row * size)
                GateRow.lstmGradient(
                    gradient.pointer() + single, gradient.pointer() + count + single,
                    gates: gates.pointer() + quadruple,
                    c: c.pointer() + single, next: next.pointer() + count + single, input: maps.pointer() + quadruple,
                    c: memories.pointer() + single, size)
            }
            return [maps, maps, memories]
        }
    }
    return (both.select(0, 0), both.select(0, 1))
}

/// The shape of one of `gates` gates in rows of this shape.
private func gateShape(_ shape: [Int], _ gates: Int) -> [Int] { shape.dropLast() + [shape[shape.count - 1] / gates] }

/// Calls `body` for each row; a value of a step costs as much as dozens of sums.
private func forRows(_ rows: Int, _ size: Int, _ body: (Int) -> Void) {
    Parallel.forRanges(rows, size: Swift.max(1, Parallel.elementsPerPiece / 16 / Swift.max(1, size))) { range in
        for row in range { body(row) }
    }
}

extension Tensor {
    /// These values with this shape, after broadcasting, in row-major order.
    fileprivate func expandedTo(_ shape: [Int]) -> Tensor { (self.shape == shape ? self : expand(shape)).contiguous() }
}
