/// Makes `result` remember that the op `name` computed it from `inputs`, if gradients are recorded and one is wanted.
///
/// `rule` must not capture tensors: what it needs is listed in `saving` and comes back in the context, whose gradient
/// has the shape of `result`. It returns one gradient, of its shape, for each of `inputs`.
func differentiable(
    _ name: StaticString, _ inputs: [Tensor], saving: [Tensor] = [], _ result: Tensor, _ rule: @escaping Node.Rule
) -> Tensor {
    guard GradientMode.isEnabled, inputs.contains(where: \.requiresGrad) else { return result }
    let saved = saving.map { tensor in
        let keepsGraph = tensor === result || tensor.requiresGrad
        return SavedTensor(tensor: keepsGraph ? tensor.detach() : tensor, version: tensor.storage.version)
    }
    result.node = Node(name, inputs.map(\.edge), saved, rule)
    return result
}

extension Tensor {
    /// This result of an op made of others, with the op's own name instead of that of the last of them.
    func named(_ name: StaticString) -> Tensor {
        node?.name = name
        return self
    }

    /// Whether gradients are recorded for this tensor: it is a leaf of which they were asked, or came from such leaves.
    public var requiresGrad: Bool {
        get {
            if base != nil { followBase() }
            return isLeafWithGradient || node != nil
        }
        set {
            guard node == nil else {
                if !newValue { stop("requiresGrad", "only leaves can be changed; use detach()") }
                return
            }
            if newValue && dtype != .float32 {
                stop("requiresGrad", "only float32 tensors have gradients, this one is \(dtype)")
            }
            isLeafWithGradient = newValue
        }
    }

    /// Whether no recorded op made this tensor.
    public var isLeaf: Bool { node == nil }

    /// The same values, outside of the graph of recorded ops; they are shared, not copied.
    public func detach() -> Tensor { Tensor(storage: storage, layout: layout, dtype: dtype) }

    /// Where the gradient of this tensor goes.
    var edge: Edge {
        if base != nil { followBase() }
        return if let node { .node(node) } else if isLeafWithGradient { .leaf(self) } else { .none }
    }

    /// Records this view anew where an in-place op has changed the values it shows since it was made.
    private func followBase() {
        guard let base, storage.version != viewedVersion, base.node != nil else { return }
        viewedVersion = storage.version
        let (place, whole) = (layout, base.shape)
        node = Node("asStrided", [base.edge], []) { context in
            let gradient = Tensor.zeros(whole)
            Tensor(storage: gradient.storage, layout: place, dtype: .float32).copy(from: context.gradient)
            return [gradient]
        }
    }
}
