// Ops that change the values of a tensor, and so of every view of them.

extension Tensor {
    /// Adds to the values of `a`.
    public static func += (a: Tensor, b: Tensor) {
        a.update("+=", with: b, recorded: { $0 + $1 }, float: { $0.each { $0 + $1 } }, int: { $0.each { $0 &+ $1 } })
    }
    /// Subtracts from the values of `a`.
    public static func -= (a: Tensor, b: Tensor) {
        a.update("-=", with: b, recorded: { $0 - $1 }, float: { $0.each { $0 - $1 } }, int: { $0.each { $0 &- $1 } })
    }
    /// Multiplies the values of `a`.
    public static func *= (a: Tensor, b: Tensor) {
        a.update(
            "*=", with: b, recorded: { $0.kept(for: $1) * $1 }, float: { $0.each { $0 * $1 } },
            int: { $0.each { $0 &* $1 } })
    }
    /// Divides the values of `a`, which must be float32.
    public static func /= (a: Tensor, b: Tensor) {
        a.update("/=", with: b, recorded: { $0.kept(for: $1) / $1 }, float: { $0.each { $0 / $1 } }, int: nil)
    }
    /// Adds a number to the values of `a`.
    public static func += <S: TensorScalar>(a: Tensor, b: S) { a += Tensor(b) }
    /// Subtracts a number from the values of `a`.
    public static func -= <S: TensorScalar>(a: Tensor, b: S) { a -= Tensor(b) }
    /// Multiplies the values of `a` by a number.
    public static func *= <S: TensorScalar>(a: Tensor, b: S) { a *= Tensor(b) }
    /// Divides the values of `a` by a number.
    public static func /= <S: TensorScalar>(a: Tensor, b: S) { a /= Tensor(b) }

    /// Adds `factor` · `other`, a step of gradient descent, in one pass.
    ///
    /// ```swift
    /// let w = Tensor([1.0, 2])
    /// w.addScaled(Tensor([10.0, 10]), by: -0.1)
    /// print(w)
    /// ```
    /// ```output
    /// tensor([0., 1.])
    /// ```
    public func addScaled(_ other: Tensor, by factor: Double) {
        let factor = Float(factor)
        update(
            "addScaled", with: other, recorded: { $0 + $1 * factor }, float: { $0.each { $0 + $1 * factor } }, int: nil)
    }

    /// Sets every value to the one of `source` at its place, after broadcasting and converting.
    public func copy(from source: Tensor) { copy(from: source, recordedAs: "copy") }

    /// Sets every value to the one of `source` at its place, an op that autograd knows as `name`.
    ///
    /// ∂/∂source = 1, summed over what was stretched; the former values have the derivative 0.
    func copy(from source: Tensor, recordedAs name: StaticString) {
        let sourceShape = source.shape
        update(
            "copy", with: source.to(dtype),
            recorded: { target, values in
                let result = noGrad { values + Tensor.zeros(like: target) }
                return differentiable(name, [target, values], result) { context in
                    [
                        context.needs(0) ? Tensor.zeros(like: context.gradient) : nil,
                        context.needs(1) ? context.gradient.summed(to: sourceShape) : nil,
                    ]
                }
            }, float: { $0.each { $1 } }, int: { $0.each { $1 } })
    }

    /// Sets every value to `value`.
    public func fill<S: TensorScalar>(_ value: S) { copy(from: Tensor(value), recordedAs: "fill") }

    /// The values that are about to change, for a product or quotient with `other`, whose derivative needs them.
    private func kept(for other: Tensor) -> Tensor { other.requiresGrad ? clone() : self }

    /// Changes the values to `recorded(self, other)`, which `float` and `int` write row by row.
    private func update(
        _ name: String, with other: Tensor, recorded: (Tensor, Tensor) -> Tensor,
        float: (UpdateRow<Float, Float>) -> Void, int: ((UpdateRow<Int, Int>) -> Void)?
    ) {
        guard !layout.repeatsValues else {
            stop(name, "an expanded tensor shows one value in several places; change its clone()")
        }
        let isRecorded = GradientMode.isEnabled && (requiresGrad || other.requiresGrad || base?.requiresGrad == true)
        if isRecorded {
            if isLeafWithGradient || base?.isLeafWithGradient == true {
                stop(name, "this would change a leaf whose gradient is wanted; do it within noGrad { }")
            }
            guard !isUnrecordedView else {
                stop(name, "this view was made within noGrad { }, so what it shows would lose the gradient")
            }
            become(recorded(self, other), name)
            return
        }
        // Values that are read and written through different layouts must not be read after they were written.
        let other = other.storage === storage && other.layout != layout ? other.copiedValues() : other
        switch dtype {
        case .float32: updateElements(name, self, other.convertedValues(.float32), float)
        case .int64:
            guard let int, other.dtype != .float32 else {
                stop(name, "the result would be float32, which a tensor of int64 cannot hold")
            }
            updateElements(name, self, other.convertedValues(.int64), int)
        case .bool:
            guard name == "copy" else { stop(name, "not defined for truth values") }
            updateElements(name, self, other.convertedValues(.bool)) { $0.each { (_: Bool, new: Bool) in new } }
        }
        storage.version += 1
    }

    /// Takes over the values of `result` and the op that made them.
    ///
    /// Through a view, the whole it shows changes: the gradient of the new values is that of their place, and none
    /// goes to the values they replace.
    private func become(_ result: Tensor, _ name: String) {
        guard result.shape == shape else {
            stopForShapes(name, shape, result.shape, "the result must have the shape of the tensor that changes")
        }
        updateElements(name, self, result) { $0.each { (_: Float, new: Float) in new } }
        storage.version += 1
        guard let base else {
            node = result.node
            return
        }
        guard !base.layout.repeatsValues else {
            stop(name, "this view belongs to an expanded tensor, which shows one value in several places")
        }
        let (place, whole) = (layout, base.layout)
        base.node = Node("assign", [base.edge, result.edge], [], result: base) { context in
            let gradient = Tensor(zerosLaidOutAs: whole)
            gradient.copy(from: context.gradient)
            let hole = gradient.seen(through: place, of: whole)
            let ofResult = hole.copiedValues()
            hole.fill(0)
            return [gradient, ofResult]
        }
    }
}
