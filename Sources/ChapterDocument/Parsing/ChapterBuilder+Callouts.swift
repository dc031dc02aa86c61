extension ChapterBuilder {
    /// A quotation, or the callout that its first line makes of it.
    mutating func quotation(_ node: CommonMarkNode) -> BlockContent {
        guard let first = node.children.first, case .paragraph = first.kind, let mark = first.children.first,
            case .text = mark.kind, let match = mark.literal.wholeMatch(of: /\[!([A-Za-z]+)\]\s*/),
            first.children.count == 1 || first.children[1].kind.isBreak
        else { return .quote(blocks(of: node)) }
        guard let kind = Callout.Kind(rawValue: match.1.lowercased()) else {
            let kinds = Callout.Kind.allCases.map { $0.rawValue.uppercased() }
            let near = nearestName(to: match.1.uppercased(), in: kinds).map { "did you mean `[!\($0)]`?" }
            warn(
                place(mark.range.start), "`[!\(match.1)]` is no kind of callout",
                advice: near ?? "known are \(kinds.map { "`[!\($0)]`" }.joined(separator: ", "))")
            return .quote(blocks(of: node))
        }
        var content = node
        content.children[0].children.removeFirst(min(2, first.children.count))
        if let start = content.children[0].children.first?.range.start { content.children[0].range.start = start }
        return .callout(Callout(kind: kind, blocks: blocks(of: content)))
    }
}
