import ArgumentParser
import CellExecution
import LivePreview
import ReportRendering

/// `lectern preview`.
struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve lessons on this machine and keep their pages as the files are while you edit them.",
        discussion: """
            Open the address that is printed. When you save a lesson, its page changes in place: prose at once, and \
            cells from the first one that changed on, each as its results arrive. Errors appear at their cell and here. \
            Ctrl-C ends the preview and everything it runs.

            Cells can be changed and run in the page, too, and what came of it written into the lesson: see \
            `lectern help learn`.

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

    @Option(
        name: .customLong("codemirror"),
        help: ArgumentHelp("The folder of CodeMirror's lib and mode, where it is not found.", valueName: "dir"))
    var codeMirror: String?

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    @Argument(help: "The lessons' Markdown files, or folders of them.", completion: .file(extensions: ["md"]))
    var paths: [String] = []

    func run() async throws {
        var assets = assets.assets
        assets.codeMirrorFolder = codeMirror ?? assets.codeMirrorFolder
        // Without the editor, cells are changed in their files alone.
        let editor = try? EditorFiles(assets: assets)
        try await PageServing(paths: paths, port: port, purpose: .authoring).run(
            PreviewConfiguration(
                toolchain: try PageServing.toolchain(), rules: cells.rules, cache: fresh ? nil : .standard,
                template: try TemplateFolder.template(template), assets: assets, purpose: .authoring, editor: editor))
    }
}
