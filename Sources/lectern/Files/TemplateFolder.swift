import ArgumentParser
import ReportRendering

/// A folder with a person's own template.
enum TemplateFolder {
    /// The template in `folder`; the built-in one where that is nil.
    /// - Throws: `ExitCode` once what is wrong with it is printed.
    static func template(_ folder: String?) throws -> ReportTemplate {
        guard let folder else { return .builtIn }
        do {
            return try ReportTemplate(folder: folder)
        } catch {
            let style = Style(isColored: Console.Stream.error.isColored)
            for diagnostic in error.diagnostics {
                let file = diagnostic.position.flatMap { _ in try? ChapterFile.readText(diagnostic.path) } ?? ""
                Console.write(DiagnosticText(chapter: file, style: style).text(diagnostic), to: .error)
            }
            throw ExitCode.brokenSetup
        }
    }
}
