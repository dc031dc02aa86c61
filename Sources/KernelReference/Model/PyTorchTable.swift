/// What PyTorch's users write, beside what lessons write.
public struct PyTorchTable: Sendable {
    /// The spellings, in the order of the documents.
    public let spellings: [PyTorchSpelling]
    private let byName: [String: [PyTorchSpelling]]

    init(spellings: [PyTorchSpelling]) {
        self.spellings = spellings
        byName = Dictionary(grouping: spellings, by: \.name)
    }

    /// The spellings of a name as it is written in PyTorch, with or without what it is in: `torch.cat`, `nn.Linear`,
    /// `clip_grad_norm_`. Those with the same path come first, then those with a part of it.
    public func spellings(of path: String) -> [PyTorchSpelling] {
        func rank(_ spelling: PyTorchSpelling) -> Int {
            spelling.path == path ? 0 : path.hasSuffix(spelling.path) || spelling.path.hasSuffix(path) ? 1 : 2
        }
        let found = byName[PyTorchSpelling.name(of: path)] ?? []
        return (0...2).flatMap { wanted in found.filter { rank($0) == wanted } }
    }
}

/// One thing to write, in PyTorch and in a lesson.
public struct PyTorchSpelling: Equatable, Sendable {
    /// What PyTorch's users write, such as `torch.cat([a, b], dim=1)`.
    public let pyTorch: String
    /// What lessons write for it, such as `Tensor.cat([a, b], dim: 1)`.
    public let lectern: String
    /// The first name of PyTorch's spelling with what it is in, such as `torch.cat`; empty where there is none, as in `a + b`.
    public let path: String

    /// The name by itself, such as `cat`.
    public var name: String { Self.name(of: path) }

    /// The variable that the name stands behind, such as `x` in `x.view_as(y)`; nil for what is in a module or nowhere.
    public var receiver: String? {
        let first = path.split(separator: ".").dropLast().first.map(String.init)
        return first.flatMap { Self.modules.contains($0) ? nil : $0 }
    }

    private static let modules: Set = ["torch", "nn", "F", "np", "plt", "d2l", "torchvision"]

    package init(pyTorch: String, lectern: String) {
        self.pyTorch = pyTorch
        self.lectern = lectern
        path = Self.path(in: pyTorch)
    }

    /// The last part of a path.
    static func name(of path: String) -> String { path.split(separator: ".").last.map(String.init) ?? "" }

    /// The first path that is called, that has several parts, that is all there is, or that is given a value.
    private static func path(in code: String) -> String {
        if let path = code.wholeMatch(of: wholePath) { return String(path.0) }
        if let path = code.firstMatch(of: assignment) { return String(path.1) }
        return code.replacing(opening, with: "").firstMatch(of: calledPath).map { String($0.0) } ?? ""
    }

    // A pattern is read each time that its literal is reached, which for hundreds of rows takes longer than all the rest.
    // Nothing changes it, so that threads can share it.
    nonisolated(unsafe) private static let wholePath = #/[A-Za-z_][\w.]*/#
    nonisolated(unsafe) private static let assignment = #/^(\w+)=(?!=)/#
    nonisolated(unsafe) private static let opening = #/^(?:class\s+\w+\(|assert\s.*|(?:import|from)\s+)/#
    nonisolated(unsafe) private static let calledPath = #/[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*(?=\()/#
}
