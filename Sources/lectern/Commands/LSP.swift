import ArgumentParser
import LanguageService
import UnixSystem

/// `lectern lsp`.
struct LSP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serve an editor that speaks the Language Server Protocol, over standard input and output.",
        discussion: """
            An editor starts this by itself and shows what `check` and the compiler find while you type, completes Swift, \
            options, labels and files, formats cells, and runs them where you ask for it. docs/editors.md has the lines \
            that set it up in Neovim, Emacs, Helix, Kate and VS Code. Completion inside cells needs the toolchain's \
            sourcekit-lsp.
            """)

    @OptionGroup(title: "Typesetting")
    var assets: AssetOptions

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    func run() async throws {
        let status = await LanguageServer.serve(.init(rules: cells.rules, assets: assets.assets))
        ThisProcess.exit(status)
    }
}
