import ArgumentParser
import CellExecution
import ChapterDocument
import FoundationEssentials
import LivePreview
import OutputVerification
import Synchronization

/// `lectern preview`.
struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve lessons on this machine and keep their pages as the files are while you edit them.",
        discussion: """
            Open the address that is printed. When you save a lesson, its page changes in place: prose at once, and \
            cells from the first one that changed on, each as its results arrive. Errors appear at their cell and here. \
            Ctrl-C ends the preview and everything it runs.

            Only programs on this machine can reach the pages (127.0.0.1).

            Examples:
                lectern preview                               the lessons in chapters/, or else in this folder
                lectern preview chapters/4.6-dropout.md
                lectern preview --port 9000 lessons
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The port to serve on (default: 8765, or the next one that is free).", valueName: "number"))
    var port: UInt16?

    @Flag(help: "Run every cell again instead of using results from earlier runs.")
    var fresh = false

    @Option(help: ArgumentHelp("A folder with your own look: see `lectern template`.", valueName: "dir"))
    var template: String?

    @OptionGroup(title: "Typesetting")
    var assets: AssetOptions

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    @Argument(help: "The lessons' Markdown files, or folders of them.", completion: .file(extensions: ["md"]))
    var paths: [String] = []

    func run() async throws {
        let paths = try Self.existing(paths)
        let template = try TemplateFolder.template(template)
        let configuration: PreviewConfiguration
        do {
            configuration = PreviewConfiguration(
                toolchain: try .find(), rules: cells.rules, cache: fresh ? nil : .standard, template: template,
                assets: assets.assets)
        } catch {
            PreviewConsole.show(error)
            throw ExitCode.brokenSetup
        }
        let ports = port.map { [$0] } ?? Array(8765..<8785)
        for port in ports {
            do {
                return try await serve(paths, on: port, configuration)
            } catch PreviewError.portIsTaken where port != ports.last {
                continue
            } catch let error as PreviewError {
                PreviewConsole.show(error)
                throw ExitCode.brokenSetup
            }
        }
    }

    private func serve(_ paths: [String], on port: UInt16, _ configuration: PreviewConfiguration) async throws {
        let preview = try LivePreview.Preview(
            paths: paths, port: port, configuration: configuration, report: PreviewConsole().show)
        let files = preview.files
        let what = files.count == 1 ? files[0].withVisibleControls() : "\(files.count) lessons"
        Console.write("Previewing \(what) at \(preview.address)\nPress Ctrl-C to end.\n", to: .error)
        let serving = Task { try await preview.run() }
        do {
            try await Interruption.cancelling(serving) { try await serving.value }
        } catch is CancellationError {
            Console.write("\nThe preview has ended.\n", to: .error)
        }
    }

    /// The files and folders to preview, all of which exist; by default the folder `chapters`, or else this one.
    private static func existing(_ paths: [String]) throws -> [String] {
        let paths = paths.isEmpty ? [FileManager.default.fileExists(atPath: "chapters") ? "chapters" : "."] : paths
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw ValidationError("There is no file or folder '\(path)'.")
        }
        return paths
    }
}

/// What a preview says on the terminal.
private final class PreviewConsole: Sendable {
    private static let style = Style(isColored: Console.Stream.error.isColored)
    private var style: Style { Self.style }
    /// What was said to be wrong with each lesson when it was last shown.
    private let told = Mutex<[String: [Finding]]>([:])

    func show(_ event: PreviewEvent) {
        switch event {
        case .rejected(_, let text, let diagnostics):
            let prose = DiagnosticText(chapter: text, style: style)
            for diagnostic in diagnostics { Console.write(prose.text(diagnostic), to: .error) }
        case .changed(let chapter):
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            for warning in chapter.warnings { Console.write(prose.text(warning), to: .error) }
        case .failed(let chapter, let cell, let result):
            guard let failure = result.failure else { return }
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            Console.write(
                prose.text(failure, of: cell, path: chapter.path, outputs: result.outputs), to: .error)
        case .leftThreads(let chapter, let cell):
            let place = "\(chapter.path.withVisibleControls()):\(cell.range.start.line)"
            Console.write(
                "\(place): cell `\(cell.name)` leaves threads running, so its state cannot be kept: an edit below it "
                    + "runs it again\n", to: .error)
        case .remark(let chapter, let cell, let words):
            let prose = DiagnosticText(chapter: chapter.text, style: style)
            Console.write(prose.text(remark: words, on: cell, path: chapter.path), to: .error)
        case .isolationGaps(let gaps): IsolationWarning.showOnce(gaps)
        case .shown(let chapter, let ranCells, let time, let hasFailed, let findings):
            let known = told.withLock { told in
                defer { told[chapter.path] = findings }
                return told[chapter.path] ?? []
            }
            let textStyle: TextStyle = Console.Stream.error.isColored ? .colored : .plain
            for finding in findings where !known.contains(finding) {
                Console.write(finding.text(path: chapter.path, textStyle), to: .error)
            }
            let what = ranCells == 0 ? "no cell ran" : "\(ranCells) \(ranCells == 1 ? "cell" : "cells") ran"
            let problems =
                (hasFailed ? ["a cell failed"] : [])
                + (findings.isEmpty ? [] : ["\(findings.count) \(findings.count == 1 ? "problem" : "problems")"])
            let mark = problems.isEmpty ? style.green("✓") : style.red("✗")
            let words = (["\(what), \(seconds(time))"] + problems).joined(separator: "; ")
            Console.write("\(mark) \(chapter.path.withVisibleControls()): \(words)\n", to: .error)
        case .accepted(let chapter, let changes):
            for change in changes { Console.write(change.text(path: chapter.path), to: .error) }
        case .broken(let path, let message, let advice):
            Console.write(
                "\(style.bold(path.withVisibleControls())): \(style.red("error:")) \(message)\n"
                    + (advice.map { "      \($0)\n" } ?? ""),
                to: .error)
        }
    }

    static func show(_ error: SetupError) {
        Console.write(DiagnosticText(chapter: "", style: style).text(error), to: .error)
    }

    static func show(_ error: PreviewError) {
        let (message, advice) =
            switch error {
            case .portIsTaken(let port): ("port \(port) is already in use", "choose another one with --port")
            case .cannotServe(let reason): ("cannot serve the pages: \(reason)", "choose another port with --port")
            case .cannotWatch(let folder, let reason): ("cannot watch \(folder): \(reason)", "choose another folder")
            }
        show(SetupError(message: message, advice: advice))
    }
}
