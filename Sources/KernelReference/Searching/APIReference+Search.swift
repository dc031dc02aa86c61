import ChapterDocument

/// What a search found.
public struct APISearch: Sendable {
    /// The entries that the query names, in Swift's words or PyTorch's; the best first.
    public var named: [APIEntry] = []
    /// Other entries whose names contain it, or, where none does, whose names are like it.
    public var similar: [APIEntry] = []
}

extension APIReference {
    /// Finds what a person types: a Swift name (`softmax`, `Tensor.cat`), a PyTorch spelling (`torch.cat`,
    /// `clip_grad_norm_`, `x.view_as(y)`), or something near one of these.
    public func search(_ query: String) -> APISearch {
        let path = String(query.prefix { $0 != "(" }.filter { !$0.isWhitespace })
        let name = PyTorchSpelling.name(of: path).isEmpty ? path : PyTorchSpelling.name(of: path)
        let key = SpellingKey(name)
        let entries = entries
        var search = APISearch()
        if let entry = self.entry(path) { search.named.append(entry) }
        if search.named.isEmpty || !path.contains(".") {
            search.named += self.entries(named: name)
            search.named += entries.filter { entry in entry.pyTorch.contains { $0.name == name } }
            search.named += entries.filter { SpellingKey($0.name) == key }
            search.named += path == name ? entries.filter { $0.symbols.contains { $0.title == query } } : []
        }
        search.named.removeRepeated()
        search.similar = entries.filter { SpellingKey($0.name).text.contains(key.text) && key.text.count > 1 }
            .sorted { $0.name.count < $1.name.count }
        if search.named.isEmpty, search.similar.isEmpty { search.similar = near(name, among: entries) }
        search.similar.removeRepeated()
        search.similar.removeAll { entry in
            search.named.contains { $0.qualifiedName == entry.qualifiedName }
        }
        return search
    }

    /// The entries whose names are like `name`, the most alike first.
    func near(_ name: String, among entries: [APIEntry]) -> [APIEntry] {
        let key = SpellingKey(name)
        return entries.compactMap { entry -> (entry: APIEntry, distance: Int)? in
            let other = SpellingKey(entry.name)
            let distance = editDistance(key.text, other.text)
            // One slip in a short name, two in a long one.
            let limit = max(key.text.count, other.text.count) > 6 ? 2 : 1
            let isNear = distance <= limit && min(key.text.count, other.text.count) > 2
            return isNear ? (entry, distance) : nil
        }.sorted { $0.distance < $1.distance }.map(\.entry)
    }
}

/// A name as far as it is the same in Swift's and Python's ways of writing: `zeroGrad`, `zero_grad` and `zero_grad_`.
struct SpellingKey: Hashable {
    let text: String

    init(_ name: String) {
        let plain = name.lowercased().filter { $0 != "_" && $0 != "`" }
        text = plain.isEmpty ? name : plain
    }
}

extension [APIEntry] {
    /// Keeps the first entry of each name.
    fileprivate mutating func removeRepeated() {
        var seen: Set<String> = []
        removeAll { !seen.insert($0.qualifiedName).inserted }
    }
}
