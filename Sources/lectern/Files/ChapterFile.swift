import ArgumentParser
import CellExecution
import ChapterDocument
import FileTree
import FoundationEssentials
import ReportRendering
import UnixSystem

/// Reads chapters from disk and prints what keeps one from being read.
enum ChapterFile {
    /// The chapter at `path`.
    /// - Parameters:
    ///   - path: The chapter's path.
    ///   - book: The book that it is part of.
    /// - Returns: The chapter; its warnings are printed.
    /// - Throws: `ExitCode` once the reason is printed: 2 where there is no such file, 1 where it is no good chapter.
    static func read(_ path: String, in book: Book) throws -> Chapter {
        let text = try readText(path)
        let style = Style(isColored: Console.Stream.error.isColored)
        let prose = DiagnosticText(chapter: text, style: style)
        do {
            let chapter = try Chapter(parsing: text, path: path, foreignLabels: book.foreignLabels(of: path))
            try DataFiles(of: chapter).check(path: path)
            for warning in chapter.warnings { Console.write(prose.text(warning), to: .error) }
            return chapter
        } catch {
            for diagnostic in error.diagnostics { Console.write(prose.text(diagnostic), to: .error) }
            throw ExitCode.chapterFailed
        }
    }

    /// The text of the file at `path`.
    /// - Throws: As `read`.
    static func readText(_ path: String) throws -> String {
        do {
            return try LessonFile.text(at: path)
        } catch {
            error.diagnostics.forEach(tell)
            if case .unreachable = error { throw ExitCode.brokenSetup }
            throw ExitCode.chapterFailed
        }
    }

    /// Prints what is wrong with a file as a whole, of which no line is shown.
    static func tell(_ diagnostic: Diagnostic) {
        let style = Style(isColored: Console.Stream.error.isColored)
        Console.write(DiagnosticText(chapter: "", style: style).text(diagnostic), to: .error)
    }
}

/// Why a file could not be read or written, in the system's words where it has some.
func reason(_ error: any Error) -> String {
    if let fault = error as? FileTreeError { return SystemError(number: fault.number).reason }
    let cause = (error as? CocoaError)?.underlying ?? error
    guard let fault = cause as? POSIXError else { return "\(cause)" }
    return SystemError(number: fault.code.rawValue).reason
}
