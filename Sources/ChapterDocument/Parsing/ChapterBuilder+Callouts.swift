extension ChapterBuilder {
    /// Appends a quotation, or what its first line makes of it: a callout, a hint or a question.
    mutating func appendQuotation(_ node: CommonMarkNode, to blocks: inout [Block]) {
        func append(_ content: BlockContent) { blocks.append(Block(content, range: place(node.range))) }
        guard let mark = node.calloutMark else { return append(.quote(self.blocks(of: node))) }
        switch mark.name.lowercased() {
        case Self.hint: return appendHint(node, to: &blocks)
        case Self.question: return append(question(node))
        case let name:
            if let kind = Callout.Kind(rawValue: name) {
                return append(.callout(Callout(kind: kind, blocks: self.blocks(of: node.withoutCalloutMark))))
            }
        }
        let kinds = (Callout.Kind.allCases.map(\.rawValue) + [Self.hint, Self.question]).map { $0.uppercased() }
        let near = nearestName(to: mark.name.uppercased(), in: kinds).map { "did you mean `[!\($0)]`?" }
        warn(
            place(mark.position), "`[!\(mark.name)]` is no kind of callout",
            advice: near ?? "known are \(kinds.map { "`[!\($0)]`" }.joined(separator: ", "))")
        append(.quote(self.blocks(of: node)))
    }

    private static let hint = "hint"
    private static let question = "question"
}

extension CommonMarkNode {
    /// The word in `[!WORD]` where that alone is the first line of a quotation.
    fileprivate var calloutMark: (name: String, position: SourcePosition)? {
        guard let first = children.first, case .paragraph = first.kind, let mark = first.children.first,
            case .text = mark.kind, let match = mark.literal.wholeMatch(of: /\[!([A-Za-z]+)\]\s*/),
            first.children.count == 1 || first.children[1].kind.isBreak
        else { return nil }
        return (String(match.1), mark.range.start)
    }

    /// A quotation without its first line.
    var withoutCalloutMark: CommonMarkNode {
        var node = self
        node.children[0].children.removeFirst(min(2, node.children[0].children.count))
        if let start = node.children[0].children.first?.range.start { node.children[0].range.start = start }
        return node
    }
}
