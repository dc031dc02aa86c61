import Glibc

/// Writing a file whole or not at all.
public enum WholeFile {
    /// Puts bytes in the place of what a file holds, or makes the file.
    ///
    /// A symbolic link stays, and the file that it leads to is written. A file that is there keeps its mode and, as far as
    /// that is allowed, its owner.
    /// - Parameters:
    ///   - bytes: The new content.
    ///   - path: The file's path.
    /// - Throws: What keeps it from being written; what was there stays.
    public static func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileTreeError) {
        let path = try target(of: path)
        let draft = "\(folder(of: path))/.lectern-\(UInt64.random(in: .min ... .max))"
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFDIR { throw FileTreeError(FileName(path), EISDIR) }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileTreeError(FileName(path)) }
        var isWritten = writeAll(bytes, to: descriptor)
        if isThere {
            if fchown(descriptor, status.st_uid, status.st_gid) != 0 { _ = fchown(descriptor, .max, status.st_gid) }
            isWritten = isWritten && fchmod(descriptor, status.st_mode & 0o7777) == 0
        }
        let isClosed = close(descriptor) == 0
        if isWritten, isClosed, rename(draft, path) == 0 { return }
        let error = FileTreeError(FileName(path))
        unlink(draft)
        throw error
    }

    private static func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// What symbolic links at a path lead to in the end, whether or not it is there.
    private static func target(of path: String) throws(FileTreeError) -> String {
        var path = path
        // As many links as Linux follows.
        for _ in 0..<40 {
            var content = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(path, &content, content.count - 1)
            guard count >= 0 else { return path }
            let link = String(decoding: content[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            path = link.hasPrefix("/") ? link : "\(folder(of: path))/\(link)"
        }
        throw FileTreeError(FileName(path), ELOOP)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
