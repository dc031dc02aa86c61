import CellExecution
import ChapterDocument
import Dispatch
import ReportRendering

/// Everything that is wrong with a lesson as far as that can be told without its cells.
public enum LessonCheck {
    /// - Parameters:
    ///   - text: The lesson's text.
    ///   - path: Its file's path.
    ///   - book: The book that it belongs to.
    ///   - renderer: What typesets it.
    ///   - isStrict: Whether numbers of the prose that stand in an output and are not checked against it are told too.
    /// - Returns: The diagnostics in the order of their places.
    /// - Throws: ``ReportError`` where a component that the lesson needs is not installed or does not work.
    public static func diagnostics(
        of text: String, path: String, in book: Book, with renderer: ReportRenderer, isStrict: Bool = false
    ) throws(ReportError) -> [Diagnostic] {
        let (chapter, found) = Chapter.read(text, path: path, foreignLabels: book.foreignLabels(of: path))
        var diagnostics = found
        if let chapter {
            // Of two words on one place, such as a reference that leads nowhere, the first will do.
            let places = Set(found.map(\.position))
            diagnostics += try renderer.check(chapter, in: book).filter { !places.contains($0.position) }
            diagnostics += DataFiles.undeclared(in: chapter)
            if isStrict { diagnostics += chapter.uncheckedNumbers }
        }
        return diagnostics.sorted {
            ($0.position ?? SourcePosition(line: 0)) < ($1.position ?? SourcePosition(line: 0))
        }
    }
}

/// Checks open lessons, one after another, on a thread of its own: typesetting may take longer than others should wait.
final class LessonChecker: @unchecked Sendable {
    // Used on the queue alone.
    private let renderer: ReportRenderer
    private let queue = DispatchQueue(label: "lesson checks")

    init(assets: ReportAssets) {
        renderer = ReportRenderer(assets: assets)
    }

    /// What is wrong with a lesson.
    /// - Throws: ``ReportError`` where a component that the lesson needs is not installed or does not work.
    func diagnostics(of lesson: LessonSnapshot, in book: Book) async throws -> [Diagnostic] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in
                continuation.resume(
                    with: Result {
                        try LessonCheck.diagnostics(
                            of: lesson.document.text, path: lesson.path, in: book, with: renderer)
                    })
            }
        }
    }
}
