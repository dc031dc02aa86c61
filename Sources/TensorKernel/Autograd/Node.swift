import Synchronization

/// Where a gradient goes next.
enum Edge {
    /// The input needs no gradient.
    case none
    /// Into the `grad` of a leaf.
    case leaf(Tensor)
    /// To the op that made the input.
    case node(Node)
}

/// One recorded op: what its derivative needs, and where the gradients of its inputs go.
final class Node {
    /// Computes the gradients of the inputs, in order; nil where none is needed.
    typealias Rule = (BackwardContext) -> [Tensor?]

    private static let lastID = Atomic<Int>(0)

    /// Later ops have greater numbers: walking them downwards meets every op before its inputs.
    let id: Int
    /// What messages and printed tensors call the op; ops made of others give the last of them their own name.
    var name: StaticString
    private(set) var edges: [Edge]
    private(set) var saved: [SavedTensor]
    private(set) var rule: Rule?
    /// What the op gave, for drawings of the graph.
    let result: RecordedResult?
    /// The sum of the gradients that have arrived in the running `backward()`.
    var pending: Tensor?
    var ownsPending = false

    init(
        _ name: StaticString, _ edges: [Edge], _ saved: [SavedTensor], result: Tensor? = nil, _ rule: @escaping Rule
    ) {
        self.result = result.map(RecordedResult.init)
        id = Node.lastID.add(1, ordering: .relaxed).newValue
        self.name = name
        self.edges = edges
        self.saved = saved
        self.rule = rule
    }

    /// Drops what the rule needs; a second `backward()` through the op is then an error.
    func free() {
        rule = nil
        saved = []
    }

    /// Adds a gradient that arrives at this op's result.
    func receive(_ gradient: Tensor) {
        guard let pending else {
            pending = gradient
            return
        }
        if ownsPending {
            updateElements("add", pending, gradient) { $0.each { (sum: Float, new: Float) in sum + new } }
        } else {
            self.pending = pending + gradient
            ownsPending = true
        }
    }

    /// Long chains are taken apart in a loop: releasing them link by link would overflow the stack.
    deinit {
        var rest: [Node] = []
        Node.collect(&edges, into: &rest)
        while var node = rest.popLast() {
            if isKnownUniquelyReferenced(&node) { Node.collect(&node.edges, into: &rest) }
        }
    }

    private static func collect(_ edges: inout [Edge], into nodes: inout [Node]) {
        for edge in edges {
            if case .node(let node) = edge { nodes.append(node) }
        }
        edges = []
    }
}

/// A tensor a derivative needs, with the version its values had.
struct SavedTensor {
    let tensor: Tensor
    let version: Int
}

/// What an op gave, as far as that costs no memory: the shape, and values only where they are few.
struct RecordedResult {
    /// More values than this are not kept, nor written out.
    static let mostValues = 6

    let layout: Layout
    private let storage: Storage?
    private let version: Int

    init(_ tensor: Tensor) {
        layout = tensor.layout
        storage = tensor.storage.byteCount <= Self.mostValues * MemoryLayout<Float>.stride ? tensor.storage : nil
        version = tensor.storage.version
    }

    /// The values; nil where they were many, or have changed since.
    var values: Tensor? {
        guard let storage, storage.version == version else { return nil }
        return Tensor(storage: storage, layout: layout, dtype: .float32)
    }
}

/// What a derivative rule is given.
struct BackwardContext {
    /// The derivative with respect to the op's result.
    let gradient: Tensor
    private let node: Node

    init(_ gradient: Tensor, _ node: Node) {
        self.gradient = gradient
        self.node = node
    }

    /// A tensor that the op saved; stops if its values have changed since.
    subscript(_ index: Int) -> Tensor {
        let saved = node.saved[index]
        if saved.tensor.storage.version != saved.version {
            stop(
                "backward",
                "\(node.name) needs values of shape \(saved.tensor.shape) that an in-place op has changed since: "
                    + "they are at version \(saved.tensor.storage.version), \(node.name) used version \(saved.version)")
        }
        return saved.tensor
    }

    /// The shape of a tensor that the op saved, for derivatives that do not need its values.
    func shape(_ index: Int) -> [Int] { node.saved[index].tensor.shape }

    /// Whether the gradient of an input is wanted at all.
    func needs(_ input: Int) -> Bool {
        if case .none = node.edges[input] { false } else { true }
    }
}
