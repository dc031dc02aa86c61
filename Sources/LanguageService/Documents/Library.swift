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
        var snapshot: LessonSnapshot?
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

    /// A lesson, and after it the others of its book.
    /// - Parameters: As for ``book(of:open:)``.
    /// - Returns: The lessons.
    func lessons(around lesson: LessonSnapshot, open: [LessonSnapshot]) -> [LessonSnapshot] {
        [lesson]
            + book(of: lesson, open: open).pages.map(\.lesson).filter { $0.path != lesson.path }.map { other in
                open.first { $0.path == other.path } ?? snapshot(of: other)
            }
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

    private func snapshot(of lesson: Lesson) -> LessonSnapshot {
        kept.withLock { kept in
            if let known = kept[lesson.path], known.lesson === lesson, let snapshot = known.snapshot { return snapshot }
            let snapshot = LessonSnapshot(
                uri: DocumentAddress.uri(lesson.path), version: nil, document: DocumentText(lesson.text))
            if kept[lesson.path]?.lesson === lesson { kept[lesson.path]?.snapshot = snapshot }
            return snapshot
        }
    }
}
