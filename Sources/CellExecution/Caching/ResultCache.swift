import CellMessages
import ChapterDocument
import ContentDigest
import FoundationEssentials
import UnixSystem

/// Results of cells, kept from one run of the program to the next: one file for each chapter.
///
/// Only chapters whose cells all did what they were meant to are kept. A file is used only where it is whole: it
/// carries the digest of its content.
public struct ResultCache: Sendable {
    /// The results of one chapter.
    struct Entry: Codable {
        /// A result beside its cell's key.
        struct KeyedResult: Codable {
            var key: CellKey
            var result: CellResult
        }

        /// The places that the results' positions speak of.
        var layout: ChapterLayout
        /// The results of the cells that were run, in order, each beside its cell's key.
        var results: [KeyedResult]
    }

    /// The folder that holds the files.
    public let folder: String

    /// A cache in a folder, which need not exist.
    public init(folder: String) {
        self.folder = folder
    }

    /// The person's own cache: `lectern` in `XDG_CACHE_HOME`, by default `~/.cache`.
    public static var standard: ResultCache {
        let environment = ProcessInfo.processInfo.environment
        func folder(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let home = folder("HOME") ?? ThisUser.home
        // Somebody without a home shares the folder for temporary files with others.
        let base = folder("XDG_CACHE_HOME") ?? home.map { "\($0)/.cache" } ?? "/tmp/cache-\(ThisUser.number)"
        return ResultCache(folder: "\(base)/lectern")
    }

    /// Removes everything that is kept.
    /// - Returns: How many bytes that were.
    /// - Throws: What keeps it from being removed.
    public func removeAll() throws -> Int {
        guard FileManager.default.fileExists(atPath: folder) else { return 0 }
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let sizes = files.map { file in
            (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.size] as? Int) ?? 0
        }
        try FileManager.default.removeItem(atPath: folder)
        return sizes.reduce(0, +)
    }

    /// The content kept for a chapter under a name, where it is whole.
    /// - Parameters:
    ///   - name: What kind of content it is.
    ///   - path: The chapter's path.
    /// - Returns: The content; nil where there is none.
    public func content(_ name: String, of path: String) -> Data? {
        let file = file(name, of: path)
        guard let data = FileManager.default.contents(atPath: file), data.count >= 32 else { return nil }
        let content = data.dropFirst(32)
        return Digest(of: content).bytes == Array(data.prefix(32)) ? Data(content) : nil
    }

    /// Keeps content for a chapter under a name, in place of what was kept before.
    /// - Throws: What keeps it from being written.
    public func keep(_ content: Data, as name: String, of path: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try (Data(Digest(of: content).bytes) + content)
            .write(to: URL(filePath: file(name, of: path)), options: .atomic)
    }

    private func file(_ name: String, of path: String) -> String {
        let whole = URL(filePath: path).standardized.path
        return "\(folder)/\(Digest(of: [whole]).hexadecimal.prefix(32)).\(name)"
    }

    /// The results kept for the chapter at `path`; nil where there are none.
    func entry(for path: String) -> Entry? {
        guard let content = content("results", of: path) else { return nil }
        return try? BinaryForm.decode(Entry.self, from: content)
    }

    /// Keeps the results of the chapter at `path`, in place of those kept before.
    func keep(_ entry: Entry, for path: String) throws {
        try keep(Data(BinaryForm.encode(entry)), as: "results", of: path)
    }
}
