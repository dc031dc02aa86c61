#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the components that typeset a report are installed.
public struct ReportAssets: Sendable {
    /// The folder of `katex.min.js`, `katex.min.css` and `fonts`.
    public var katexFolder: String
    /// The folder of `components.json` and `components`.
    public var prismFolder: String

    /// Components in these folders; by default where Debian installs them.
    public init(
        katexFolder: String = "/usr/share/javascript/katex", prismFolder: String = "/usr/share/nodejs/prismjs"
    ) {
        self.katexFolder = katexFolder
        self.prismFolder = prismFolder
    }

    func text(_ component: ReportError.Component, _ name: String) throws(ReportError) -> String {
        String(decoding: try bytes(component, name), as: UTF8.self)
    }

    func bytes(_ component: ReportError.Component, _ name: String) throws(ReportError) -> [UInt8] {
        let path =
            switch component {
            case .katex: "\(katexFolder)/\(name)"
            case .prism: "\(prismFolder)/\(name)"
            }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .missingComponent(component, path: path)
        }
        return Array(data)
    }
}
