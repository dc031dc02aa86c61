import ChapterDocument
import FoundationEssentials
import Synchronization

/// A lesson of a book, read as far as it is asked for and once at most.
///
/// What is wrong with it is reported by whoever reads it for itself; its labels and sections count all the same.
public final class Lesson: Sendable {
    /// What a book says of a lesson in its contents and beside its neighbours.
    public struct Head: Sendable {
        /// The characters of the title.
        public var title: String
        /// The lesson's number in its book.
        public var number: String?
        /// The language of its prose, as far as the lesson's beginning tells.
        public var language: String
        /// One sentence about it.
        public var description: String?
    }

    /// The file's path.
    public let path: String

    private struct State {
        var text: String?
        var head: Head?
        var chapter: Chapter?
        var isRead = false
        var numbering: Numbering?
        var labels: Set<String>?
        var anchors: Set<String>?
    }

    private let state: Mutex<State>

    /// The lesson in the file at `path`, which is not read yet.
    public init(path: String) {
        self.path = path
        state = Mutex(State())
    }

    /// A lesson that has been read.
    public init(_ chapter: Chapter) {
        path = chapter.path
        state = Mutex(State(text: chapter.text, chapter: chapter, isRead: true))
    }

    /// The file's text; empty where it cannot be read.
    public var text: String { state.withLock { Self.text(&$0, path) } }

    /// The lesson as far as it can be read; nil where it cannot.
    public var chapter: Chapter? { state.withLock { Self.chapter(&$0, path) } }

    /// What stands in the book's contents.
    public var head: Head {
        state.withLock { state in
            if let head = state.head { return head }
            let chapter = state.isRead ? state.chapter : Chapter.beginning(of: Self.text(&state, path), path: path)
            let head = Head(
                title: chapter?.title ?? path, number: chapter?.frontMatter.number,
                language: chapter?.frontMatter.language ?? "en",
                description: chapter?.frontMatter.description)
            state.head = head
            return head
        }
    }

    /// The lesson's labels, and those that only look like some, as in code.
    var possibleLabels: Set<String> {
        state.withLock { state in
            if let labels = state.labels { return labels }
            let labels = Chapter.possibleLabels(in: Self.text(&state, path))
            state.labels = labels
            return labels
        }
    }

    /// The numbers of the lesson's sections, figures, tables and formulas.
    var numbering: Numbering? { state.withLock { Self.numbering(&$0, path) } }

    /// What links into the lesson can lead to.
    var anchors: Set<String> {
        state.withLock { state in
            if let anchors = state.anchors { return anchors }
            guard let numbering = Self.numbering(&state, path), let chapter = Self.chapter(&state, path) else {
                return []
            }
            let anchors = numbering.anchors.all(of: chapter).union(numbering.targets.values.map(\.anchor))
            state.anchors = anchors
            return anchors
        }
    }

    private static func text(_ state: inout State, _ path: String) -> String {
        if let text = state.text { return text }
        let text = (try? LessonFile.text(at: path)) ?? ""
        state.text = text
        return text
    }

    private static func chapter(_ state: inout State, _ path: String) -> Chapter? {
        if !state.isRead {
            state.chapter = Chapter.read(text(&state, path), path: path, foreignLabels: .any).chapter
            state.isRead = true
        }
        return state.chapter
    }

    private static func numbering(_ state: inout State, _ path: String) -> Numbering? {
        if state.numbering == nil { state.numbering = chapter(&state, path).map { Numbering(of: $0) } }
        return state.numbering
    }
}
