import Foundation
import Testing

/// The book's lessons. That their outputs come out again is checked by `make test`, after the tests, when the processor
/// is free for minutes of training.
@Suite(.timeLimit(.minutes(5))) struct LessonsTests {
    @Test func nothingIsWrongWithTheirText() throws {
        let folder = Command.repository.appending(path: "chapters").path
        let lessons = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".md") }.sorted().map { "chapters/\($0)" }
        #expect(lessons.count >= 13)
        let outcome = try Command.lectern(["check", "--strict"] + lessons)
        #expect(outcome.status == 0, "\(outcome.error)")
    }
}
