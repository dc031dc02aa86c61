import ArgumentParser
import ReportRendering

/// The options of every command that typesets: where KaTeX and Prism are.
struct AssetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of katex.min.js, where it is not found.", valueName: "dir"))
    var katex: String?

    @Option(help: ArgumentHelp("The folder of Prism's components.json, where it is not found.", valueName: "dir"))
    var prism: String?

    /// The folders that the options name, else those that are found.
    var assets: ReportAssets {
        var assets = ReportAssets()
        if let katex { assets.katexFolder = katex }
        if let prism { assets.prismFolder = prism }
        return assets
    }
}
