import CellMessages

/// Draws the graph that was recorded on the way to a tensor: its ops, the leaves that they began with, shapes, the values of
/// small tensors, and the leaves' gradients once `backward()` has computed them.
///
/// Tensors of which no gradient was asked, such as a batch of pictures, are no part of what is recorded. The graph of a
/// large network is folded: the ops of a module, with its parameters and what follows within the module, become one node.
///
/// ```swift
/// let w = Tensor([1.0, 2], requiresGrad: true)
/// let loss = (w * w).sum()
/// loss.backward()
/// show(graph: loss, names: ["w": w], title: "The sum of squares")
/// ```
///
/// - Parameters:
///   - tensor: Where the graph ends, such as a loss; it must have been recorded.
///   - module: The network, which gives its parameters their names and a large graph its parts.
///   - names: Names of other leaves.
///   - title: What the graph shows.
public func show(
    graph tensor: Tensor, of module: Module? = nil, names: KeyValuePairs<String, Tensor> = [:], title: String = ""
) {
    guard let last = tensor.currentNode else {
        stop(
            "show(graph:)",
            "no op was recorded for this tensor: it came from no tensor with requiresGrad, or was computed within noGrad"
        )
    }
    let graph = RecordedGraph(endingWith: last)
    let outline = GraphOutline(graph, members: ModuleMembers(module), names: names)
    guard let nodes = outline.nodes else {
        stop(
            "show(graph:)",
            "the graph has \(graph.operations.count) ops, more than anybody could read"
                + (module == nil
                    ? "; pass the network, as in show(graph: loss, of: net), and they are folded by module" : ""))
    }
    let drawing = ComputationGraph(title: title, nodes: nodes)
    CellChannel.send(.display(id: CellChannel.newDisplayID(), .graph(drawing)))
}

/// Which module of a network each parameter belongs to, and what both are called.
private struct ModuleMembers {
    struct Parameter {
        var name: String
        /// The names of the modules around it, the outermost first; empty for a parameter of the network itself.
        var path: [String]
    }

    private(set) var parameters: [ObjectIdentifier: Parameter] = [:]
    /// What kind of module stands at a path.
    private(set) var types: [[String]: String] = [:]

    init(_ module: Module?) {
        if let module { add(module, at: []) }
    }

    private mutating func add(_ module: Module, at path: [String]) {
        types[path] = "\(type(of: module))"
        for (name, tensor) in module.ownTensors where parameters[ObjectIdentifier(tensor)] == nil {
            let name = (path + [name]).map(snakeCase).joined(separator: ".")
            parameters[ObjectIdentifier(tensor)] = Parameter(name: name, path: path)
        }
        for child in module.children {
            // A module in an array is called `blocks.0`.
            add(child.module, at: path + child.name.split(separator: ".").map(String.init))
        }
    }

    /// How many modules lie within each other at most.
    var depth: Int { parameters.values.map(\.path.count).max() ?? 0 }
}

/// The nodes of a drawing: one an op and a leaf where these are few, else one a module.
private struct GraphOutline {
    /// More ops than this are folded.
    private static let mostUnfolded = 20

    private let operations: [Node]
    private let members: ModuleMembers
    private let leafNames: [ObjectIdentifier: String]
    /// The module of each op, by its place among the ops, in a graph that is folded; nil for ops by themselves.
    private var modules: [[String]?]

    init(_ graph: RecordedGraph, members: ModuleMembers, names: KeyValuePairs<String, Tensor>) {
        operations = graph.operations
        self.members = members
        leafNames = Dictionary(names.map { (ObjectIdentifier($0.value), $0.key) }) { first, _ in first }
        modules = Array(repeating: nil, count: operations.count)
        guard operations.count > Self.mostUnfolded else { return }
        for depth in stride(from: members.depth, to: 0, by: -1) {
            modules = modules(to: depth)
            let alone = modules.count { $0 == nil }
            if alone + Set(modules.compactMap(\.self)).count <= Self.mostUnfolded { break }
        }
    }

    /// The modules that ops belong to, with modules deeper than `depth` as parts of the one around them: an op that takes a
    /// parameter belongs to the parameter's module, and what follows within one module to that.
    private func modules(to depth: Int) -> [[String]?] {
        var known: [ObjectIdentifier: [String]] = [:]
        return operations.enumerated().map { index, operation in
            let own = operation.edges.lazy.compactMap { edge -> [String]? in
                guard case .leaf(let leaf) = edge else { return nil }
                return members.parameters[ObjectIdentifier(leaf)].flatMap { $0.path.isEmpty ? nil : $0.path }
            }.first.map { Array($0.prefix(depth)) }
            var module = own
            // The last op is the result, and stands by itself.
            if module == nil, index < operations.count - 1 {
                let inputs = operation.edges.compactMap { edge -> [String]?? in
                    if case .node(let input) = edge { .some(known[ObjectIdentifier(input)]) } else { nil }
                }
                if let first = inputs.first, inputs.allSatisfy({ $0 == first }) { module = first }
            }
            known[ObjectIdentifier(operation)] = module
            return module
        }
    }

    /// The nodes, each op after its inputs but where a folded module comes back; nil where they are too many.
    var nodes: [ComputationGraph.Node]? {
        var nodes: [ComputationGraph.Node] = []
        var indices: [GraphKey: Int] = [:]
        for (operation, module) in zip(operations, modules) {
            let key = module.map(GraphKey.module) ?? .operation(ObjectIdentifier(operation))
            var inputs: [Int] = []
            for edge in operation.edges {
                switch edge {
                case .none: continue
                case .leaf(let leaf):
                    // The parameters of a folded module are within it.
                    if let module, let path = members.parameters[ObjectIdentifier(leaf)]?.path,
                        path.starts(with: module)
                    {
                        continue
                    }
                    inputs.append(index(of: leaf, in: &nodes, &indices))
                case .node(let input):
                    if let index = indices[.operation(ObjectIdentifier(input))] { inputs.append(index) }
                }
            }
            let index = indices[key] ?? nodes.count
            if index == nodes.count { nodes.append(node(operation, in: module)) }
            indices[key] = index
            indices[.operation(ObjectIdentifier(operation))] = index
            nodes[index].shape = operation.result?.layout.shape ?? []
            if module != nil { nodes[index].operations.append(operation.writtenName) }
            for input in inputs where input != index && !nodes[index].inputs.contains(input) {
                nodes[index].inputs.append(input)
            }
            guard nodes.count <= ComputationGraph.mostNodes else { return nil }
        }
        for index in nodes.indices { nodes[index].shortenOperations() }
        return nodes
    }

    private func index(
        of leaf: Tensor, in nodes: inout [ComputationGraph.Node], _ indices: inout [GraphKey: Int]
    ) -> Int {
        let key = GraphKey.leaf(ObjectIdentifier(leaf))
        if let index = indices[key] { return index }
        let name = leafNames[ObjectIdentifier(leaf)] ?? members.parameters[ObjectIdentifier(leaf)]?.name ?? ""
        nodes.append(
            ComputationGraph.Node(
                kind: .leaf, name: name, shape: leaf.shape, values: leaf.shortText ?? "",
                gradient: leaf.grad.map { $0.shortText ?? "‖·‖ = \($0.norm().detach().shortText ?? "")" } ?? ""))
        indices[key] = nodes.count - 1
        return nodes.count - 1
    }

    private func node(_ operation: Node, in module: [String]?) -> ComputationGraph.Node {
        guard let module else {
            return ComputationGraph.Node(
                kind: .operation, name: operation.writtenName, shape: [],
                values: operation.result?.values?.shortText ?? "")
        }
        let type = members.types[module].map { ": \($0)" } ?? ""
        return ComputationGraph.Node(kind: .module, name: module.joined(separator: ".") + type, shape: [])
    }
}

private enum GraphKey: Hashable {
    case leaf(ObjectIdentifier)
    case operation(ObjectIdentifier)
    case module([String])
}

extension ComputationGraph.Node {
    /// Leaves out the rest of a long list of ops, and those that come again.
    fileprivate mutating func shortenOperations() {
        var seen: Set<String> = []
        operations = operations.filter { seen.insert($0).inserted }
        if operations.count > 5 { operations = operations.prefix(4) + ["…"] }
    }
}

extension Tensor {
    /// The values as `print` writes them, without the words around them; nil where they are many.
    fileprivate var shortText: String? {
        guard (1...RecordedResult.mostValues).contains(numel), dtype == .float32 else { return nil }
        let text = detach().description.dropFirst("tensor(".count).dropLast()
        return text.contains("\n") ? nil : String(text)
    }
}
