internal import CUnix
import CellMessages
import Glibc

/// Sends what a cell prints to the runner, in the order in which it is printed and displayed.
///
/// `stdout` and `stderr` become streams whose every write is a message, so the two and the displays stay in order.
/// What bypasses them and writes to the descriptors lands in two files, and is sent before the next message.
final class StandardStreams: Sendable {
    /// Bytes of text a message carries at most.
    private static let pieceSize = 1 << 20

    private let runner: MessageSocket
    private let files: [CaptureFile]
    private let outputLimit: Int

    /// Takes over the process's standard streams, for which `files` catch what bypasses them.
    init(files: [CaptureFile], outputLimit: Int, runner: MessageSocket) {
        self.runner = runner
        self.files = files
        self.outputLimit = outputLimit
        for file in files { file.takeOver() }
        CellChannel.connect { message in
            self.flush()
            if !runner.send(HostEvent.message(message)), case .display = message {
                let limit = MessageSocket.sizeLimit >> 20
                runner.send(HostEvent.message(.remark("a display of more than \(limit) MB was left out")))
            }
        }
        _ = unix_replace_standard_streams { stream, bytes, count in
            let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
            for start in stride(from: 0, to: count, by: StandardStreams.pieceSize) {
                let piece = bytes[start..<min(start + StandardStreams.pieceSize, count)]
                CellChannel.send(.text(stream == 1 ? .standardOutput : .standardError, Array(piece)))
            }
            return count
        }
    }

    /// Sends what was written to the descriptors themselves, as much of it as is kept.
    func flush() {
        for file in files {
            let bytes = file.take(upTo: outputLimit + 1)
            for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
                let piece = bytes[start..<min(start + Self.pieceSize, bytes.count)]
                runner.send(HostEvent.message(.text(file.stream, Array(piece))))
            }
        }
    }
}

/// The file that takes what is written to a standard stream's descriptor.
///
/// It is opened before cells are confined, so that they need no right to its folder.
final class CaptureFile: Sendable {
    let stream: OutputStream
    private let descriptor: Int32
    private let identity: [UInt]

    /// Opens the file of `stream` in `folder`.
    init(_ stream: OutputStream, folder: String) {
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
    func takeOver() {
        ftruncate(descriptor, 0)
        dup2(descriptor, Int32(stream.rawValue))
    }

    /// Takes what the file holds out of it: the first bytes, at most `limit`.
    func take(upTo limit: Int) -> [UInt8] {
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
