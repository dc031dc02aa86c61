internal import CCellRuntime
import CellMessages
import UnixSystem

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
