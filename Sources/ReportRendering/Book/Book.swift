import ChapterDocument
import FoundationEssentials
import Synchronization

/// Lessons that belong together: their order, and what they may refer to in each other. Each is read when something is
/// asked of it, and once.
public final class Book: Sendable {
    /// One lesson's page.
    public struct Page: Sendable {
        /// The lesson.
        public var lesson: Lesson
        /// The page's address, as seen from the other pages.
        public var address: String
        /// Whether the page is there to be linked to from the contents.
        public var isRendered: Bool

        /// A page at `address`.
        public init(lesson: Lesson, address: String, isRendered: Bool) {
            self.lesson = lesson
            self.address = address
            self.isRendered = isRendered
        }

        /// The page of a chapter that has been read.
        public init(chapter: Chapter, address: String, isRendered: Bool) {
            self.init(lesson: Lesson(chapter), address: address, isRendered: isRendered)
        }

        /// The number and the title.
        var fullTitle: String {
            [lesson.head.number, lesson.head.title].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The address of the book's contents, as seen from its pages: `index.html`, unless a lesson's page has that name.
    public let contentsAddress: String

    /// What the author says about the book, and what is wrong with that.
    public var facts: BookFacts { read.facts }
    /// What is wrong with the file that says so.
    public var diagnostics: [Diagnostic] { read.diagnostics }
    private let read: (facts: BookFacts, diagnostics: [Diagnostic])

    private let unordered: [Page]
    /// The pages by their files.
    private let pagesByFile: [String: Int]
    private struct State {
        var ordered: [Page]?
        var lessonsByLabel: [String: [Int]]?
    }
    private let state = Mutex(State())

    /// A book of `pages`, about which the author says these facts.
    public init(_ pages: [Page], facts: (facts: BookFacts, diagnostics: [Diagnostic]) = (BookFacts(), [])) {
        // Lessons of different folders may have the same name: there is one page for both, and it is the first one's.
        var addresses: Set<String> = []
        unordered = pages.map { page in
            var page = page
            if !addresses.insert(page.address).inserted { page.isRendered = false }
            return page
        }
        read = facts
        pagesByFile = Dictionary(
            pages.enumerated().map { (Self.file($1.lesson.path), $0) }, uniquingKeysWith: { first, _ in first })
        contentsAddress = ["index.html", "contents.html"].first { !addresses.contains($0) } ?? "book-contents.html"
    }

    /// The pages, by the chapters' numbers (3.2 before 3.10), those without a number last, by title.
    public var pages: [Page] {
        state.withLock { state in
            if let ordered = state.ordered { return ordered }
            let keyed = unordered.map { (key: Self.key($0), page: $0) }
            let ordered = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.page)
            state.ordered = ordered
            return ordered
        }
    }

    /// The labels that the chapter at `path` may refer to in the other chapters.
    public func foreignLabels(of path: String) -> ForeignLabels {
        ForeignLabels { label in
            self.lessons(with: label, from: path).lazy.compactMap { $0.lesson.chapter?.labels[label] }.first
        } names: {
            self.lessonsByLabel.keys.sorted()
        }
    }

    /// The page of the lesson in the file at `path`; nil where it is not in the book.
    func page(at path: String) -> Page? {
        pagesByFile[Self.file(path)].map { unordered[$0] }
    }

    /// What `label` names, and the page it is on.
    func target(_ label: String, from path: String) -> (target: Numbering.Target, page: Page)? {
        lessons(with: label, from: path).lazy.compactMap { page in
            page.lesson.numbering?.targets[label].map { ($0, page) }
        }.first
    }

    /// The other lessons in the folder of the chapter at `path` that have `label` too.
    func neighbours(of path: String, with label: String) -> [Lesson] {
        lessons(with: label, from: path).map(\.lesson).filter {
            Self.folder($0.path) == Self.folder(path) && $0.chapter?.labels[label] != nil
        }
    }

    /// The pages of other lessons that may have `label`, those nearest to `path` first.
    private func lessons(with label: String, from path: String) -> [Page] {
        let file = Self.file(path)
        let pages = (lessonsByLabel[label] ?? []).map { unordered[$0] }.filter { Self.file($0.lesson.path) != file }
        let folder = Self.folder(path)
        return pages.filter { Self.folder($0.lesson.path) == folder }
            + pages.filter { Self.folder($0.lesson.path) != folder }
    }

    private var lessonsByLabel: [String: [Int]] {
        state.withLock { state in
            if let known = state.lessonsByLabel { return known }
            var lessons: [String: [Int]] = [:]
            for (index, page) in unordered.enumerated() {
                for label in page.lesson.possibleLabels { lessons[label, default: []].append(index) }
            }
            state.lessonsByLabel = lessons
            return lessons
        }
    }

    /// The rendered pages before and after the chapter at `path`; nil where it is not in the book.
    func neighbours(of path: String) -> (previous: Page?, next: Page?)? {
        let file = Self.file(path)
        let own = page(at: path)?.address
        let linked = pages.filter { Self.file($0.lesson.path) == file || $0.isRendered && $0.address != own }
        guard linked.count > 1, let index = linked.firstIndex(where: { Self.file($0.lesson.path) == file }) else {
            return nil
        }
        return (index > 0 ? linked[index - 1] : nil, index + 1 < linked.count ? linked[index + 1] : nil)
    }

    /// What the page of the chapter at `path` shows of the book around it, to be compared as text.
    public func surroundings(of path: String) -> String {
        guard let (previous, next) = neighbours(of: path) else { return "" }
        return [previous, next].map { $0.map { "\($0.address) \($0.fullTitle)" } ?? "" }.joined(separator: "\n")
            + "\n\(contentsAddress) \(facts)"
    }

    /// What the contents show, to be compared as text.
    public var contentsDescription: String {
        pages.filter(\.isRendered).map { "\($0.address) \($0.fullTitle) \($0.lesson.head.description ?? "")" }
            .joined(separator: "\n") + "\n\(facts)"
    }

    /// The language of the contents: the one that the author names, else the one that most lessons have.
    var language: String {
        if let language = facts.language { return language }
        let languages = pages.filter(\.isRendered).map(\.lesson.head.language)
        let counts = languages.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return languages.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? "en"
    }

    /// What pages are sorted by: the number's parts, filled up so that they compare as numbers, then the title.
    private static func key(_ page: Page) -> [String] {
        let parts = page.lesson.head.number?.split(separator: ".").map { part in
            String(repeating: "0", count: max(0, 8 - part.count)) + part
        }
        return (parts ?? ["\u{FFFF}"]) + ["", page.lesson.head.title]
    }

    /// What tells files apart, however their paths are written.
    private static func file(_ path: String) -> String {
        if path.utf8.first != UInt8(ascii: "/"), !path.contains("./"), !path.contains("//") { return path }
        let absolute = URL(filePath: path).standardized.path
        let here = FileManager.default.currentDirectoryPath
        return absolute.hasPrefix(here + "/") ? String(absolute.dropFirst(here.utf8.count + 1)) : absolute
    }

    private static func folder(_ path: String) -> Substring {
        let file = path[...]
        return file.lastIndex(of: "/").map { file[..<$0] } ?? ""
    }
}
