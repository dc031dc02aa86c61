#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files and the environment, as the kernel needs them of the system.
enum SystemFiles {
    /// The value of an environment variable; nil where it is not set.
    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Whether there is a file at `path` that can be read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// The bytes of the file at `path`.
    static func read(_ path: String) throws(SafetensorsError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure(path) }
        let size = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = systemRead(file, start + count, size - count)
                if got == 0 { break }
                failed = got < 0
                if failed { break }
                count += got
            }
        }
        if failed { throw failure(path) }
        return bytes
    }

    /// Makes `bytes` the contents of the file at `path`; whoever looks sees the old file or the new one, whole.
    static func replace(_ path: String, with bytes: [UInt8]) throws(SafetensorsError) {
        let temporary = "\(path).\(getpid()).partial"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw failure(path) }
        let isWritten = write(bytes, to: file) && fsync(file) == 0
        let reason = isWritten ? nil : failure(path)
        let isClosed = close(file) == 0
        guard isWritten, isClosed, rename(temporary, path) == 0 else {
            let error = reason ?? failure(path)
            unlink(temporary)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count, let start = bytes.baseAddress {
                let count = systemWrite(file, start + written, bytes.count - written)
                if count < 0 { return false }
                written += count
            }
            return true
        }
    }

    private static func failure(_ path: String) -> SafetensorsError {
        .system(path: path, reason: String(cString: strerror(errno)))
    }
}

// Inside the type these names would mean its own functions.
private let systemRead = read
private let systemWrite = write
