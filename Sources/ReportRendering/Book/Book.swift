import ChapterDocument

/// Chapters that belong together: their order, and what they may refer to in each other.
public struct Book: Sendable {
    /// One chapter's page.
    public struct Page: Sendable {
        /// The chapter.
        public var chapter: Chapter
        /// The page's address, as seen from the other pages.
        public var address: String
        /// Whether the page is there to be linked to from the contents.
        public var isRendered: Bool

        /// A page at `address`.
        public init(chapter: Chapter, address: String, isRendered: Bool) {
            self.chapter = chapter
            self.address = address
            self.isRendered = isRendered
        }

        /// The number and the title.
        var fullTitle: String {
            [chapter.frontMatter.number, chapter.title].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The address of the book's contents, as seen from its pages.
    public static let indexAddress = "index.html"

    /// The pages, by the chapters' numbers (3.2 before 3.10), those without a number last, by title.
    public let pages: [Page]
    private let targets: [String: (target: Numbering.Target, page: String)]

    /// A book of `pages`.
    public init(_ pages: [Page]) {
        self.pages = pages.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
        targets = self.pages.reduce(into: [:]) { targets, page in
            for (label, target) in Numbering(of: page.chapter).targets where targets[label] == nil {
                targets[label] = (target, page.address)
            }
        }
    }

    /// The labels that the chapter at `path` may refer to in the other chapters.
    public func foreignLabels(of path: String) -> ForeignLabels {
        let others = pages.filter { $0.chapter.path != path }
        return .known(others.reduce(into: [:]) { $0.merge($1.chapter.labels) { first, _ in first } })
    }

    /// What `label` names, and the page it is on.
    func target(_ label: String) -> (target: Numbering.Target, page: String)? {
        targets[label]
    }

    /// The rendered pages before and after the chapter at `path`; nil where it is not in the book.
    func neighbours(of path: String) -> (previous: Page?, next: Page?)? {
        let linked = pages.filter { $0.isRendered || $0.chapter.path == path }
        guard linked.count > 1, let index = linked.firstIndex(where: { $0.chapter.path == path }) else { return nil }
        return (index > 0 ? linked[index - 1] : nil, index + 1 < linked.count ? linked[index + 1] : nil)
    }

    /// What pages are sorted by: the number's parts, filled up so that they compare as numbers, then the title.
    private static func key(_ page: Page) -> [String] {
        let parts = page.chapter.frontMatter.number?.split(separator: ".") ?? ["\u{FFFF}"]
        return parts.map { String(repeating: "0", count: max(0, 8 - $0.count)) + $0 } + ["", page.chapter.title]
    }
}
