/// Why no report could be made at all, or no page served.
public enum ReportError: Error, Equatable, Sendable {
    /// A file of a component that typesets the report is missing or cannot be read.
    case missingComponent(Component, path: String)
    /// A component is there but does not work: its own words.
    case brokenComponent(Component, message: String)

    /// The components: those that run while a report is made and leave nothing but HTML in it, and the editor of served pages.
    public enum Component: String, Sendable {
        /// Typesets formulas.
        case katex = "KaTeX"
        /// Colours code.
        case prism = "Prism"
        /// Places the nodes of graphs.
        case dagre = "dagre"
        /// Edits code in a served page.
        case codeMirror = "CodeMirror"

        /// The Debian package that brings the component.
        public var package: String {
            switch self {
            case .katex: "libjs-katex"
            case .prism: "node-prismjs"
            case .dagre: "node-dagre-layout"
            case .codeMirror: "libjs-codemirror"
            }
        }

        /// The npm package that brings the component.
        var npmPackage: String {
            switch self {
            case .katex: "katex"
            case .prism: "prismjs"
            case .dagre: "dagre"
            case .codeMirror: "codemirror@5"
            }
        }

        /// The option of the command line that names the component's folder.
        var option: String { rawValue.lowercased() }
    }

    /// What is wrong, in one sentence without a full stop.
    public var message: String {
        switch self {
        case .missingComponent(let component, let path): "\(component.rawValue) is not installed: no file \(path)"
        case .brokenComponent(let component, let message): "\(component.rawValue) does not work: \(message)"
        }
    }

    /// What to do about it.
    public var advice: String {
        switch self {
        case .missingComponent(let component, _), .brokenComponent(let component, _):
            "install it (Debian, Ubuntu: apt-get install \(component.package); elsewhere: npm install -g "
                + "\(component.npmPackage)), or name its folder with --\(component.option)"
        }
    }
}

extension ReportError {
    /// What a failure comes to that stopped a component's scripts, be it that a file is missing or that a script threw.
    init(_ component: Component, stoppedBy error: any Error) {
        self =
            error as? ReportError
            ?? .brokenComponent(component, message: (error as? ScriptException)?.message ?? "\(error)")
    }
}
