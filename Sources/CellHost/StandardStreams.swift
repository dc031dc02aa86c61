internal import CUnix
import CellMessages
import Glibc

/// Sends what a cell prints to the runner, in the order in which it is printed and displayed.
///
/// `stdout` and `stderr` become streams whose every write is a message, so the two and the displays stay in order.
/// What bypasses them and writes to the descriptors lands in two files, and is sent before the next message.
final class StandardStreams: Sendable {
    private let runner: MessageSocket
    private let files: [(stream: OutputStream, descriptor: Int32)]

    /// Takes over the process's standard streams for the cell named `cell`.
    init(folder: String, cell: String, runner: MessageSocket) {
        self.runner = runner
        files = [(.standardOutput, 1), (.standardError, 2)]
        for (descriptor, name) in [(Int32(1), "stdout"), (2, "stderr")] {
            let file = open("\(folder)/\(cell).\(name)", O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0o600)
            dup2(file, descriptor)
            close(file)
        }
        CellChannel.connect { message in
            self.flush()
            runner.send(HostEvent.message(message))
        }
        _ = unix_replace_standard_streams { stream, bytes, count in
            let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
            CellChannel.send(.text(stream == 1 ? .standardOutput : .standardError, Array(bytes)))
            return count
        }
    }

    /// Sends what was written to the descriptors themselves.
    func flush() {
        for (stream, descriptor) in files {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_size > 0 else { continue }
            let size = Int(status.st_size)
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
            }
            ftruncate(descriptor, 0)
            runner.send(HostEvent.message(.text(stream, bytes)))
        }
    }
}
