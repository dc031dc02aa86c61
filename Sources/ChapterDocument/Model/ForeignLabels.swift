/// What a chapter may refer to in the other chapters of its book.
public struct ForeignLabels: Sendable {
    /// Whether a label names a formula; nil where there is no such label.
    let isFormula: @Sendable (String) -> Bool?
    /// The labels that there are.
    let names: @Sendable () -> [String]
    /// Whether only what `isFormula` knows may be referred to.
    let areKnown: Bool

    /// Whatever a chapter refers to, for a reading that only wants to know what the chapter itself has.
    public static let any = ForeignLabels(isFormula: { _ in nil }, names: { [] }, areKnown: false)

    /// These labels, and whether each names a formula.
    public static func known(_ labels: [String: Bool]) -> ForeignLabels {
        ForeignLabels(isFormula: { labels[$0] }, names: { labels.keys.sorted() })
    }

    /// Labels that are looked up when a chapter refers to them.
    /// - Parameters:
    ///   - isFormula: Whether a label names a formula; nil where there is no such label.
    ///   - names: The labels that there are, for advice.
    public init(isFormula: @escaping @Sendable (String) -> Bool?, names: @escaping @Sendable () -> [String]) {
        self.init(isFormula: isFormula, names: names, areKnown: true)
    }

    private init(
        isFormula: @escaping @Sendable (String) -> Bool?, names: @escaping @Sendable () -> [String], areKnown: Bool
    ) {
        self.isFormula = isFormula
        self.names = names
        self.areKnown = areKnown
    }
}

extension Chapter {
    /// The chapter's labels, and whether each names a formula.
    public var labels: [String: Bool] {
        var labels: [String: Bool] = [:]
        for block in allBlocks {
            guard let label = block.label else { continue }
            labels[label] = if case .math = block.content { true } else { false }
        }
        return labels
    }

    /// Every block, those inside others and in footnotes too.
    package var allBlocks: [Block] { Block.all(in: blocks + footnotes.flatMap(\.blocks)) }
}

extension Block {
    /// Some blocks and every block inside them.
    static func all(in blocks: [Block]) -> [Block] { blocks.flatMap { [$0] + all(in: $0.children) } }
}
