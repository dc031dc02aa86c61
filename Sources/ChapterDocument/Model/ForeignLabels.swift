/// What a chapter may refer to in the other chapters of its book.
public enum ForeignLabels: Sendable {
    /// These labels, and whether each names a formula.
    case known([String: Bool])
    /// Whatever it refers to, for a reading that only wants to know what the chapter itself has.
    case any

    /// What is known of `label`: whether it names a formula; nil where there is no such label or nothing is known.
    func isFormula(_ label: String) -> Bool? {
        if case .known(let labels) = self { labels[label] } else { nil }
    }
}

extension ForeignLabels {
    /// The labels that are known, in alphabetical order.
    var names: [String] {
        if case .known(let labels) = self { labels.keys.sorted() } else { [] }
    }
}

extension Chapter {
    /// The chapter's labels, and whether each names a formula.
    public var labels: [String: Bool] {
        var labels: [String: Bool] = [:]
        func visit(_ block: Block) {
            if let label = block.label {
                labels[label] = if case .math = block.content { true } else { false }
            }
            block.children.forEach(visit)
        }
        (blocks + footnotes.flatMap(\.blocks)).forEach(visit)
        return labels
    }
}
