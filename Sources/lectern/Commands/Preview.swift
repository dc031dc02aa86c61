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

    @OptionGroup
    var serving: PageServing

    @Flag(help: "Run every cell again instead of using results from earlier runs.")
    var fresh = false

    func run() async throws {
        // Without the editor, cells are changed in their files alone.
        let editor = try? EditorFiles(assets: serving.assets)
        try await serving.run(.authoring, editor: editor, cache: fresh ? nil : .standard)
    }
}
