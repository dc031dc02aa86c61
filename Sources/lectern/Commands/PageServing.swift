import ArgumentParser
import CellExecution
import FoundationEssentials
import LivePreview
import ReportRendering

/// What the commands share that serve pages.
struct PageServing: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The port to serve on (default: 8765, or the next one that is free).", valueName: "number"))
    var port: UInt16?

    @Option(help: ArgumentHelp("A folder with your own look: see `lectern template`.", valueName: "dir"))
    var template: String?

    @OptionGroup(title: "Typesetting")
    var typesetting: AssetOptions

    @Option(
        name: .customLong("codemirror"),
        help: ArgumentHelp("The folder of CodeMirror's lib and mode, where it is not found.", valueName: "dir"))
    var codeMirror: String?

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    @Argument(help: "The lessons' Markdown files, or folders of them.", completion: .file(extensions: ["md"]))
    var paths: [String] = []

    /// The folders that the options name, else those that are found.
    var assets: ReportAssets {
        var assets = typesetting.assets
        assets.codeMirrorFolder = codeMirror ?? assets.codeMirrorFolder
        return assets
    }

    /// Serves pages until the person ends it.
    /// - Parameters:
    ///   - purpose: What they are served for.
    ///   - editor: The editor in them; nil for none.
    ///   - cache: The results of earlier runs; nil where every cell is to run again.
    /// - Throws: `ExitCode` once what is missing is printed; `ValidationError` for wrong usage.
    func run(_ purpose: PreviewPurpose, editor: EditorFiles?, cache: ResultCache?) async throws {
        let configuration = PreviewConfiguration(
            toolchain: try toolchain(), rules: cells.rules, cache: cache,
            template: try TemplateFolder.template(template), assets: assets, purpose: purpose, editor: editor)
        let paths = try existingPaths()
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

    /// The programs that cells need.
    private func toolchain() throws -> Toolchain {
        do {
            return try .find()
        } catch {
            PreviewConsole.show(error)
            throw ExitCode.brokenSetup
        }
    }

    private func serve(_ paths: [String], on port: UInt16, _ configuration: PreviewConfiguration) async throws {
        let purpose = configuration.purpose
        let preview = try LivePreview.Preview(
            paths: paths, port: port, configuration: configuration, report: PreviewConsole(purpose: purpose).show)
        let files = preview.files
        let what = files.count == 1 ? files[0].withVisibleControls() : "\(files.count) lessons"
        let doing = purpose == .learning ? "Open" : "Previewing"
        Console.write("\(doing) \(what) at \(preview.address)\nPress Ctrl-C to end.\n", to: .error)
        let serving = Task { try await preview.run() }
        do {
            try await Interruption.cancelling(serving) { try await serving.value }
        } catch is CancellationError {
            let end = purpose == .learning ? "Ended; what was typed is kept." : "The preview has ended."
            Console.write("\n\(end)\n", to: .error)
        }
    }

    /// The files and folders, all of which exist; by default the folder `chapters`, or else this one.
    private func existingPaths() throws -> [String] {
        let paths = paths.isEmpty ? [FileManager.default.fileExists(atPath: "chapters") ? "chapters" : "."] : paths
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw ValidationError("There is no file or folder '\(path)'.")
        }
        return paths
    }
}
