import ArgumentParser
import CellExecution
import LivePreview
import ReportRendering

/// `lectern learn`.
struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open lessons for a reader, who can change every cell in the page and run it.",
        discussion: """
            Open the address that is printed. Click into a cell's code, or press its Edit button, and change it. \
            Ctrl-Enter runs the cell from the state that the cells above it leave, so it never waits for them again. \
            Its output, figures, checks and errors appear under it as they come; Stop ends it.

            What runs is always what the page shows: the lesson, with your code in the cells that you changed above. \
            "Run the rest with my changes" takes them through the cells below. Reset brings the lesson's code back.

            Exercises have an editor, too: "Check my answer" runs it with the exercise's checks and says which pass. The \
            contents show what is solved.

            The lesson's file never changes. What you type is kept in
            \(ReaderTexts.standard.folder)
            so that it is there again tomorrow; you are told where the lesson itself has changed since.

            By keyboard: Tab goes from cell to cell; in the editor it indents, and Esc, then Tab, leaves. Ctrl-C here \
            ends it all. Only programs on this machine can reach the pages (127.0.0.1).

            Examples:
                lectern learn                               the lessons in chapters/, or else in this folder
                lectern learn chapters/4.6-dropout.md
                lectern learn --port 9000 lessons
            """)

    @OptionGroup
    var serving: PageServing

    func run() async throws {
        let editor: EditorFiles
        do {
            editor = try EditorFiles(assets: serving.assets)
        } catch {
            PreviewConsole.show(SetupError(message: error.message, advice: error.advice))
            throw ExitCode.brokenSetup
        }
        try await serving.run(.learning, editor: editor, cache: .standard)
    }
}
