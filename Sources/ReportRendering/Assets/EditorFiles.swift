/// The editor that a served page loads when a reader touches a cell: CodeMirror with its Swift mode.
public struct EditorFiles: Sendable {
    /// One script.
    public let script: String
    /// One style sheet; the colours are the page's.
    public let styles: String

    /// The editor in `assets`.
    /// - Throws: ``ReportError`` where it is not installed.
    public init(assets: ReportAssets = ReportAssets()) throws(ReportError) {
        func text(of names: [String]) throws(ReportError) -> String {
            var text = ""
            for name in names { text += try assets.text(.codeMirror, name) + "\n" }
            return text
        }
        script = try text(of: [
            "lib/codemirror.js", "mode/swift/swift.js", "addon/comment/comment.js", "addon/edit/closebrackets.js",
            "addon/edit/matchbrackets.js", "addon/hint/show-hint.js",
        ])
        styles = try text(of: ["lib/codemirror.css", "addon/hint/show-hint.css"])
    }
}
