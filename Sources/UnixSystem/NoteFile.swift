import Glibc

/// The file in which the process of a cell notes how the cell ends.
///
/// The process opens it before it is confined. A cell that finds its descriptor can write anything into it.
package final class NoteFile: Sendable {
    /// Bytes that a note has at most.
    private static let sizeLimit = 1 << 17

    /// The file's descriptor.
    package let descriptor: Int32

    /// Opens the file at `path`, empty.
    package init(path: String) {
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        // Out of the way of cells that count on the lowest free number.
        descriptor = fcntl(file, F_DUPFD_CLOEXEC, 203)
        close(file)
    }

    /// The content of the file at `path`, taken out of it; empty where there is none or too much.
    package static func take(from path: String) -> [UInt8] {
        let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return [] }
        defer { close(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: sizeLimit + 1) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
        }
        ftruncate(file, 0)
        return bytes.count <= sizeLimit ? bytes : []
    }
}
