import Glibc

/// A place in a tree of folders. One descriptor is open however deep the place is, and no path is longer than one name,
/// so the limits of paths and descriptors do not matter.
struct FolderCursor: ~Copyable {
    /// A folder above the place.
    private struct Level {
        var device: dev_t
        var file: ino_t
    }

    /// The place's descriptor.
    private(set) var descriptor: Int32
    private var levels: [Level] = []
    /// The modes to put back into the folders from the first to the place; nil where they were not changed.
    private var modes: [mode_t?] = []
    /// Whether folders that their owner must not read or change are opened up as long as the cursor is inside.
    let opensUp: Bool

    /// A cursor at the folder at `path`.
    /// - Parameters:
    ///   - path: The folder's path.
    ///   - opensUp: Whether folders that their owner must not read or change are opened up.
    /// - Throws: Where it is no folder, or cannot be read.
    init(at path: String, opensUp: Bool) throws(FileTreeError) {
        self.opensUp = opensUp
        let (descriptor, mode) = try Self.open(FileName(path), in: AT_FDCWD, opensUp: opensUp)
        self.descriptor = descriptor
        modes = [mode]
    }

    deinit {
        if let mode = modes.last, let mode { fchmod(descriptor, mode) }
        close(descriptor)
    }

    /// How many folders below its first place the cursor is.
    var depth: Int { levels.count }

    /// Goes into the folder of this name.
    mutating func enter(_ name: FileName) throws(FileTreeError) {
        var here = stat()
        guard fstat(descriptor, &here) == 0 else { throw FileTreeError(name) }
        let (inside, mode) = try Self.open(name, in: descriptor, opensUp: opensUp)
        close(descriptor)
        descriptor = inside
        modes.append(mode)
        levels.append(Level(device: here.st_dev, file: here.st_ino))
    }

    /// Goes back to the folder above.
    /// - Throws: Where that is another folder by now.
    mutating func leave() throws(FileTreeError) {
        let level = levels.removeLast()
        let outside = openat(descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard outside >= 0 else { throw FileTreeError(.parent) }
        var status = stat()
        guard fstat(outside, &status) == 0, status.st_dev == level.device, status.st_ino == level.file else {
            close(outside)
            throw FileTreeError(.parent, ESTALE)
        }
        if let mode = modes.removeLast() { fchmod(descriptor, mode) }
        close(descriptor)
        descriptor = outside
    }

    /// The names in the folder, in no order.
    func names() throws(FileTreeError) -> [FileName] {
        // The stream closes its descriptor.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            let error = FileTreeError(.current)
            if copy >= 0 { close(copy) }
            throw error
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { FileName(bytes: $0.prefix { $0 != 0 }) }
            if name != .current, name != .parent { names.append(name) }
        }
        return names
    }

    /// What the system knows of the file of this name; links are not followed.
    func status(of name: FileName) throws(FileTreeError) -> stat {
        var status = stat()
        guard fstatat(descriptor, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw FileTreeError(name) }
        return status
    }

    private static func open(
        _ name: FileName, in folder: Int32, opensUp: Bool
    ) throws(FileTreeError) -> (descriptor: Int32, mode: mode_t?) {
        var changed: mode_t?
        if opensUp {
            var status = stat()
            guard fstatat(folder, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw FileTreeError(name) }
            if status.st_mode & S_IFMT == S_IFDIR, status.st_mode & S_IRWXU != S_IRWXU,
                fchmodat(folder, name.bytes, status.st_mode & 0o7777 | S_IRWXU, 0) == 0
            {
                changed = status.st_mode & 0o7777
            }
        }
        let descriptor = openat(folder, name.bytes, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileTreeError(name) }
        return (descriptor, changed)
    }
}
