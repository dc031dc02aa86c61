extension Tensor {
    /// Computes the derivative of this tensor with respect to every leaf it came from, and adds it to their `grad`.
    ///
    /// ```swift
    /// let x = Tensor([1.0, 2, 3], requiresGrad: true)
    /// (x * x).sum().backward()
    /// print(x.grad!)
    /// ```
    /// ```output
    /// tensor([2., 4., 6.])
    /// ```
    ///
    /// - Parameters:
    ///   - gradient: the derivative of the final result with respect to this tensor, of its shape; needed unless this
    ///     tensor is a single number, whose is 1.
    ///   - retainGraph: whether what the recorded ops saved is kept for a second call.
    public func backward(gradient: Tensor? = nil, retainGraph: Bool = false) {
        guard requiresGrad else {
            stop("backward", "this tensor came from no tensor with requiresGrad, or was computed within noGrad")
        }
        if gradient == nil && numel != 1 {
            stop(
                "backward",
                "needs a tensor of one element, and this one has shape \(shape): reduce it, or pass `gradient:`")
        }
        if let gradient, gradient.shape != shape {
            stopForShapes("backward", shape, gradient.shape, "the gradient must have the tensor's shape")
        }
        noGrad {
            let seed = gradient?.detach() ?? Tensor.ones(shape)
            guard let node = currentNode else { return accumulate(seed) }
            var queue = NodeQueue()
            node.receive(seed)
            queue.insert(node)
            while let node = queue.removeLatest() { node.propagate(into: &queue, retainGraph: retainGraph) }
        }
    }

    /// Adds to the `grad` of a leaf. A gradient that something else may still refer to is copied first.
    fileprivate func accumulate(_ gradient: consuming Tensor) {
        guard let grad else {
            let isOwn = isKnownUniquelyReferenced(&gradient) && isKnownUniquelyReferenced(&gradient.storage)
            self.grad = isOwn && gradient.isContiguous ? gradient.detach() : gradient.copiedValues()
            return
        }
        self.grad = grad + gradient
    }
}

extension Node {
    /// Computes the gradients of this op's inputs and sends them on.
    fileprivate func propagate(into queue: inout NodeQueue, retainGraph: Bool) {
        guard let gradient = pending else { return }
        pending = nil
        ownsPending = false
        guard let rule else {
            stop(
                "backward",
                "the graph through \(name) was already used and freed; "
                    + "pass retainGraph: true to the first backward() to use it twice")
        }
        var gradients = rule(BackwardContext(gradient, self))
        if !retainGraph { free() }
        for index in gradients.indices {
            guard let gradient = gradients[index].take() else { continue }
            switch edges[index] {
            case .none: break
            case .leaf(let tensor): tensor.accumulate(gradient)
            case .node(let node):
                if node.pending == nil { queue.insert(node) }
                node.receive(gradient)
            }
        }
    }
}

/// The ops whose gradients wait to be sent on; the latest comes first. A binary heap.
private struct NodeQueue {
    private var nodes: [Node] = []

    mutating func insert(_ node: Node) {
        nodes.append(node)
        var child = nodes.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard nodes[parent].id < nodes[child].id else { return }
            nodes.swapAt(parent, child)
            child = parent
        }
    }

    mutating func removeLatest() -> Node? {
        guard !nodes.isEmpty else { return nil }
        nodes.swapAt(0, nodes.count - 1)
        let latest = nodes.removeLast()
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < nodes.count else { return latest }
            if child + 1 < nodes.count && nodes[child].id < nodes[child + 1].id { child += 1 }
            guard nodes[parent].id < nodes[child].id else { return latest }
            nodes.swapAt(parent, child)
            parent = child
        }
    }
}
