import CellMessages
import CUnix
import Glibc
import Synchronization

/// A connected local socket that carries values: a mark, the value's byte count (32 bits each), and its bytes.
///
/// The mark makes bytes that someone else wrote into the connection noticed. Any thread may send; one thread at a time
/// may receive.
package final class MessageSocket: @unchecked Sendable {
    /// Bytes a value may have at most.
    package static let sizeLimit = 1 << 26
    private static let mark: UInt32 = 0x4C45_4354
    private static let headerSize = 8

    /// The socket's file descriptor, closed with this object; negative once it is closed.
    package private(set) var descriptor: Int32
    /// The process that sent what was received last, as far as the socket identifies senders; else 0.
    package private(set) var sender: Int32 = 0
    private let identifiesSenders: Bool
    private var received: [UInt8] = []
    private var passed: [MessageSocket] = []
    private let sending = Mutex(())

    /// Takes over a connected socket.
    /// - Parameters:
    ///   - descriptor: Its file descriptor.
    ///   - identifiesSenders: Whether the kernel says who sends; such a socket takes no descriptors.
    package init(descriptor: Int32, identifiesSenders: Bool = false) {
        self.descriptor = descriptor
        self.identifiesSenders = identifiesSenders
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        if identifiesSenders { unix_identify_senders(descriptor) }
    }

    deinit {
        close()
    }

    /// Closes this process's end.
    package func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Two ends of a new connection: nobody can reach one who is not given it.
    /// - Returns: The end that stays here, which identifies senders, and the end to give away; nil where the system has none.
    package static func pair() -> (near: MessageSocket, far: MessageSocket)? {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            return nil
        }
        return (MessageSocket(descriptor: ends[0], identifiesSenders: true), MessageSocket(descriptor: ends[1]))
    }

    /// The connection that this process was started with, in the place of its standard input, which then is empty.
    package static func inherited() -> MessageSocket? {
        let socket = movedAside(STDIN_FILENO)
        let empty = open("/dev/null", O_RDONLY)
        guard socket >= 0, empty == STDIN_FILENO else { return nil }
        return MessageSocket(descriptor: socket)
    }

    /// Gives up this process's end without closing it.
    /// - Returns: Its descriptor, which is the caller's from now on.
    package func giveUp() -> Int32 {
        defer { descriptor = -1 }
        return descriptor
    }

    /// Sends a value whole.
    /// - Parameters:
    ///   - value: The value.
    ///   - end: The end of another connection to give to the receiver, who finds it with ``takePassed()``.
    /// - Returns: Whether the other end took it; false where it is over the size limit.
    @discardableResult
    package func send(_ value: some BoundaryMessage, passing end: MessageSocket? = nil) -> Bool {
        var whole = BinaryForm.encode(value, after: [UInt8](repeating: 0, count: Self.headerSize))
        let count = whole.count - Self.headerSize
        guard count <= Self.sizeLimit else { return false }
        whole.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: Self.mark.littleEndian, as: UInt32.self)
            bytes.storeBytes(of: UInt32(count).littleEndian, toByteOffset: 4, as: UInt32.self)
        }
        var bytes = whole[...]
        var passed = end?.descriptor ?? -1
        return sending.withLock { _ in
            while !bytes.isEmpty {
                let sent = bytes.withUnsafeBytes { unix_send(descriptor, $0.baseAddress, $0.count, passed) }
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return false }
                passed = -1
                bytes = bytes.dropFirst(sent)
            }
            return true
        }
    }

    /// Takes in what has arrived, waiting for the first byte of it.
    /// - Returns: False where the other end is closed.
    package func fill() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
            while true {
                let count = receive(into: buffer)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                received.append(contentsOf: buffer[..<count])
                return true
            }
        }
    }

    private func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if identifiesSenders { return unix_receive_from(descriptor, buffer.baseAddress, buffer.count, &sender) }
        var end: Int32 = -1
        let count = unix_receive(descriptor, buffer.baseAddress, buffer.count, &end)
        if end >= 0 { passed.append(MessageSocket(descriptor: Self.movedAside(end))) }
        return count
    }

    /// The end of a connection that was passed along with a value, in the order of the values; nil where there is none.
    package func takePassed() -> MessageSocket? {
        passed.isEmpty ? nil : passed.removeFirst()
    }

    /// The next value among what has arrived; nil where it is not there whole yet.
    /// - Throws: Where the bytes are no such value, or one that cannot be.
    package func next<Value: BoundaryMessage>(_ type: Value.Type = Value.self) throws(BinaryForm.Fault) -> Value? {
        guard received.count >= Self.headerSize else { return nil }
        let (mark, size) = received.withUnsafeBytes { bytes in
            (
                UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)),
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            )
        }
        guard mark == Self.mark, size <= Self.sizeLimit else { throw .malformed("no message starts here") }
        let end = Self.headerSize + Int(size)
        guard received.count >= end else { return nil }
        let value = try BinaryForm.decode(Value.self, from: received[Self.headerSize..<end])
        if let inconsistency = value.inconsistency { throw .malformed(inconsistency) }
        received.removeFirst(end)
        return value
    }

    /// Moves a descriptor out of the way of cells, which count on the lowest free number.
    private static func movedAside(_ descriptor: Int32) -> Int32 {
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 210)
        guard moved >= 0 else { return descriptor }
        Glibc.close(descriptor)
        return moved
    }
}
