#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the components are installed that typeset a report, or are part of a served page.
public struct ReportAssets: Sendable {
    /// The folder of `katex.min.js`, `katex.min.css` and `fonts`.
    public var katexFolder: String
    /// The folder of `components.json` and `components`.
    public var prismFolder: String
    /// The folder of `dagre.min.js`.
    public var dagreFolder: String
    /// The folder of CodeMirror's `lib`, `mode` and `addon`.
    public var codeMirrorFolder: String

    /// Components in these folders; by default beside the program, else where packages install them.
    public init(
        katexFolder: String? = nil, prismFolder: String? = nil, dagreFolder: String? = nil,
        codeMirrorFolder: String? = nil
    ) {
        self.katexFolder = katexFolder ?? Self.found("katex.min.js", in: Self.katexFolders)
        self.prismFolder = prismFolder ?? Self.found("components.json", in: Self.prismFolders)
        self.dagreFolder = dagreFolder ?? Self.found("dagre.min.js", in: Self.dagreFolders)
        self.codeMirrorFolder = codeMirrorFolder ?? Self.found("lib/codemirror.js", in: Self.codeMirrorFolders)
    }

    /// Debian's folders, and npm's for packages that everybody on the machine has.
    private static let katexFolders = [
        "\(besideProgram)/katex", "/usr/share/javascript/katex", "/usr/local/lib/node_modules/katex/dist",
        "/usr/lib/node_modules/katex/dist",
    ]
    private static let prismFolders = [
        "\(besideProgram)/prism", "/usr/share/nodejs/prismjs", "/usr/local/lib/node_modules/prismjs",
        "/usr/lib/node_modules/prismjs",
    ]
    private static let dagreFolders = [
        "\(besideProgram)/dagre", "/usr/share/nodejs/dagre/dist", "/usr/local/lib/node_modules/dagre/dist",
        "/usr/lib/node_modules/dagre/dist",
    ]
    private static let codeMirrorFolders = [
        "\(besideProgram)/codemirror", "/usr/share/javascript/codemirror", "/usr/local/lib/node_modules/codemirror",
        "/usr/lib/node_modules/codemirror",
    ]

    private static var besideProgram: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// The first folder with a file; where there is none the packages' folder, which messages then name.
    private static func found(_ name: String, in folders: [String]) -> String {
        folders.first { FileManager.default.fileExists(atPath: "\($0)/\(name)") } ?? folders[1]
    }

    func text(_ component: ReportError.Component, _ name: String) throws(ReportError) -> String {
        String(decoding: try bytes(component, name), as: UTF8.self)
    }

    func bytes(_ component: ReportError.Component, _ name: String) throws(ReportError) -> [UInt8] {
        let path =
            switch component {
            case .katex: "\(katexFolder)/\(name)"
            case .prism: "\(prismFolder)/\(name)"
            case .dagre: "\(dagreFolder)/\(name)"
            case .codeMirror: "\(codeMirrorFolder)/\(name)"
            }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .missingComponent(component, path: path)
        }
        return Array(data)
    }
}
