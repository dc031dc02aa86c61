import ArgumentParser
import CellExecution
import CellMessages
import ChapterDocument
import FoundationEssentials
import OutputVerification
import ReportRendering

/// Reads reports, and runs the lessons that they carry.
enum ReportPage {
    /// Whether a file is a page rather than a lesson, by its name or by what it holds.
    static func isReport(_ path: String) -> Bool {
        if [".html", ".htm", ".xhtml"].contains(where: path.lowercased().hasSuffix) { return true }
        guard let text = try? LessonFile.text(at: path) else { return false }
        let start = text.drop(while: \.isWhitespace).prefix(15).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || CarriedLesson(carriedBy: text) != nil
    }

    /// The lesson that the report at `path` carries, with its pictures.
    /// - Throws: `ExitCode` once the reason is printed: 2 where there is no such file, or where it carries no lesson.
    static func lesson(of path: String) throws -> CarriedLesson {
        let (page, lesson) = try read(path)
        return lesson.includingPictures(of: page)
    }

    private static func read(_ path: String) throws -> (page: String, lesson: CarriedLesson) {
        let page = try ChapterFile.readText(path).replacing("\r\n", with: "\n")
        guard let lesson = CarriedLesson(carriedBy: page) else {
            ChapterFile.tell(
                Diagnostic(
                    path: path, position: nil, message: "the page carries no lesson",
                    advice: "name a report that `lectern render` has made"))
            throw ExitCode.brokenSetup
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
        if lesson.lacksFiles {
            ChapterFile.tell(
                Diagnostic(
                    path: path, position: nil,
                    message:
                        "the page cannot be confirmed by itself: the files that its cells read are too large for it to carry",
                    advice: "run `lectern verify` on the lesson, beside these files"))
            throw ExitCode.brokenSetup
        }
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
            let findings = try renderer.findings(on: page, from: executed, carrying: lesson, reference: reference)
            let differences = findings.filter(\.isDifference)
            verdict.isRightPage = differences.isEmpty
            verdict.diagnostics += (differences.prefix(5) + findings.filter { !$0.isDifference }).map { finding in
                Diagnostic(
                    finding.isDifference ? .error : .warning, path: path, position: finding.position,
                    message: finding.sentence,
                    advice: finding.position.map { _ in "the line is that of the lesson: see `lectern extract`" })
            }
        } catch let error as ReportError {
            Console.write("lectern: \(error.message)\n      \(error.advice)\n", to: .error)
            throw ExitCode.brokenSetup
        }
        return verdict
    }
}
