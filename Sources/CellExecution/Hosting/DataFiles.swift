import ChapterDocument
import ContentDigest
import FoundationEssentials
import Synchronization

/// The files and folders beside a chapter that its cells read, as its front matter names them (`data:`).
public struct DataFiles: Sendable {
    private let folder: String
    private let paths: [FrontMatter.DataPath]

    /// The data of a chapter.
    public init(of chapter: Chapter) {
        folder = URL(filePath: chapter.path).deletingLastPathComponent().path
        // A folder may be written with a slash at its end, which a link cannot have.
        paths = chapter.frontMatter.data.map { data in
            let end = data.path.lastIndex { $0 != "/" } ?? data.path.startIndex
            return FrontMatter.DataPath(path: String(data.path[...end]), position: data.position)
        }
    }

    /// - Throws: `ChapterError` where the front matter of the chapter at `path` names what is not there.
    public func check(path: String) throws(ChapterError) {
        let missing = paths.filter { !FileManager.default.fileExists(atPath: place(of: $0.path)) }
        guard !missing.isEmpty else { return }
        throw ChapterError(
            missing.map {
                Diagnostic(
                    path: path, position: $0.position, message: "there is no `\($0.path)` beside the lesson",
                    advice: "`data` takes the paths of files and folders, from the lesson's own folder")
            })
    }

    /// The files, those in folders included.
    public var files: [String] {
        paths.flatMap { path in
            let place = place(of: path.path)
            var isFolder = false
            guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder else {
                return [place]
            }
            return (FileManager.default.subpaths(atPath: place) ?? []).sorted().map { "\(place)/\($0)" }
        }
    }

    /// The files under their paths from the lesson's folder, with what they hold.
    public var contents: [(path: String, content: Data)] {
        files.compactMap { file in
            FileManager.default.contents(atPath: file).map { (String(file.dropFirst(folder.count + 1)), $0) }
        }
    }

    /// Whether the file at `path`, which may be gone, is one of them.
    public func contains(_ path: String) -> Bool {
        let path = URL(filePath: path).resolvingSymlinksInPath().path
        return paths.contains { data in
            let place = URL(filePath: place(of: data.path)).resolvingSymlinksInPath().path
            return path == place || path.hasPrefix("\(place)/")
        }
    }

    /// The digest of all names and contents.
    var digest: Digest {
        Digest(of: files.flatMap { [$0, Self.contents.digest(of: $0)] })
    }

    /// Gives cells the data, as links, under the same paths in the folder that they work in.
    func place(in workFolder: String) throws {
        for path in paths {
            let link = "\(workFolder)/\(path.path)"
            let parent = URL(filePath: link).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            guard (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil else { continue }
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place(of: path.path))
        }
    }

    /// Warnings at the strings in the chapter's cells that name files beside it which the front matter does not.
    /// - Parameter chapter: The chapter.
    /// - Returns: The warnings, in order.
    public static func undeclared(in chapter: Chapter) -> [Diagnostic] {
        let files = DataFiles(of: chapter)
        return chapter.cells.filter { !$0.options.isSkipped }.flatMap { cell in
            let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
            return files.undeclared(in: cell.code).compactMap { file in
                lines.indices.lazy.compactMap { index in
                    lines[index].firstRange(of: "\"\(file)\"").map { range in
                        Diagnostic(
                            .warning, path: chapter.path,
                            position: SourcePosition(
                                line: cell.codeStart.line + index,
                                column: cell.codeStart.column + lines[index][..<range.lowerBound].utf8.count),
                            message: "the cell does not find `\(file)`, which lies beside the lesson",
                            advice: "name it in the front matter: `data: [\(file)]`")
                    }
                }.first
            }
        }
    }

    /// The files beside the chapter that code names and cells do not see.
    func undeclared(in code: String) -> [String] {
        var found: [String] = []
        for match in code.matches(of: #/"([^"\\\n]+)"/#) {
            let path = String(match.1)
            guard FrontMatter.DataPath.isInside(path), !found.contains(path), !covers(path),
                FileManager.default.fileExists(atPath: place(of: path))
            else { continue }
            found.append(path)
        }
        return found
    }

    private func covers(_ path: String) -> Bool {
        paths.contains { path == $0.path || path.hasPrefix("\($0.path)/") }
    }

    private func place(of path: String) -> String { "\(folder)/\(path)" }

    private static let contents = FileDigests()
}

/// The digests of files' contents, each read once as long as the file stays as it is.
private final class FileDigests: Sendable {
    private struct Version: Equatable {
        var size: Int?
        var changed: Date?
    }
    private let known = Mutex<[String: (version: Version, digest: String)]>([:])

    /// The digest in hexadecimal digits; empty for what cannot be read, such as a folder.
    func digest(of file: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let version = Version(
            size: attributes?[.size] as? Int, changed: attributes?[.modificationDate] as? Date)
        if let known = known.withLock({ $0[file] }), known.version == version { return known.digest }
        guard let data = try? Data(contentsOf: URL(filePath: file), options: .mappedIfSafe) else { return "" }
        let digest = Digest(of: data).hexadecimal
        known.withLock { $0[file] = (version, digest) }
        return digest
    }
}
