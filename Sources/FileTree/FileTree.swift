import Glibc

/// A folder and all that is in it, whatever that is: pipes, sockets, links, holes, folders in folders by the thousand,
/// rights that keep their owner out.
public struct FileTree: Sendable {
    /// The folder's path.
    public let path: String

    /// The tree at `path`.
    public init(path: String) {
        self.path = path
    }

    /// The least that a file counts for, so that a million empty files are not nothing.
    private static let leastSize = 1024

    /// The bytes that the files take on the disk: holes take none, a file with two names counts once. What cannot be
    /// read, or is gone by the time it is looked at, does not count.
    ///
    /// - Parameter opensUp: Whether folders that their owner must not read are read all the same. Their rights change for
    ///   the moment, so nobody else should be working in them.
    /// - Returns: The bytes.
    public func size(openingUp opensUp: Bool) -> Int {
        guard var cursor = try? FolderCursor(at: path, opensUp: opensUp) else { return 0 }
        var size = 0
        var linked: Set<FileIdentity> = []
        try? cursor.walk { (_, _, status) throws(FileTreeError) in
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder || status.st_nlink < 2 || linked.insert(FileIdentity(status)).inserted {
                size += max(Self.leastSize, Int(status.st_blocks) * 512)
            }
            return true
        } leave: { (_, _) throws(FileTreeError) in
        }
        return size
    }

    /// Removes everything that is in the folder.
    /// - Throws: What cannot be removed.
    public func removeContents() throws(FileTreeError) {
        var cursor = try FolderCursor(at: path, opensUp: true)
        try cursor.walk { (cursor, name, status) throws(FileTreeError) in
            if status.st_mode & S_IFMT == S_IFDIR { return true }
            guard unlinkat(cursor.descriptor, name.bytes, 0) == 0 || errno == ENOENT else { throw FileTreeError(name) }
            return false
        } leave: { (cursor, name) throws(FileTreeError) in
            guard unlinkat(cursor.descriptor, name.bytes, AT_REMOVEDIR) == 0 || errno == ENOENT else {
                throw FileTreeError(name)
            }
        }
    }

    /// Removes the folder with everything that is in it.
    /// - Throws: What cannot be removed.
    public func remove() throws(FileTreeError) {
        try removeContents()
        guard rmdir(path) == 0 || errno == ENOENT else { throw FileTreeError(FileName(path)) }
    }

    /// Removes the folder with everything that is in it, as far as that can be done, while processes that are just ending
    /// may still write into it.
    public func removeInTheEnd() {
        for _ in 0..<100 {
            if (try? remove()) != nil || access(path, F_OK) != 0 { return }
            usleep(20_000)
        }
    }
}
