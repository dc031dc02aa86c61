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
    result.node = Node(name, inputs.map(\.edge), saved, result: result, rule)
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
        get { isLeafWithGradient || !isLeaf }
        set {
            guard isLeaf else {
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
    public var isLeaf: Bool { node == nil && changedBase == nil }

    /// The same values, outside of the graph of recorded ops; they are shared, not copied.
    public func detach() -> Tensor { Tensor(storage: storage, layout: layout, dtype: dtype) }

    /// Where the gradient of this tensor goes.
    var edge: Edge {
        if let node = currentNode { .node(node) } else if isLeafWithGradient { .leaf(self) } else { .none }
    }

    /// The op that this tensor's present values came from.
    ///
    /// For a view that is the taking of the view or, where a recorded op has changed the values since, the taking of
    /// the same places out of the changed base. Nothing is kept, so that reading a tensor never changes it.
    var currentNode: Node? {
        guard let base = changedBase else { return node }
        let (place, whole) = (layout, base.layout)
        return Node("asStrided", [base.edge], [], result: self) { [Tensor.zeros(whole, with: $0.gradient, at: place)] }
    }

    /// The base of this view, if a recorded op has changed the base's values since the view was taken.
    private var changedBase: Tensor? {
        guard let base, storage.version != viewedVersion, base.node != nil else { return nil }
        return base
    }
}

extension Tensor {
    /// Zeros laid out as a base is, with `gradient` at the place of one of its views; the derivative of taking the view.
    ///
    /// Where the view shows one value in several places, their gradients are added.
    static func zeros(_ whole: Layout, with gradient: Tensor, at place: Layout) -> Tensor {
        let result = Tensor(zerosLaidOutAs: whole)
        let repeated = place.shape.indices.filter { place.strides[$0] == 0 && place.shape[$0] > 1 }
        let once = repeated.reduce(place) { $0.sliced($1, from: 0, length: 1) }
        let sums = repeated.isEmpty ? gradient : gradient.sum(dims: repeated, keepdim: true)
        result.seen(through: once, of: whole).copy(from: sums)
        return result
    }

    /// Zeros with the strides of `layout`, from the beginning of a storage of their own.
    convenience init(zerosLaidOutAs layout: Layout) {
        let extent = layout.count == 0 ? 0 : zip(layout.shape, layout.strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
        let memory = Tensor.zeros([extent])
        self.init(
            storage: memory.storage, layout: Layout(shape: layout.shape, strides: layout.strides, offset: 0),
            dtype: .float32)
    }

    /// What a view with layout `place` of a base with layout `whole` shows of this tensor, which is laid out as the
    /// base is.
    func seen(through place: Layout, of whole: Layout) -> Tensor {
        let offset = place.offset - whole.offset
        return Tensor(
            storage: storage, layout: Layout(shape: place.shape, strides: place.strides, offset: offset), dtype: dtype)
    }
}
