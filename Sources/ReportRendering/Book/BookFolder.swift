import ChapterDocument
import FoundationEssentials

/// The lessons that stand in one folder and in the folders below it: a book.
public enum BookFolder {
    /// The book of the chapters at `paths` and of the lessons in the same folders and below them.
    ///
    /// - Parameters:
    ///   - paths: The chapters' paths.
    ///   - output: The folder for reports; nil where none are written.
    ///   - isWritten: Whether the reports of `paths` are about to be written.
    /// - Returns: The book; none of its lessons has been read yet.
    public static func book(of paths: [String], output: String?, isWritten: Bool = false) -> Book {
        let named = Set(paths)
        return Book(
            self.paths(with: paths).filter { named.contains($0) || couldBeChapter($0) }.map { path in
                let report = ReportFile(chapter: path, folder: output ?? "")
                let isRendered =
                    output != nil
                    && (isWritten && named.contains(path) || FileManager.default.fileExists(atPath: report.path))
                return Book.Page(lesson: Lesson(path: path), address: report.name, isRendered: isRendered)
            }, facts: facts(of: paths))
    }

    /// What the file beside the first chapter says about the book.
    private static func facts(of paths: [String]) -> (facts: BookFacts, diagnostics: [Diagnostic]) {
        guard let first = paths.first else { return (BookFacts(), []) }
        let folder = folder(first)
        let path = folder.isEmpty ? BookFacts.fileName : "\(folder)/\(BookFacts.fileName)"
        guard couldBeChapter(path) else { return (BookFacts(), []) }
        do {
            return BookFacts.read(try LessonFile.text(at: path), path: path)
        } catch {
            return (BookFacts(), error.diagnostics)
        }
    }

    /// The paths of chapters, and those of the lessons in the same folders and below them.
    public static func paths(with paths: [String]) -> [String] {
        var seen: Set<String> = []
        var folders: Set<String> = []
        let firsts = paths.map(folder).filter { folders.insert($0).inserted }
        return (paths + firsts.flatMap(lessons)).filter { seen.insert(identity($0)).inserted }
    }

    /// How many entries of folders are looked at: what is larger is no book's folder but a home or a project.
    private static let entryLimit = 20_000

    /// The Markdown files in a folder, and after them those in the folders below it. Hidden folders and symbolic links to
    /// folders are left out.
    private static func lessons(in folder: String) -> [String] {
        var lessons: [String] = []
        var folders = [folder]
        var next = 0
        var count = 0
        while next < folders.count, count < entryLimit {
            let folder = folders[next]
            next += 1
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
            count += entries.count
            for entry in entries.sorted() where !entry.hasPrefix(".") && entry != "node_modules" {
                let path = folder.isEmpty ? entry : "\(folder)/\(entry)"
                if entry.hasSuffix(".md") {
                    lessons.append(path)
                } else if !entry.contains("."), isFolder(path) {
                    folders.append(path)
                }
            }
        }
        return lessons
    }

    private static func isFolder(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    private static func folder(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
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
