import ChapterDocument

/// The numbers of a chapter's sections, and of the formulas, figures and tables that carry a label. What a cell with a
/// label draws is a figure.
///
/// Numbers continue the chapter's own: chapter 4.6 has sections 4.6.1 and 4.6.2, and formula (4.6.1). A chapter without
/// a number leaves its sections unnumbered.
struct Numbering {
    /// Something that references lead to.
    struct Target {
        enum Kind { case section, figure, table, formula }
        var kind: Kind
        /// The number; nil where the target has none.
        var number: String?
        /// The words for a target without a number.
        var words: String
        /// The element's identifier.
        var anchor: String
    }

    /// A heading as the page shows it.
    struct Section {
        var heading: Heading
        /// 2 for the largest below the page's title.
        var level: Int
        /// The number; nil where the chapter or the level has none.
        var number: String?
        /// Where the heading stands in the file.
        var position: SourcePosition
    }

    /// The identifiers of the page's elements.
    let anchors: PageAnchors
    private(set) var targets: [String: Target] = [:]
    /// The headings in order, but for one that repeats the title.
    private(set) var sections: [Section] = []
    private var sectionsByAnchor: [String: Section] = [:]
    private let chapterNumber: String?
    private var formulas = 0
    private var figures = 0
    private var tables = 0

    init(of chapter: Chapter) {
        anchors = PageAnchors(of: chapter)
        chapterNumber = chapter.frontMatter.number
        if let title = chapter.titleHeading {
            let words = title.heading.content.plainText
            add(title.label, .section, number: chapterNumber, words: words, anchor: title.heading.anchor)
        }
        var counters: [Int] = []
        var open: [Int] = []
        for block in chapter.blocksBelowTitle + chapter.footnotes.flatMap(\.blocks) {
            visit(block, counters: &counters, open: &open)
        }
    }

    func section(_ heading: Heading) -> Section? {
        sectionsByAnchor[heading.anchor]
    }

    private mutating func visit(_ block: Block, counters: inout [Int], open: inout [Int]) {
        switch block.content {
        case .heading(let heading):
            // A level is one below the nearest larger heading before it, so that no level is left out.
            while let last = open.last, last >= heading.level { open.removeLast() }
            open.append(heading.level)
            let depth = open.count
            if counters.count >= depth {
                counters.removeLast(counters.count - depth)
                counters[depth - 1] += 1
            } else {
                counters += Array(repeating: 1, count: depth - counters.count)
            }
            let places = counters.map(String.init).joined(separator: ".")
            let number = depth <= 2 ? chapterNumber.map { "\($0).\(places)" } : nil
            let section = Section(
                heading: heading, level: min(depth + 1, 6), number: number, position: block.range.start)
            sections.append(section)
            sectionsByAnchor[heading.anchor] = section
            add(block.label, .section, number: number, words: heading.content.plainText, anchor: heading.anchor)
        case .math where block.label != nil:
            formulas += 1
            add(block.label, .formula, number: numbered(formulas), words: "", anchor: nil)
        case .figure where block.label != nil, .cell where block.label != nil:
            figures += 1
            add(block.label, .figure, number: numbered(figures), words: "", anchor: nil)
        case .table where block.label != nil:
            tables += 1
            add(block.label, .table, number: numbered(tables), words: "", anchor: nil)
        default:
            for block in block.children { visit(block, counters: &counters, open: &open) }
        }
    }

    private func numbered(_ count: Int) -> String {
        chapterNumber.map { "\($0).\(count)" } ?? "\(count)"
    }

    private mutating func add(_ label: String?, _ kind: Target.Kind, number: String?, words: String, anchor: String?) {
        guard let label else { return }
        targets[label] = Target(kind: kind, number: number, words: words, anchor: anchor ?? anchors.labelled(label))
    }

}

extension Chapter {
    /// The first heading, where it says the title, and its label. Notes, code and text may stand before it.
    var titleHeading: (heading: Heading, label: String?, index: Int)? {
        for (index, block) in blocks.enumerated() {
            guard case .heading(let heading) = block.content else { continue }
            let saysTitle = heading.content.plainText.normalizedTitle == title.normalizedTitle
            return saysTitle ? (heading, block.label, index) : nil
        }
        return nil
    }

    /// The content without the heading that says the title.
    var blocksBelowTitle: [Block] {
        guard let title = titleHeading else { return blocks }
        return Array(blocks[..<title.index] + blocks[(title.index + 1)...])
    }
}

extension String {
    fileprivate var normalizedTitle: [Substring] {
        split { $0.isWhitespace }
    }
}
