import ArgumentParser
import ChapterDocument
import LanguageService
import ReportRendering

/// `lectern check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find what is wrong with lessons without running their cells.",
        discussion: """
            Checked are the front matter, the files that it should name, the tags of cells and outputs, labels and references, footnotes, pictures, \
            formulas, links inside the lesson, identifiers, exercises and questions. Warnings are printed and count as errors only with --strict, \
            which also lists numbers of the prose that stand in an output and are not checked against it.

            Examples:
                lectern check chapters/4.6-dropout.md
                lectern check --strict chapters/*.md
            """)

    @Flag(help: "Count warnings as errors.")
    var strict = false

    @OptionGroup(title: "Typesetting")
    var assets: AssetOptions

    @Argument(help: "The lessons' Markdown files.", completion: .file(extensions: ["md"]))
    var files: [String]

    func run() throws {
        let renderer = ReportRenderer(assets: assets.assets)
        let book = BookFolder.book(of: files, output: nil)
        var status = ExitCode.success
        var diagnostics = book.diagnostics
        tell(diagnostics, in: "")
        for file in files {
            do {
                diagnostics += try check(file, in: book, with: renderer)
            } catch let code as ExitCode {
                // The other lessons are still worth checking.
                status = max(status, code)
            }
        }
        let errors = diagnostics.count { $0.severity == .error }
        if errors > 0 || strict && !diagnostics.isEmpty { status = max(status, .chapterFailed) }
        let style = Style(isColored: Console.Stream.output.isColored)
        let mark = status == .success ? style.green("✓") : style.red("✗")
        let summary = [
            count(files.count, "lesson"), count(errors, "error"), count(diagnostics.count - errors, "warning"),
        ]
        Console.write("\(mark) \(summary.joined(separator: ", "))\n", to: .output)
        if status != .success { throw status }
    }

    /// What is wrong with one lesson; it is printed too.
    private func check(_ file: String, in book: Book, with renderer: ReportRenderer) throws -> [Diagnostic] {
        let text = try ChapterFile.readText(file)
        let diagnostics: [Diagnostic]
        do {
            diagnostics = try LessonCheck.diagnostics(of: text, path: file, in: book, with: renderer, isStrict: strict)
        } catch {
            let style = Style(isColored: Console.Stream.error.isColored)
            Console.write("\(style.red("error:")) \(error.message)\n      \(error.advice)\n", to: .error)
            throw ExitCode.brokenSetup
        }
        tell(diagnostics, in: text)
        return diagnostics
    }

    private func tell(_ diagnostics: [Diagnostic], in text: String) {
        let prose = DiagnosticText(chapter: text, style: Style(isColored: Console.Stream.error.isColored))
        for diagnostic in diagnostics { Console.write(prose.text(diagnostic), to: .error) }
    }

    private func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
