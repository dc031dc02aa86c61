import CellExecution
import ChapterDocument
import ContentDigest
import FileTree
import FoundationEssentials

/// What readers have typed into cells, kept from one run of the program to the next: a file for each cell that they changed.
///
/// The files are no results that can be made again, so they stand beside the cache, and clearing that leaves them.
public struct ReaderTexts: Sendable {
    /// What a reader has typed into one cell.
    struct Text: Codable, Equatable {
        /// The lesson's path, for a person who looks into the file.
        var lesson: String
        /// The cell's name.
        var cell: String
        /// The lesson's own code when the reader began to change it.
        var base: String
        /// The reader's code.
        var code: String
        /// Whether it, or what stood there before, has passed an exercise's checks.
        var isSolved: Bool?
    }

    /// The folder that holds the files, a folder for each lesson.
    public let folder: String

    /// Texts in a folder, which need not exist.
    public init(folder: String) {
        self.folder = folder
    }

    /// The person's own: beside the cache of results.
    public static var standard: ReaderTexts { ReaderTexts(folder: "\(ResultCache.standard.folder)-learn") }

    /// What is kept for a cell of the lesson at `path`; nil for nothing.
    func text(ofCell name: String, in path: String) -> Text? {
        guard let data = FileManager.default.contents(atPath: file(name, of: path)) else { return nil }
        return try? JSONDecoder().decode(Text.self, from: data)
    }

    /// Keeps a text in place of what was kept for its cell before.
    /// - Throws: What keeps it from being written.
    func keep(_ text: Text, of path: String) throws {
        try FileManager.default.createDirectory(
            atPath: lessonFolder(of: path), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try WholeFile.write(try encoder.encode(text), to: file(text.cell, of: path))
    }

    /// Removes what is kept for a cell.
    func remove(cell name: String, of path: String) {
        try? FileManager.default.removeItem(atPath: file(name, of: path))
        // The last one takes the lesson's folder with it.
        let folder = lessonFolder(of: path)
        if (try? FileManager.default.contentsOfDirectory(atPath: folder).isEmpty) == true {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private func lessonFolder(of path: String) -> String {
        let url = URL(filePath: path).standardized
        let digest = Digest(of: [url.path]).hexadecimal.prefix(12)
        return "\(folder)/\(Self.fileName(url.deletingPathExtension().lastPathComponent))-\(digest)"
    }

    private func file(_ name: String, of path: String) -> String {
        "\(lessonFolder(of: path))/\(Self.fileName(name)).json"
    }

    /// A name as a file can have it; one that no file can have is told by its digest.
    private static func fileName(_ name: String) -> String {
        let isPlain =
            name.utf8.count <= 100 && !name.hasPrefix(".")
            && name.allSatisfy { $0.isLetter || $0.isNumber || " .-_".contains($0) }
        return isPlain ? name : Digest(of: [name]).hexadecimal
    }
}
