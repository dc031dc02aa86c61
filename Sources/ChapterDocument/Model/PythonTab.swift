/// Python that a chapter shows under a tab, to say in Python what the cell beside it says in Swift.
public struct PythonTab: Equatable, Sendable {
    /// The code, with its last line break.
    public var code: String
    /// The tab.
    public var tab: CodeListing.Tab
    /// Where the fenced block stands, from its opening fence to its closing one.
    public var range: SourceRange
    /// The index of the cell beside it; nil where it stands alone.
    public var cell: Int?
}

extension CodeListing {
    /// Whether `language` is Python, by one of the names that highlighters know.
    static func isPython(_ language: String) -> Bool {
        ["python", "python3", "py"].contains(language.lowercased())
    }
}

extension Chapter {
    /// The name of the tab that a block stands under; nil for one that stands under none.
    public func tabName(of block: Block) -> String? {
        switch block.content {
        case .listing(let listing): listing.tab?.name
        case .cell(let index): cells[index].options.tab
        default: nil
        }
    }

    /// Whether a block with a tab belongs to other neighbours than those before it: one of them has the same tab already.
    public func startsTabs(_ block: Block, after neighbours: [Block]) -> Bool {
        func isHidden(_ block: Block) -> Bool {
            if case .listing(let listing) = block.content { listing.tab?.isHidden == true } else { false }
        }
        return !isHidden(block) && neighbours.contains { !isHidden($0) && tabName(of: $0) == tabName(of: block) }
    }

    /// Neighbouring blocks with tabs, which belong together.
    private func tabSets(in blocks: [Block]) -> [[Block]] {
        blocks.split { tabName(of: $0) == nil }.flatMap { neighbours in
            neighbours.reduce(into: [[Block]]()) { sets, block in
                if let last = sets.last, !startsTabs(block, after: last) {
                    sets[sets.count - 1].append(block)
                } else {
                    sets.append([block])
                }
            }
        }
    }

    /// The Python under tabs, in the order of reading.
    public var pythonTabs: [PythonTab] { pythonTabs(in: blocks) }

    private func pythonTabs(in blocks: [Block]) -> [PythonTab] {
        var tabs: [PythonTab] = []
        for neighbours in tabSets(in: blocks) {
            let cell = neighbours.compactMap { if case .cell(let index) = $0.content { index } else { nil } }.first
            for block in neighbours {
                guard case .listing(let listing) = block.content, let tab = listing.tab,
                    CodeListing.isPython(listing.language)
                else { continue }
                tabs.append(PythonTab(code: listing.code, tab: tab, range: block.range, cell: cell))
            }
        }
        for block in blocks {
            switch block.content {
            case .quote(let blocks): tabs += pythonTabs(in: blocks)
            case .callout(let callout): tabs += pythonTabs(in: callout.blocks)
            case .list(let list): tabs += list.items.flatMap { pythonTabs(in: $0.blocks) }
            case .exercise, .question: tabs += pythonTabs(in: block.children)
            default: break
            }
        }
        return tabs.sorted { $0.range.start < $1.range.start }
    }
}
