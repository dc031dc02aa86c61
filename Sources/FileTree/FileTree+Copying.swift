import Glibc

extension FileTree {
    /// Which files of a tree are in a copy of it, and where.
    public struct Manifest: Sendable {
        fileprivate var paths: [FileIdentity: String] = [:]

        /// A manifest of nothing.
        public init() {}
    }

    /// Copies what is in the folder into another.
    ///
    /// Holes stay holes, and files with two names stay one file. Files that `known` has are not copied again: they become
    /// further names of what is there, so nobody may change the copies.
    /// - Parameters:
    ///   - target: The path of the other folder, which is made and whose contents nobody else changes.
    ///   - known: Where unchanged files can be found.
    /// - Returns: Where this copy has the files.
    /// - Throws: What cannot be copied.
    @discardableResult
    public func copy(to target: String, known: Manifest = Manifest()) throws(FileTreeError) -> Manifest {
        var source = try FolderCursor(at: path, opensUp: true)
        guard mkdir(target, 0o700) == 0 || errno == EEXIST else { throw FileTreeError(FileName(target)) }
        var destination = try FolderCursor(at: target, opensUp: true)
        var places = known
        var made = Manifest()
        var above: [String] = [target]
        var folders: [stat] = []
        try source.walk { (source, name, status) throws(FileTreeError) in
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                guard mkdirat(destination.descriptor, name.bytes, 0o700) == 0 else { throw FileTreeError(name) }
                try destination.enter(name)
                above.append(name.text)
                folders.append(status)
                return true
            case S_IFREG:
                let identity = FileIdentity(status)
                let path = (above + [name.text]).joined(separator: "/")
                if let place = places.paths[identity],
                    linkat(AT_FDCWD, place, destination.descriptor, name.bytes, 0) == 0
                {
                    made.paths[identity] = path
                    return false
                }
                try FileCopy(of: name, status, from: source.descriptor, to: destination.descriptor).make()
                places.paths[identity] = path
                made.paths[identity] = path
            case S_IFLNK: try Self.copyLink(name, from: source.descriptor, to: destination.descriptor)
            default:
                // A pipe or a socket; what only an administrator can make is left out.
                mknodat(destination.descriptor, name.bytes, status.st_mode, status.st_rdev)
            }
            return false
        } leave: { (_, name) throws(FileTreeError) in
            let status = folders.removeLast()
            above.removeLast()
            var times = [status.st_atim, status.st_mtim]
            futimens(destination.descriptor, &times)
            fchmod(destination.descriptor, status.st_mode & 0o7777)
            try destination.leave()
        }
        return made
    }

    private static func copyLink(_ name: FileName, from source: Int32, to destination: Int32) throws(FileTreeError) {
        var content = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlinkat(source, name.bytes, &content, content.count - 1) >= 0,
            symlinkat(content, destination, name.bytes) == 0
        else { throw FileTreeError(name) }
    }
}

/// One regular file, copied with its holes, its rights and its times.
private struct FileCopy {
    // Linux's SEEK_DATA and SEEK_HOLE, which the Glibc module does not show.
    private static let seekData: Int32 = 3
    private static let seekHole: Int32 = 4

    let name: FileName
    let status: stat
    let source: Int32
    let destination: Int32

    init(of name: FileName, _ status: stat, from source: Int32, to destination: Int32) {
        self.name = name
        self.status = status
        self.source = source
        self.destination = destination
    }

    func make() throws(FileTreeError) {
        let mode = status.st_mode & 0o7777
        // Its owner can always give themselves the right to read it.
        let isClosed = mode & S_IRUSR == 0 && fchmodat(source, name.bytes, mode | S_IRUSR, 0) == 0
        defer { if isClosed { fchmodat(source, name.bytes, mode, 0) } }
        let input = openat(source, name.bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard input >= 0 else { throw FileTreeError(name) }
        defer { close(input) }
        let output = openat(destination, name.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw FileTreeError(name) }
        defer { close(output) }
        try copyData(from: input, to: output)
        var times = [status.st_atim, status.st_mtim]
        guard ftruncate(output, status.st_size) == 0, fchmod(output, mode) == 0, futimens(output, &times) == 0 else {
            throw FileTreeError(name)
        }
    }

    private func copyData(from input: Int32, to output: Int32) throws(FileTreeError) {
        var end: off_t = 0
        while true {
            let start = lseek(input, end, Self.seekData)
            // No data follows: ENXIO.
            guard start >= 0 else { return }
            end = lseek(input, start, Self.seekHole)
            guard end > start, lseek(input, start, SEEK_SET) == start, lseek(output, start, SEEK_SET) == start else {
                throw FileTreeError(name)
            }
            var left = Int(end - start)
            while left > 0 {
                let count = try copySome(left, from: input, to: output)
                // Somebody made the file shorter meanwhile.
                if count == 0 { return }
                left -= count
            }
        }
    }

    private func copySome(_ count: Int, from input: Int32, to output: Int32) throws(FileTreeError) -> Int {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 16) {
            (buffer) throws(FileTreeError) in
            let taken = read(input, buffer.baseAddress, min(count, buffer.count))
            guard taken >= 0 else { throw FileTreeError(name) }
            var written = 0
            while written < taken {
                let now = write(output, buffer.baseAddress.map { $0 + written }, taken - written)
                guard now > 0 else { throw FileTreeError(name) }
                written += now
            }
            return taken
        }
    }
}
