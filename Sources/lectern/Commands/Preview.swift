import ArgumentParser
import CellExecution
import ChapterDocument
import FoundationEssentials
import LivePreview

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
        let files = try Self.files(at: paths)
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
                return try await serve(files, on: port, configuration)
            } catch PreviewError.portIsTaken where port != ports.last {
                continue
            } catch let error as PreviewError {
                PreviewConsole.show(error)
                throw ExitCode.brokenSetup
            }
        }
    }

    private func serve(_ files: [String], on port: UInt16, _ configuration: PreviewConfiguration) async throws {
        let preview = try LivePreview.Preview(
            files: files, port: port, configuration: configuration, report: PreviewConsole.show)
        let what = files.count == 1 ? files[0].withVisibleControls() : "\(files.count) lessons"
        Console.write("Previewing \(what) at \(preview.address)\nPress Ctrl-C to end.\n", to: .error)
        let serving = Task { try await preview.run() }
        do {
            try await Interruption.cancelling(serving) { try await serving.value }
        } catch is CancellationError {
            Console.write("\nThe preview has ended.\n", to: .error)
        }
    }

    /// The lessons that `paths` name.
    private static func files(at paths: [String]) throws -> [String] {
        let chapters = FileManager.default.fileExists(atPath: "chapters") ? "chapters" : "."
        let files = try (paths.isEmpty ? [chapters] : paths).flatMap { path in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("There is no file or folder '\(path)'.")
            }
            guard isFolder else { return [path] }
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".md") }.sorted()
                .map { folder == "." ? $0 : "\(folder)/\($0)" }
        }
        guard !files.isEmpty else {
            throw ValidationError("There are no Markdown files in \(paths.isEmpty ? chapters : paths[0]).")
        }
        return files
    }
}

/// What a preview says on the terminal.
private enum PreviewConsole {
    private static let style = Style(isColored: Console.Stream.error.isColored)

    static func show(_ event: PreviewEvent) {
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
        case .shown(let chapter, let ranCells, let time):
            let what = ranCells == 0 ? "no cell ran" : "\(ranCells) \(ranCells == 1 ? "cell" : "cells") ran"
            Console.write(
                "\(style.green("✓")) \(chapter.path.withVisibleControls()): \(what), \(seconds(time))\n", to: .error)
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
