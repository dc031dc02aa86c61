/// Which op was computed from what: the ops that led to a tensor, and the leaves that they began with.
public struct ComputationGraph: Codable, Hashable, Sendable {
    /// Nodes that a graph may have: more are no drawing that anybody reads.
    public static let mostNodes = 200

    /// A leaf, an op, or all ops of a module.
    public struct Node: Codable, Hashable, Sendable {
        /// What a node stands for.
        public enum Kind: UInt8, Codable, Sendable {
            /// A tensor of which a gradient was asked for.
            case leaf
            /// An op that was recorded.
            case operation
            /// The ops of a module as one.
            case module
        }

        /// What the node stands for.
        public var kind: Kind
        /// The leaf's or module's path in the network, or the op's name; empty for a leaf without a name.
        public var name: String
        /// The ops of a module, in the order in which they ran.
        public var operations: [String]
        /// The shape of the tensor: the leaf, or what the op gave.
        public var shape: [Int]
        /// The tensor's values as text; empty where they are many, or have changed since.
        public var values: String
        /// The leaf's gradient as text; empty where it has none.
        public var gradient: String
        /// The indices of the nodes that this one takes its inputs from.
        public var inputs: [Int]

        /// A node.
        public init(
            kind: Kind, name: String, operations: [String] = [], shape: [Int], values: String = "",
            gradient: String = "",
            inputs: [Int] = []
        ) {
            self.kind = kind
            self.name = name
            self.operations = operations
            self.shape = shape
            self.values = values
            self.gradient = gradient
            self.inputs = inputs
        }
    }

    /// What the graph shows; empty for none.
    public var title: String
    /// The nodes; the last one gave the result.
    public var nodes: [Node]

    /// A graph of `nodes`.
    public init(title: String = "", nodes: [Node]) {
        self.title = title
        self.nodes = nodes
    }
}
