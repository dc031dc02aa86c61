import CellMessages
import Glibc

/// The file that takes what is written to a standard stream's descriptor.
///
/// It is opened before cells are confined, so that they need no right to its folder.
package final class CaptureFile: Sendable {
    /// The stream.
    package let stream: OutputStream
    private let descriptor: Int32
    private let identity: [UInt]

    /// Opens the file of `stream` in `folder`.
    package init(_ stream: OutputStream, folder: String) {
        self.stream = stream
        let path = "\(folder)/\(stream == .standardOutput ? "stdout" : "stderr")"
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        // Out of the way of cells that count on the lowest free number.
        let moved = fcntl(file, F_DUPFD_CLOEXEC, 200 + Int32(stream.rawValue))
        descriptor = moved
        identity = Self.identity(of: moved)
        close(file)
    }

    /// Puts the file, emptied, in the place of the stream's descriptor.
    package func takeOver() {
        ftruncate(descriptor, 0)
        dup2(descriptor, Int32(stream.rawValue))
    }

    /// Takes what the file holds out of it: the first bytes, at most `limit`.
    package func take(upTo limit: Int) -> [UInt8] {
        var status = stat()
        // A cell may have closed the descriptor and opened something else under its number.
        guard fstat(descriptor, &status) == 0, status.st_size > 0, Self.identity(of: descriptor) == identity else {
            return []
        }
        let size = min(Int(status.st_size), limit)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
        }
        ftruncate(descriptor, 0)
        return bytes
    }

    private static func identity(of descriptor: Int32) -> [UInt] {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? [UInt(status.st_dev), UInt(status.st_ino)] : []
    }
}
