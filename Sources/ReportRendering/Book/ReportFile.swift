import FileTree
import FoundationEssentials

/// Where a chapter's report goes.
public struct ReportFile {
    /// The report's name in its folder.
    public let name: String
    /// The report's path.
    public let path: String
    /// The chapter's path as seen from the report.
    public let chapterAddress: String

    /// The name of the page of all that lessons can use, where it lies beside reports.
    public static let referenceName = "reference.html"

    /// The name of the file of definitions for the formulas of the lessons beside it.
    public static let definitionsName = "macros.tex"

    /// The report in `folder` of the chapter at `chapter`.
    public init(chapter: String, folder: String) {
        let file = chapter.split(separator: "/").last.map(String.init) ?? chapter
        name = (file.hasSuffix(".md") ? String(file.dropLast(3)) : file) + ".html"
        path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        chapterAddress = Self.relativePath(from: folder, to: chapter)
    }

    /// Writes the report whole or not at all, making its folder where there is none.
    /// - Throws: What keeps it from being written; the report that was there stays.
    public func write(_ html: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try WholeFile.write(html.utf8, to: path)
    }

    private static func relativePath(from folder: String, to file: String) -> String {
        let from = URL(filePath: folder).standardized.path.split(separator: "/")
        let to = URL(filePath: file).standardized.path.split(separator: "/")
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared).map(String.init)
        return steps.joined(separator: "/")
    }
}
