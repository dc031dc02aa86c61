import FileTree
import FoundationEssentials
import UnixSystem

/// The folder that cells work in, and copies of what it held after cells, so that a cell that runs again finds the
/// files that it found before.
final class WorkFolder: Sendable {
    private let tree: FileTree
    private let savedCopies: String

    /// A copy of what the folder held at one moment; it goes with this object.
    final class Copy: Sendable {
        fileprivate let tree: FileTree
        fileprivate let manifest: FileTree.Manifest

        fileprivate init(_ tree: FileTree, _ manifest: FileTree.Manifest) {
            self.tree = tree
            self.manifest = manifest
        }

        deinit {
            try? tree.remove()
        }
    }

    /// Makes the folder.
    /// - Parameters:
    ///   - path: The folder's path.
    ///   - savedCopies: The folder for copies.
    /// - Throws: What keeps the folders from being made.
    init(path: String, savedCopies: String) throws {
        tree = FileTree(path: path)
        self.savedCopies = savedCopies
        for folder in [path, savedCopies] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    /// The folder's path.
    var path: String { tree.path }

    /// The bytes that its files take on the disk.
    var size: Int { tree.size(openingUp: true) }

    /// Copies what the folder holds.
    /// - Parameter previous: An earlier copy, which the new one shares unchanged files with.
    /// - Returns: The copy; nil where the folder holds nothing.
    /// - Throws: `SetupError` where it cannot be copied.
    func save(after previous: Copy?) throws(SetupError) -> Copy? {
        makeSureItIsThere()
        guard (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) != true else { return nil }
        let target = FileTree(path: "\(savedCopies)/\(UUID().uuidString)")
        do {
            let manifest = try tree.copy(to: target.path, known: previous?.manifest ?? .init())
            return Copy(target, manifest)
        } catch {
            try? target.remove()
            throw Self.failure(error)
        }
    }

    /// Puts back what the folder held; nil means nothing.
    /// - Throws: `SetupError` where that cannot be done.
    func restore(_ copy: Copy?) throws(SetupError) {
        makeSureItIsThere()
        do {
            try tree.removeContents()
            try copy?.tree.copy(to: path)
        } catch {
            throw Self.failure(error)
        }
    }

    /// A cell may have removed the folder or closed it to its owner.
    private func makeSureItIsThere() {
        Folders.makePrivate(path)
    }

    private static func failure(_ error: FileTreeError) -> SetupError {
        SetupError(
            message: "what the cells have in their working folder cannot be kept: \(error)",
            advice: "free some space there, or name another folder in TMPDIR")
    }
}
