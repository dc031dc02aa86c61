import ArgumentParser
import CellExecution
import FileTree
import FoundationEssentials
import KernelReference
import ReportRendering

/// `lectern reference`.
struct Reference: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look up what lessons can use of the kernel, by its name or PyTorch's.",
        discussion: """
            Prints signatures, what they do, examples, and PyTorch's spelling. A name can be written as in Swift or as in \
            PyTorch; one that is nearly right finds what it is like. Without a name, all names are listed. `-o` writes all of it as one page that is searched like this.

            Examples:
                lectern reference softmax
                lectern reference torch.cat clip_grad_norm_ nn.Linear
                lectern reference -o output/reference.html
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("Write all of it to this HTML file.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Typesetting")
    var assets: AssetOptions

    @Argument(help: "Names to look up.")
    var names: [String] = []

    func run() async throws {
        let reference = try await ChapterExecution.reference()
        let text = ReferenceText(style: Style(isColored: Console.Stream.output.isColored))
        if let output { try write(reference, to: output) }
        if names.isEmpty, output == nil { Console.write(text.overview(of: reference), to: .output) }
        var status = ExitCode.success
        for (index, name) in names.enumerated() {
            let found = reference.search(name)
            if index > 0 { Console.write("\n", to: .output) }
            if found.named.isEmpty, found.similar.isEmpty { status = .chapterFailed }
            Console.write(text.text(of: found, for: name), to: .output)
        }
        if status != .success { throw status }
    }

    private func write(_ reference: APIReference, to path: String) throws {
        let style = Style(isColored: Console.Stream.error.isColored)
        do {
            let html = try ReportRenderer(assets: assets.assets).renderReference(reference).html
            let folder = URL(filePath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try WholeFile.write(html.utf8, to: path)
            Console.write("\(style.green("✓")) \(path.withVisibleControls())\n", to: .error)
        } catch let error as ReportError {
            Console.write("\(style.red("error:")) \(error.message)\n      \(error.advice)\n", to: .error)
            throw ExitCode.brokenSetup
        }
    }
}
