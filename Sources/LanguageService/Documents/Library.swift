import ChapterDocument
import FoundationEssentials
import ReportRendering
import Synchronization

/// The lessons around those that are open: each is read from its file once, as long as the file stays as it is; those that are
/// open are as the editor shows them.
final class Library: Sendable {
    private struct Kept {
        var stamp: FileStamp
        var lesson: Lesson
    }
    private let kept = Mutex<[String: Kept]>([:])

    /// The book that a lesson belongs to.
    /// - Parameters:
    ///   - lesson: The lesson.
    ///   - open: All that are open.
    /// - Returns: The lessons in its folder and below.
    func book(of lesson: LessonSnapshot, open: [LessonSnapshot]) -> Book {
        guard DocumentAddress.path(lesson.uri) != nil else { return Book([]) }
        return Book(
            BookFolder.book(of: [lesson.path], output: nil).pages.map { page in
                var page = page
                page.lesson = self.lesson(at: page.lesson.path, open: open)
                return page
            })
    }

    private func lesson(at path: String, open: [LessonSnapshot]) -> Lesson {
        if let chapter = open.first(where: { $0.path == path })?.chapter { return Lesson(chapter) }
        guard let stamp = FileStamp(path) else { return Lesson(path: path) }
        return kept.withLock { kept in
            if let known = kept[path], known.stamp == stamp { return known.lesson }
            let lesson = Lesson(path: path)
            kept[path] = Kept(stamp: stamp, lesson: lesson)
            return lesson
        }
    }
}
