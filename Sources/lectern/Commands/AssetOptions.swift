import ArgumentParser
import ReportRendering

/// The options of every command that typesets: where KaTeX, Prism and dagre are.
struct AssetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of katex.min.js, where it is not found.", valueName: "dir"))
    var katex: String?

    @Option(help: ArgumentHelp("The folder of Prism's components.json, where it is not found.", valueName: "dir"))
    var prism: String?

    @Option(help: ArgumentHelp("The folder of dagre.min.js, where it is not found.", valueName: "dir"))
    var dagre: String?

    /// The folders that the options name, else those that are found.
    var assets: ReportAssets {
        var assets = ReportAssets()
        if let katex { assets.katexFolder = katex }
        if let prism { assets.prismFolder = prism }
        if let dagre { assets.dagreFolder = dagre }
        return assets
    }
}
