import ChapterDocument
import FoundationEssentials

/// The lessons that stand in one folder: a book.
public enum BookFolder {
    /// The book of the chapters at `paths` and of their neighbours in the same folders.
    ///
    /// Files that cannot be read as chapters are left out; whoever reads them by themselves tells why.
    /// - Parameters:
    ///   - paths: The chapters' paths.
    ///   - output: The folder for reports; nil where none are written.
    ///   - isWritten: Whether the reports of `paths` are about to be written.
    /// - Returns: The book.
    public static func book(of paths: [String], output: String?, isWritten: Bool = false) -> Book {
        Book(
            self.paths(with: paths).compactMap { path in
                guard paths.contains(path) || couldBeChapter(path), let text = try? LessonFile.text(at: path),
                    let chapter = try? Chapter(parsing: text, path: path, foreignLabels: .any)
                else { return nil }
                let report = ReportFile(chapter: path, folder: output ?? "")
                let isRendered =
                    isWritten && paths.contains(path) || FileManager.default.fileExists(atPath: report.path)
                return Book.Page(chapter: chapter, address: report.name, isRendered: output != nil && isRendered)
            })
    }

    /// The paths of chapters, and those of their neighbours in the same folders.
    public static func paths(with paths: [String]) -> [String] {
        var seen: Set<String> = []
        var folders: Set<String> = []
        let firsts = paths.filter { folders.insert(URL(filePath: $0).deletingLastPathComponent().path).inserted }
        return (paths + firsts.flatMap(neighbours)).filter { seen.insert(identity($0)).inserted }
    }

    /// The labels in the neighbours of the chapter at `path`, where its text refers to any label at all.
    public static func foreignLabels(of path: String, _ text: String) -> ForeignLabels {
        text.contains("ref:`") ? book(of: [path], output: nil).foreignLabels(of: path) : .known([:])
    }

    /// The Markdown files beside the one at `path`.
    private static func neighbours(of path: String) -> [String] {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return files.filter { $0.hasSuffix(".md") }.sorted().map { path.contains("/") ? "\(folder)/\($0)" : $0 }
    }

    /// More bytes than a lesson has; a file that is larger is something else.
    private static let chapterSizeLimit = 4 << 20

    /// Whether a file is worth reading: not a pipe, which may never end, and not larger than any lesson.
    private static func couldBeChapter(_ path: String) -> Bool {
        let file = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else { return false }
        return attributes[.type] as? FileAttributeType == .typeRegular
            && attributes[.size] as? Int ?? 0 <= chapterSizeLimit
    }

    private static func identity(_ path: String) -> String {
        URL(filePath: path).standardized.path
    }
}
