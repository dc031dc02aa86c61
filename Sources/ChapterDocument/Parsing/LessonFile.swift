#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that a chapter is written in: the one place where chapters are read from the disk.
public enum LessonFile {
    /// Why a file has no chapter's text.
    public enum Fault: Error {
        /// It is not there, or cannot be read.
        case unreachable(Diagnostic)
        /// What it holds is no text.
        case notText(ChapterError)

        /// What is wrong, as it is said to the author.
        public var diagnostics: [Diagnostic] {
            switch self {
            case .unreachable(let diagnostic): [diagnostic]
            case .notText(let error): error.diagnostics
            }
        }
    }

    /// The text of the file at `path`.
    public static func text(at path: String) throws(Fault) -> String {
        func unreachable(_ message: String, _ advice: String) -> Fault {
            .unreachable(Diagnostic(path: path, position: nil, message: message, advice: advice))
        }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw unreachable("there is no such file", "name a Markdown file, such as chapters/4.6-dropout.md")
        }
        if isFolder { throw unreachable("this is a folder", "name the Markdown files in it") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw unreachable("the file cannot be read", "check its permissions")
        }
        do {
            return try Chapter.text(decoding: data, path: path)
        } catch {
            throw .notText(error)
        }
    }
}
