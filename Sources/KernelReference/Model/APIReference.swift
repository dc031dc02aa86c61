/// Everything that lessons can use of the kernel: its public names with signatures, documentation and PyTorch's spellings,
/// grouped as a reader looks for them.
///
/// `Toolchain.reference()` (CellExecution) reads it from the compiled kernel. To look something up:
///
///     reference.entries(named: "softmax")          // for hover: Tensor.softmax, Softmax
///     reference.members(of: "Linear")              // for completion: also what it inherits from Module
///     reference.search("torch.clip_grad_norm_")    // as a person types it, the best first
public struct APIReference: Sendable {
    /// The groups, in the order of the page; each name is in one.
    public let groups: [APIGroup]
    /// What PyTorch's users write, beside what lessons write.
    public let pyTorch: PyTorchTable

    /// The qualified names that no group lists.
    package let unlisted: [String]

    private let byName: [String: [APIEntry]]
    private let byQualifiedName: [String: APIEntry]

    init(groups: [APIGroup], pyTorch: PyTorchTable, unlisted: [String]) {
        self.groups = groups
        self.unlisted = unlisted
        self.pyTorch = pyTorch
        let all = groups.flatMap(\.entries).flatMap { [$0] + $0.members }
        byName = Dictionary(grouping: all, by: \.name)
        byQualifiedName = Dictionary(all.map { ($0.qualifiedName, $0) }) { first, _ in first }
    }

    /// All entries in the order of the page, members behind the type that they are listed with.
    public var entries: [APIEntry] { groups.flatMap(\.entries).flatMap { [$0] + $0.members } }

    /// The entries of a name, such as `softmax`, in the order of the page.
    public func entries(named name: String) -> [APIEntry] { byName[name] ?? [] }

    /// The entry of a name with its type's, such as `Tensor.softmax` or `Linear`.
    public func entry(_ qualifiedName: String) -> APIEntry? { byQualifiedName[qualifiedName] }

    /// The members of a type and of the types it inherits from, in the order of the page.
    public func members(of type: String) -> [APIEntry] {
        var owners: [String] = []
        var next: String? = type
        while let owner = next, !owners.contains(owner) {
            owners.append(owner)
            next = entry(owner)?.superclass
        }
        return owners.flatMap { owner in entries.filter { $0.owner == owner } }
    }
}

/// Entries that a reader looks for in one place.
public struct APIGroup: Sendable {
    /// What the group is about, such as `Losses`.
    public let title: String
    /// The entries, in the order to read them in.
    public let entries: [APIEntry]

    /// The fragment of the group's heading.
    public var anchor: String { title.lowercased().replacing(" ", with: "-") }
}
