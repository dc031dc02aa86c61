import Dispatch
import Synchronization
import UnixSystem

/// Messages to and from another program, over two streams of bytes. Nobody waits for the other program: reading and writing
/// have threads of their own.
final class MessageStream: Sendable {
    /// What comes from the other program.
    enum Event: Sendable {
        /// A message.
        case message([UInt8])
        /// Bytes that are no messages; nothing follows.
        case fault(MessageFrames.Fault)
    }

    /// What has come, until the stream ends. What was not taken yet holds up the reading.
    let events: AsyncStream<Event>
    private let output: Int32
    private let writing = DispatchQueue(label: "message stream writing")
    /// Bytes that wait to be written; nil once nobody reads them.
    private let waiting = Mutex<Int?>(0)
    private let places = DispatchSemaphore(value: 0)

    /// Messages that may have come and not been taken.
    private static let placeCount = 64

    /// Bytes that may wait for a program that does not read.
    private static let waitingLimit = 256 << 20

    /// A stream over two descriptors, which stay open until it ends.
    init(input: Int32, output: Int32) {
        self.output = output
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        // One that starts with places could not go away while some are taken.
        for _ in 0..<Self.placeCount { places.signal() }
        let places = places
        DispatchQueue(label: "message stream reading").async {
            var frames = MessageFrames()
            defer { continuation.finish() }
            while case let bytes = ByteStream.read(from: input, upTo: 1 << 16), !bytes.isEmpty {
                frames.append(bytes)
                do throws(MessageFrames.Fault) {
                    while let content = try frames.next() {
                        places.wait()
                        continuation.yield(.message(content))
                    }
                } catch {
                    continuation.yield(.fault(error))
                    return
                }
            }
        }
    }

    /// To be called for each message once it is taken care of, or others take its place.
    func take() { places.signal() }

    /// Sends a message, after those that were sent before.
    func send(_ content: [UInt8]) {
        let frame = MessageFrames.frame(content)
        let isWanted = waiting.withLock { waiting in
            guard let count = waiting, count + frame.count <= Self.waitingLimit else { return false }
            waiting = count + frame.count
            return true
        }
        guard isWanted else { return }
        writing.async { [self] in
            let isTaken = ByteStream.write(frame, to: output)
            waiting.withLock { waiting in waiting = isTaken ? waiting.map { $0 - frame.count } : nil }
        }
    }

    /// Waits until everything is written that was sent, or, where the other program does not read, so many seconds.
    func flush(within seconds: Double) async {
        let isWritten = DispatchSemaphore(value: 0)
        writing.async { isWritten.signal() }
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "message stream end").async {
                _ = isWritten.wait(timeout: .now() + seconds)
                continuation.resume()
            }
        }
    }
}
