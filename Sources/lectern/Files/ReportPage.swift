import ArgumentParser
import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import OutputVerification
import ReportRendering

/// Reads reports, and runs the lessons that they carry.
enum ReportPage {
    /// Whether a path names a report rather than a lesson.
    static func isReport(_ path: String) -> Bool { path.lowercased().hasSuffix(".html") }

    /// The lesson that the report at `path` carries.
    /// - Throws: `ExitCode` once the reason is printed: 2 where there is no such file, 1 where it carries no lesson.
    static func lesson(of path: String) throws -> CarriedLesson {
        try read(path).lesson
    }

    private static func read(_ path: String) throws -> (page: String, lesson: CarriedLesson) {
        let page = try ChapterFile.readText(path).replacing("\r\n", with: "\n")
        guard let lesson = CarriedLesson(carriedBy: page) else {
            ChapterFile.tell(
                Diagnostic(
                    path: path, position: nil, message: "the page carries no lesson",
                    advice: "name a report that `lectern render` has made"))
            throw ExitCode.chapterFailed
        }
        return (page, lesson)
    }

    /// Runs the lesson that a report carries and compares: with what the lesson documents, and with what the report shows.
    /// - Parameters:
    ///   - path: The report.
    ///   - rules: What cells may use and reach.
    ///   - python: The program that runs the Python under the lesson's tabs; nil where that is not to be run.
    ///   - isStrict: As for `ChapterVerdict`.
    ///   - isAlone: Whether no other chapter runs at the same time.
    ///   - renderer: What makes pages with the template of the report.
    /// - Returns: The verdict, with an error for each cell whose outputs are not those of the report.
    /// - Throws: `ExitCode` once the reason is printed.
    static func verify(
        _ path: String, rules: CellRules, python: String?, isStrict: Bool, isAlone: Bool, renderer: ReportRenderer
    ) async throws -> ChapterVerdict {
        let (page, lesson) = try read(path)
        Console.write(
            "\(path.withVisibleControls()): running the code that the page carries, within the usual limits: "
                + "do so only with pages that you would run code from\n", to: .error)
        let folder: ScratchFolder
        do { folder = try ScratchFolder() } catch { throw ChapterExecution.printed(error) }
        defer { folder.remove() }
        try lesson.write(to: folder.path)
        var chapter: Chapter
        do {
            chapter = try Chapter(parsing: lesson.text, path: "\(folder.path)/\(lesson.name)", foreignLabels: .any)
        } catch {
            return ChapterVerdict(
                unreadable: path,
                because: ChapterError(
                    error.diagnostics.map {
                        Diagnostic(path: path, position: $0.position, message: $0.message, advice: $0.advice)
                    }))
        }
        chapter.warnings = []
        let executed = try await ChapterExecution.run(chapter, rules: rules, isAlone: isAlone, shownAs: path)
        let tabs = try await ChapterExecution.runTabs(of: chapter, with: python, rules: rules, shownAs: path)
        var verdict = ChapterVerdict(verifying: executed, tabs: tabs, isStrict: isStrict)
        verdict.path = path
        guard executed.succeeded else { return verdict }
        do {
            let reference = ReportRenderer.namesAreTold(in: page) ? try await ChapterExecution.reference() : nil
            let differences = try renderer.differences(
                of: page, from: executed, carrying: lesson, reference: reference)
            verdict.isRightPage = differences.isEmpty
            for (sentence, position) in differences.prefix(5) {
                verdict.diagnostics.append(
                    Diagnostic(
                        path: path, position: position, message: sentence,
                        advice: position.map { _ in "the line is that of the lesson: see `lectern extract`" }))
            }
        } catch let error as ReportError {
            Console.write("lectern: \(error.message)\n      \(error.advice)\n", to: .error)
            throw ExitCode.brokenSetup
        }
        return verdict
    }
}
