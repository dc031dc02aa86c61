import FileTree
import FoundationEssentials
import UnixSystem

/// A folder of one run's own for compiled cells and for what cells write; it goes with this object.
///
/// The run holds a lock on it. One whose lock nobody holds is what a run left that was killed, and goes when the next run
/// starts.
package final class ScratchFolder: Sendable {
    /// Where the folder is.
    package let path: String
    private let lock: FolderLock?

    /// - Throws: `SetupError` where no folder can be made.
    package init() throws(SetupError) {
        let parent = Self.parent
        Self.removeLeftovers(in: parent)
        do {
            path = try Folders.makeUnique("\(parent)/\(Self.prefix)")
        } catch {
            throw SetupError(
                message: "no folder can be made in \(parent): \(error.reason)",
                advice: "free some space there, or name another folder in TMPDIR")
        }
        lock = FolderLock(path: path)
    }

    deinit {
        remove()
    }

    /// Removes the folder now.
    package func remove() { FileTree(path: path).removeInTheEnd() }

    private static let prefix = "lectern-"

    /// Cells and compilers have other working folders than this process, so the path starts at the root.
    private static var parent: String {
        guard let folder = ProcessInfo.processInfo.environment["TMPDIR"], !folder.isEmpty else { return "/tmp" }
        return folder.hasPrefix("/") ? folder : "\(FileManager.default.currentDirectoryPath)/\(folder)"
    }

    /// Seconds after which a folder that nobody has locked is no run's that is only about to lock it.
    private static let leftoverAge = 60

    private static func removeLeftovers(in parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
            guard name.hasPrefix(prefix), name.utf8.count == prefix.utf8.count + 6 else { continue }
            let path = "\(parent)/\(name)"
            guard Folders.isOwn(path, atRestFor: leftoverAge), let lock = FolderLock(path: path) else { continue }
            // What cannot be removed now may be another time.
            withExtendedLifetime(lock) { try? FileTree(path: path).remove() }
        }
    }
}
