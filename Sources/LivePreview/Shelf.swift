import FoundationEssentials
import ReportRendering

/// The lessons that a preview shows: those that a person named, and those in the folders that a person named, as they are now.
///
/// The lessons of one folder are a book. Where there are several folders, the pages of each have addresses of their own.
struct Shelf: Sendable {
    /// One lesson.
    struct Entry: Equatable, Sendable {
        /// The file's path.
        var path: String
        /// The page's address below the server's root.
        var address: String
    }

    private struct Folder: Sendable {
        var path: String
        /// What the addresses of its pages start with.
        var prefix = ""
        /// The files that were named.
        var files: [String] = []
        /// Whether the folder was named itself.
        var isWhole = false

        /// The lessons' paths.
        var lessons: [String] {
            guard isWhole else { return files }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let found = names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted()
                .map { path == "." ? $0 : "\(path)/\($0)" }
            return found + files.filter { !found.contains($0) }
        }

        func entry(_ path: String) -> Entry {
            Entry(path: path, address: prefix + ReportFile(chapter: path, folder: "").name)
        }
    }

    private var shelves: [Folder] = []

    /// The lessons at these paths of files and folders.
    init(_ paths: [String]) {
        for path in paths {
            var isFolder = false
            let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            var trimmed = path
            while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
            let isWhole = exists && isFolder
            let folder = isWhole ? trimmed : Self.parent(of: path)
            let identity = Self.identity(folder)
            let index = shelves.firstIndex { Self.identity($0.path) == identity } ?? shelves.endIndex
            if index == shelves.endIndex { shelves.append(Folder(path: folder)) }
            if isWhole { shelves[index].isWhole = true } else { shelves[index].files.append(path) }
        }
        guard shelves.count > 1 else { return }
        var prefixes: Set<String> = []
        for index in shelves.indices {
            let name = Self.identity(shelves[index].path).split(separator: "/").last.map(String.init) ?? "lessons"
            let names = [name] + (2...shelves.count).map { "\(name)-\($0)" }
            shelves[index].prefix = (names.first { prefixes.insert($0).inserted } ?? name) + "/"
        }
    }

    /// The folders that lessons come from.
    var folders: [String] { shelves.map(\.path) }

    /// The lessons that there are, folder after folder.
    var entries: [Entry] {
        shelves.flatMap { folder in folder.lessons.map(folder.entry) }
    }

    /// The paths of the lessons in the same folder as one of them.
    func neighbours(of path: String) -> [String] {
        shelves.lazy.map(\.lessons).first { $0.contains(path) } ?? [path]
    }

    /// The lessons of the folder whose contents have the address; nil where they are no contents of a folder.
    func contents(at address: String) -> [String]? {
        shelves.first { folder in
            address == folder.prefix
                || address == folder.prefix + BookFolder.book(of: folder.lessons, output: "").contentsAddress
        }?.lessons
    }

    /// The folder of a file.
    static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    }

    /// What tells a folder from others, however its path is written.
    static func identity(_ folder: String) -> String {
        URL(filePath: folder.isEmpty ? "/" : folder).resolvingSymlinksInPath().standardized.path
    }

    /// The paths at which changes of a file are told: in its own folder, and where a symbolic link leads.
    static func places(of file: String) -> Set<String> {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return ["\(identity(parent(of: file)))/\(name)", identity(file)]
    }
}
