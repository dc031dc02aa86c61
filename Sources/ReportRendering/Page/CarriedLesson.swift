import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The lesson that a page was made from, as the page carries it, so that anybody can run it again and compare.
public struct CarriedLesson: Codable, Equatable, Sendable {
    /// A file beside the lesson that its cells read.
    public struct File: Codable, Equatable, Sendable {
        /// The path, from the lesson's folder.
        public var path: String
        /// What it holds.
        public var content: Data

        /// A file.
        public init(path: String, content: Data) {
            self.path = path
            self.content = content
        }
    }

    /// The name of the lesson's file.
    public var name: String
    /// The lesson's text.
    public var text: String
    /// The files beside it, where they are small enough to be carried.
    public var files: [File]
    /// Whether there are files that are too large to be carried.
    public var lacksFiles: Bool
    /// The digest of each cell's outputs, in the order of the cells.
    public var digests: [String]
    /// What the page shows of the things around the lesson; nil before the page is made.
    public var surroundings: PageSurroundings?

    /// Bytes of files that a page carries at most.
    private static let fileLimit = 1 << 20

    /// The lesson of a chapter whose cells ran.
    /// - Parameters:
    ///   - executed: The chapter and what its cells did.
    ///   - files: The files that its cells read.
    public init(of executed: ExecutedChapter, files: [(path: String, content: Data)]) {
        let files = files.map { File(path: $0.path, content: $0.content) }
        let isSmall = files.reduce(0) { $0 + $1.content.count } <= Self.fileLimit
        name = executed.chapter.path.split(separator: "/").last.map(String.init) ?? executed.chapter.path
        text = executed.chapter.text
        self.files = isSmall ? files : []
        lacksFiles = !isSmall
        digests = executed.outputDigests
    }

    private static let opening = "<script type=\"application/json\" class=\"lectern-lesson\">"
    private static let closing = "</script>"

    /// The lesson as an element of a page, which shows nothing.
    var markup: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(self) else { return "" }
        // Nothing in it may look like an element to the browser.
        let json = String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
        return Self.opening + json + Self.closing
    }

    /// The lesson that a page carries; nil where it carries none, or where files would lie outside of the lesson's folder.
    /// - Parameter page: The page.
    public init?(carriedBy page: String) {
        // An author's own HTML comes before.
        guard let start = page.ranges(of: Self.opening).last?.upperBound,
            let end = page[start...].firstRange(of: Self.closing)?.lowerBound,
            let lesson = try? JSONDecoder().decode(Self.self, from: Data(page[start..<end].utf8)),
            FrontMatter.DataPath.isInside(lesson.name), !lesson.name.contains("/"),
            lesson.files.allSatisfy({ FrontMatter.DataPath.isInside($0.path) && $0.path != lesson.name })
        else { return nil }
        self = lesson
        surroundings = lesson.surroundings?.harmless(for: lesson.name)
    }

    /// Writes the lesson and its files.
    /// - Parameter folder: The folder to write them in, which need not exist.
    /// - Throws: What keeps them from being written.
    public func write(to folder: String) throws {
        for file in files + [File(path: name, content: Data(text.utf8))] {
            let path = "\(folder)/\(file.path)"
            let parent = URL(filePath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try file.content.write(to: URL(filePath: path), options: .atomic)
        }
    }

    /// The lesson with the pictures beside it among its files.
    /// - Parameter page: The page that carries it and holds the pictures.
    /// - Returns: The lesson; pictures outside of its folder are left out.
    public func includingPictures(of page: String) -> CarriedLesson {
        var lesson = self
        for (source, address) in (surroundings?.pictureAddresses(in: page) ?? [:]).sorted(by: { $0.key < $1.key }) {
            let path = source.removingPercentEncoding ?? source
            guard let comma = address.firstIndex(of: ","), FrontMatter.DataPath.isInside(path), path != name,
                !lesson.files.contains(where: { $0.path == path }),
                let content = Data(base64Encoded: String(address[address.index(after: comma)...]))
            else { continue }
            lesson.files.append(File(path: path, content: content))
        }
        return lesson
    }

    /// The cells that print or show something else than those of the page did.
    /// - Parameter executed: The lesson's chapter, run again.
    /// - Returns: The cells' indices.
    public func differingCells(in executed: ExecutedChapter) -> Set<Int> {
        let found = executed.outputDigests
        return Set(found.indices.filter { !digests.indices.contains($0) || digests[$0] != found[$0] })
    }
}
