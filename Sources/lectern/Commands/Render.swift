import ArgumentParser
import CellExecution
import ChapterDocument
import FoundationEssentials
import OutputVerification
import ReportRendering

/// `lectern render`.
struct Render: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons and write each one's report as one HTML file.",
        discussion: """
            The report holds everything it shows, so it opens without a network. A lesson that fails leaves its last \
            good report as it was.

            Examples:
                lectern render chapters/4.6-dropout.md
                lectern render --output site chapters/*.md

            For a class, --without-solutions leaves the solutions and wrong answers of exercises out of the page and of \
            the lesson that it carries. They are run all the same, and the page says that it has none.

            Lessons in one folder are a book: they may refer to each other's labels, their pages are linked in the \
            order of their numbers, and rendering several also writes index.html, the contents.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the reports.", valueName: "dir"))
    var output = "output"

    @Option(help: ArgumentHelp("A folder with your own look: see `lectern template`.", valueName: "dir"))
    var template: String?

    @Flag(help: "Run every cell, also those of lessons whose code has not changed since they last ran.")
    var fresh = false

    @Flag(help: "Tell in the report how long the cells ran; the same lesson then gives another file each time.")
    var times = false

    @Flag(help: "Leave the solutions and wrong answers of exercises out of the reports, and of the lessons in them.")
    var withoutSolutions = false

    @OptionGroup(title: "Typesetting")
    var assets: AssetOptions

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    @Argument(help: "The lessons' Markdown files.", completion: .file(extensions: ["md"]))
    var files: [String]

    func validate() throws {
        let reports = files.map { ReportFile(chapter: $0, folder: output).path }
        for (index, report) in reports.enumerated() where reports[..<index].contains(report) {
            throw ValidationError("Two of the files would both be rendered to '\(report)'.")
        }
    }

    func run() async throws {
        let renderer = ReportRenderer(assets: assets.assets, template: try TemplateFolder.template(template))
        let records = try records()
        let book = BookFolder.book(of: files, output: output, isWritten: true)
        for fault in book.diagnostics {
            Console.write(DiagnosticText(chapter: "", style: style).text(fault), to: .error)
        }
        var status = ExitCode.success
        for file in files {
            do {
                let target = ReportFile(chapter: file, folder: output)
                if !fresh, records.isCurrent(target, of: file, in: book.surroundings(of: file)) {
                    Console.write(
                        "\(style.green("✓")) \(target.path.withVisibleControls()) is up to date\n", to: .error)
                } else {
                    try await render(file, to: target, in: book, with: renderer, records)
                }
            } catch let code as ExitCode where code != .interrupted {
                // The other lessons are still worth rendering.
                status = max(status, code)
            }
        }
        if files.count > 1 { try writeContents(of: book, with: renderer, records) }
        if status != .success { throw status }
    }

    private var style: Style { Style(isColored: Console.Stream.error.isColored) }

    private func records() throws -> ReportRecords {
        ReportRecords(
            cache: .standard, output: output, template: template, assets: assets.assets,
            cells: try ChapterExecution.toolchain().digest(rules: cells.rules).hexadecimal
                + (times ? " with times" : "") + (withoutSolutions ? " without solutions" : "")
                + (hasReference ? " beside the reference" : ""))
    }

    /// Whether the page of all that lessons can use lies beside the reports.
    private var hasReference: Bool {
        let path = (output.hasSuffix("/") ? output : output + "/") + ReportFile.referenceName
        return FileManager.default.fileExists(atPath: path)
            && !files.contains { ReportFile(chapter: $0, folder: output).path == path }
    }

    /// Writes the contents of the book, with the reports that are there now.
    private func writeContents(of written: Book, with renderer: ReportRenderer, _ records: ReportRecords) throws {
        // A lesson that failed may have no report.
        let book = BookFolder.book(of: files, output: output)
        let target = ReportFile(chapter: written.contentsAddress.replacing(".html", with: ".md"), folder: output)
        let contents = book.contentsDescription
        if records.isCurrent(target, of: written.contentsAddress, in: contents) { return }
        let html = renderer.renderContents(
            of: book, referenceAddress: hasReference ? ReportFile.referenceName : nil
        ).html
        try target.write(html)
        records.keep(target, html, of: written.contentsAddress, in: contents, sources: [])
    }

    private func render(
        _ file: String, to target: ReportFile, in book: Book, with renderer: ReportRenderer, _ records: ReportRecords
    ) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let chapter = try ChapterFile.read(file, in: book)
        let executed = try await ChapterExecution.run(
            chapter, rules: cells.rules, cache: fresh ? nil : .standard)
        let prose = DiagnosticText(chapter: chapter.text, style: style)
        guard executed.succeeded else {
            Console.write(
                "\(file.withVisibleControls()): not rendered; \(target.path.withVisibleControls()) stays as it was\n",
                to: .error)
            throw ExitCode.chapterFailed
        }
        let reference = try await ChapterExecution.reference()
        let verdict = ChapterVerdict(verifying: executed)
        let shown = withoutSolutions ? try withoutSolutions(executed, in: book, told: prose) : executed
        do {
            let report = try renderer.render(
                shown, verdict: ChapterVerdict(verifying: shown),
                options: ReportOptions(
                    sourceAddress: target.chapterAddress, book: book, showsTimes: times,
                    lesson: CarriedLesson(
                        of: shown, files: DataFiles(of: chapter).contents + definitions(beside: file)),
                    reference: reference,
                    referenceAddress: hasReference ? ReportFile.referenceName : nil))
            for warning in report.warnings { Console.write(prose.text(warning), to: .error) }
            try target.write(report.html)
            let size = (report.html.utf8.count + 512) / 1024
            let turning =
                report.turningBytes > 0 ? ", \((report.turningBytes + 512) / 1024) KB of it for parameters to turn" : ""
            let time = seconds((clock.now - start) / .seconds(1))
            Console.write(
                "\(style.green("✓")) \(target.path.withVisibleControls()) (\(size) KB\(turning)) in \(time)\n",
                to: .error)
            if verdict.isOK, (chapter.warnings + report.warnings).isEmpty {
                records.keep(
                    target, report.html, of: file, in: book.surroundings(of: file), sources: report.sources)
            }
        } catch let error as ReportError {
            Console.write("\(style.red("error:")) \(error.message)\n      \(error.advice)\n", to: .error)
            throw ExitCode.brokenSetup
        } catch {
            Console.write(
                "\(style.red("error:")) \(target.path.withVisibleControls()) cannot be written: \(reason(error))\n",
                to: .error)
            throw ExitCode.brokenSetup
        }
        if !verdict.isOK {
            let counts = verdict.counts
            let count =
                counts.differing + counts.differingFigures + counts.failedChecks + counts.wrongValues
                + counts.faultyExercises
            let what =
                count == 1
                ? "1 thing that the lesson says does not hold" : "\(count) things that the lesson says do not hold"
            Console.write(
                "\(style.yellow("warning:")) \(what): see `lectern verify \(file.withVisibleControls())`\n", to: .error)
        }
    }

    /// What is defined for the formulas of a lesson in the file beside it.
    private func definitions(beside file: String) -> [(path: String, content: Data)] {
        let path = URL(filePath: file).deletingLastPathComponent().appending(path: ReportFile.definitionsName).path
        return FileManager.default.contents(atPath: path).map { [(ReportFile.definitionsName, $0)] } ?? []
    }

    /// What a report shows that has no solutions.
    private func withoutSolutions(
        _ executed: ExecutedChapter, in book: Book, told prose: DiagnosticText
    ) throws -> ExecutedChapter {
        do {
            return try executed.withoutSolutions(foreignLabels: book.foreignLabels(of: executed.chapter.path))
        } catch {
            for diagnostic in error.diagnostics { Console.write(prose.text(diagnostic), to: .error) }
            throw ExitCode.chapterFailed
        }
    }
}

extension ExitCode: @retroactive Comparable {
    /// The worse of two outcomes is the greater one.
    public static func < (a: ExitCode, b: ExitCode) -> Bool { a.rawValue < b.rawValue }
}
