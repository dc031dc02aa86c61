/// One block of a chapter and where it stands in the file.
public struct Block: Sendable {
    /// What the block is.
    public var content: BlockContent
    /// Where it stands.
    public var range: SourceRange
    /// The name that references use for it.
    public var label: String?

    /// A block at `range`.
    public init(_ content: BlockContent, range: SourceRange, label: String? = nil) {
        self.content = content
        self.range = range
        self.label = label
    }
}

/// The kinds of block that a chapter is made of.
public indirect enum BlockContent: Sendable {
    /// A heading of level 1 to 6.
    case heading(Heading)
    /// A paragraph of prose.
    case paragraph([Inline])
    /// A picture that stands alone.
    case figure(Inline.Image)
    /// A table.
    case table(PipeTable)
    /// A cell that runs, together with its documented output; an index into `Chapter.cells`.
    case cell(Int)
    /// A task for the reader, with its hints, checks and answers.
    case exercise(Exercise)
    /// A question with answers to choose from.
    case question(Question)
    /// Code that is shown and never run.
    case listing(CodeListing)
    /// A formula on a line of its own, in TeX.
    case math(String)
    /// HTML that reaches the page as it is.
    case html(String)
    /// A quotation.
    case quote([Block])
    /// A remark set off from the text.
    case callout(Callout)
    /// A list.
    case list(ItemList)
    /// A line between two parts.
    case thematicBreak
}

/// A heading and the anchor that links to it.
public struct Heading: Sendable {
    /// 1 for the largest to 6.
    public var level: Int
    /// The words.
    public var content: [Inline]
    /// The fragment that links to the heading; unique in the chapter.
    public var anchor: String
}

/// Code that is shown and never run.
public struct CodeListing: Sendable {
    /// The language's name as the author wrote it; empty for none.
    public var language: String
    /// The code, with its last line break.
    public var code: String
    /// The tab it stands under, among neighbouring listings and cells with tabs.
    public var tab: Tab?

    /// A tab that shows another language's way of doing what the cell beside it does.
    public struct Tab: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// How what the code prints is compared with the output that is documented beside it; nil for as the cell's is.
        public var comparison: DocumentedOutput.Comparison?
        /// Whether the report leaves it out: it only makes ready what other tabs use.
        public var isHidden = false
        /// Whether it is meant to print nothing, although an output is documented beside it.
        public var isQuiet = false
    }
}

/// A bullet or ordered list.
public struct ItemList: Sendable {
    /// The first item's number; nil for bullets.
    public var start: Int?
    /// Whether the items stand close, without paragraphs' spacing.
    public var isTight: Bool
    /// The items.
    public var items: [Item]

    /// One item.
    public struct Item: Sendable {
        /// What it holds.
        public var blocks: [Block]
        /// For a task, whether it is done; nil for any other item.
        public var isDone: Bool?
    }
}
