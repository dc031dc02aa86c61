extension ChapterBuilder {
    /// Keeps the content of a footnote, which CommonMark took for a list item.
    mutating func define(_ definition: FootnoteDefinitions.Definition, _ item: CommonMarkNode) {
        let range = SourceRange(start: definition.position, end: place(item.range.end))
        let footnote = Footnote(name: definition.name, blocks: blocks(of: item), range: range)
        footnotes[definition.name] = footnotes[definition.name] ?? footnote
    }

    /// The footnotes in the order in which `blocks`, and then the footnotes themselves, lead to them.
    mutating func footnotesInOrder(of blocks: [Block]) -> [Footnote] {
        reportMisplacedDefinitions()
        var ordered: [Footnote] = []
        var seen: Set<String> = []
        func visit(_ blocks: [Block]) {
            for case .footnote(let mark) in blocks.flatMap(\.proseRuns).flatMap(\.pieces).map(\.inline) {
                if seen.insert(mark.name).inserted, let footnote = footnotes[mark.name] { ordered.append(footnote) }
            }
        }
        visit(blocks)
        var next = 0
        while next < ordered.count {
            visit(ordered[next].blocks)
            next += 1
        }
        for (name, footnote) in footnotes where !seen.contains(name) {
            warn(footnote.range.start, "nothing leads to the footnote `[^\(name)]`")
        }
        return ordered
    }

    private mutating func reportMisplacedDefinitions() {
        for (second, line) in definitions.repeated {
            report(second.position, "a footnote `[^\(second.name)]` stands already on line \(line)")
        }
        for definition in definitions.byLine.values where footnotes[definition.name] == nil {
            report(definition.position, "a footnote cannot start here", advice: "put a blank line before it")
        }
        for mark in lifted.marksOfNothing {
            let near = nearestName(to: mark.name, in: definitions.names.sorted()).map { "did you mean `[^\($0)]`?" }
            warn(
                definitions.sourcePosition(mark.position),
                "`[^\(mark.name)]` is shown as it stands: no footnote is written for it",
                advice: near ?? "write it as `[^\(mark.name)]: …`, or `\\[` for the character")
        }
    }
}
