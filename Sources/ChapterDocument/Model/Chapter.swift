/// A lesson as its author wrote it: one Markdown file, parsed and checked.
public struct Chapter: Sendable {
    /// The file's path as the user gave it; messages and the compiler use it.
    public var path: String
    /// The file's text.
    public var text: String
    /// What the author says about the chapter as a whole.
    public var frontMatter: FrontMatter
    /// The title in the front matter, else the first heading; empty where there is neither.
    public var titleContent: [Inline]
    /// The content, in order.
    public var blocks: [Block]
    /// The cells in the order they run, wherever in the content they stand.
    public var cells: [Cell]
    /// The footnotes in the order in which the text first leads to them.
    public var footnotes: [Footnote]
    /// What the prose says that the cells compute, in the order of reading.
    public var values: [DocumentedValue]
    /// What is amiss but does not stop the chapter.
    public var warnings: [Diagnostic]

    /// The characters of the title; the file's name where there is none.
    public var title: String {
        let title = titleContent.plainText
        if !title.isEmpty || frontMatter.title != nil { return title }
        return path.split(separator: "/").last.map { $0.hasSuffix(".md") ? String($0.dropLast(3)) : String($0) } ?? path
    }
}

/// What an author says about a chapter as a whole.
public struct FrontMatter: Equatable, Sendable {
    /// The chapter's title.
    public var title: String?
    /// The chapter's number in its book, such as `4.6`.
    public var number: String?
    /// The language of the prose, as a BCP 47 tag; where the author does not name it, what the script tells.
    public var language = "en"
    /// One sentence for search results and previews.
    public var description: String?
    /// The date as the author wrote it.
    public var date: String?
    /// Where the random streams start.
    public var seed: UInt64 = 0
    /// Seconds a cell may take.
    public var timeout: Double = 120
    /// The files and folders beside the chapter that its cells read.
    public var data: [DataPath] = []
    /// The keys that other site generators use, in the author's order.
    public var otherKeys: [String] = []

    /// The front matter of a chapter that has none.
    public init() {}
}

extension FrontMatter {
    /// A file or folder that cells read.
    public struct DataPath: Equatable, Sendable {
        /// Its path, from the chapter's folder.
        public var path: String
        /// Where the front matter names it, where that is known.
        public var position: SourcePosition?

        /// A path, named at a place.
        public init(path: String, position: SourcePosition? = nil) {
            self.path = path
            self.position = position
        }

        /// Whether a path leads to something in or below the folder that it starts from.
        public static func isInside(_ path: String) -> Bool {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            return !path.isEmpty && !path.hasPrefix("/") && !parts.contains("..") && !parts.contains(".")
        }
    }
}
