extension Module: CustomStringConvertible {
    /// The module and what it consists of, as PyTorch prints it; an array of modules is printed as its `ModuleList`.
    public var description: String {
        let name = String(describing: type(of: self))
        var parts = printedParts(children)
        guard !parts.isEmpty else { return "\(name)(\(extraDescription))" }
        if !extraDescription.isEmpty { parts.insert(extraDescription, at: 0) }
        return block(name, parts)
    }
}

/// The children's lines. Those that come from one array, named `list.0`, `list.1`, …, stand together.
private func printedParts(_ children: [(name: String, module: Module)]) -> [String] {
    var parts: [String] = []
    var rest = children[...]
    while let (name, module) = rest.first {
        guard let list = listName(name) else {
            parts.append("(\(name)): \(module)")
            rest = rest.dropFirst()
            continue
        }
        let elements = rest.prefix { listName($0.name) == list }
        parts.append("(\(list)): " + block("ModuleList", printedElements(elements.map { "\($0.module)" })))
        rest = rest.dropFirst(elements.count)
    }
    return parts
}

/// The elements of an array; neighbours with the same text are counted and printed once.
private func printedElements(_ texts: [String]) -> [String] {
    var parts: [String] = []
    var first = 0
    while first < texts.count {
        let count = texts[first...].prefix { $0 == texts[first] }.count
        parts.append(
            count == 1 ? "(\(first)): \(texts[first])" : "(\(first)-\(first + count - 1)): \(count) x \(texts[first])")
        first += count
    }
    return parts
}

/// `blocks` of `blocks.3`; nil for what is not in an array.
private func listName(_ name: String) -> Substring? {
    guard let point = name.lastIndex(of: "."), Int(name[name.index(after: point)...]) != nil else { return nil }
    return name[..<point]
}

/// `Name(`, the parts on lines of their own, and `)`.
private func block(_ name: String, _ parts: [String]) -> String {
    let lines = parts.map { "  " + $0.split(separator: "\n").joined(separator: "\n  ") }
    return ([name + "("] + lines + [")"]).joined(separator: "\n")
}
