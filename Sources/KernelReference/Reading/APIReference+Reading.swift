import ChapterDocument
import Foundation

extension APIReference {
    /// Reads the reference from the kernel's symbol graph.
    /// - Parameter graph: What `swift-symbolgraph-extract` wrote.
    /// - Throws: What keeps it from being read.
    public init(symbolGraph graph: Data) throws {
        self.init(declarations: try KernelGraph(graph).declarations, pyTorch: .documented)
    }

    private init(declarations: [KernelGraph.Declaration], pyTorch: PyTorchTable) {
        let types = Set(declarations.filter { $0.symbol.kind == .type }.map(\.symbol.path))
        // An initialiser stands with its type, an overload with the first of its name.
        var order: [String] = []
        var found: [String: [KernelGraph.Declaration]] = [:]
        for declaration in declarations {
            let symbol = declaration.symbol
            let name = symbol.kind == .initializer ? symbol.owner ?? symbol.path : symbol.path
            if found[name] == nil { order.append(name) }
            found[name, default: []].append(declaration)
        }
        var entries: [String: APIEntry] = [:]
        for (name, declarations) in found {
            // The type itself, then its initialisers.
            let symbols = declarations.map(\.symbol)
            let head = symbols.first { $0.kind == .type } ?? symbols[0]
            entries[name] = APIEntry(
                name: head.name, owner: head.owner,
                symbols: symbols.filter { $0.kind == .type } + symbols.filter { $0.kind != .type }, members: [],
                pyTorch: [], superclass: declarations.lazy.compactMap(\.superclass).first)
        }
        let spelled = Dictionary(
            grouping: pyTorch.spellings.compactMap { spelling in
                spelling.head(in: entries).map { (name: $0, spelling: spelling) }
            }, by: \.name)
        for (name, spellings) in spelled { entries[name]?.pyTorch = spellings.map(\.spelling) }

        let listed = Set(GroupLayout.all.flatMap(\.qualifiedNames))
        /// The name that is listed: its own, or that of the type around it.
        func home(of name: String) -> String? {
            var home: String? = name
            while let next = home, !listed.contains(next) { home = entries[next]?.owner }
            return home
        }
        func withMembers(_ name: String) -> APIEntry? {
            guard var entry = entries[name] else { return nil }
            if types.contains(name) {
                entry.members = order.filter { home(of: $0) == name && $0 != name }.compactMap { entries[$0] }
            }
            return entry
        }
        self.init(
            groups: GroupLayout.all.map { layout in
                APIGroup(title: layout.title, entries: layout.qualifiedNames.compactMap(withMembers))
            }, pyTorch: pyTorch,
            unlisted: order.filter { name in
                let isMember = entries[name]?.owner != nil && entries[name]?.owner != "Tensor"
                return !isMember && !listed.contains(name)
            })
    }
}

extension APISymbol {
    /// The name with its type's.
    fileprivate var path: String { owner.map { "\($0).\(name)" } ?? name }
}
