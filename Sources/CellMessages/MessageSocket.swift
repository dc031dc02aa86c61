import Glibc
import Synchronization

/// A connected local socket that carries values: a mark, the value's byte count (32 bits each), and its bytes.
///
/// The mark makes bytes that someone else wrote into the connection noticed. Any thread may send; one thread at a time
/// may receive.
public final class MessageSocket: @unchecked Sendable {
    /// Bytes a value may have at most.
    public static let sizeLimit = 1 << 26
    private static let mark: UInt32 = 0x4C45_4354
    private static let headerSize = 8

    /// The socket's file descriptor, closed with this object.
    public let descriptor: Int32
    private var received: [UInt8] = []
    private let sending = Mutex(())

    /// Takes over a connected socket.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Connects to the socket that listens at `path`.
    /// - Returns: Nil where none does.
    public static func connect(to path: String) -> MessageSocket? {
        let descriptor = newSocket()
        guard descriptor >= 0 else { return nil }
        let connection = MessageSocket(descriptor: descriptor)
        return withSocketAddress(path) { Glibc.connect(descriptor, $0, $1) } == 0 ? connection : nil
    }

    /// Sends a value whole.
    /// - Returns: Whether the other end took it; false where it is over the size limit.
    @discardableResult
    package func send(_ value: some WireCodable) -> Bool {
        var writer = WireWriter()
        writer.write(integer: Self.mark)
        writer.write(integer: UInt32(0))
        writer.write(value)
        let count = writer.bytes.count - Self.headerSize
        guard count <= Self.sizeLimit else { return false }
        var bytes = writer.bytes[...]
        let countBytes = withUnsafeBytes(of: UInt32(count).littleEndian, Array.init)
        for (index, byte) in countBytes.enumerated() { bytes[4 + index] = byte }
        return sending.withLock { _ in
            while !bytes.isEmpty {
                let sent = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return false }
                bytes = bytes.dropFirst(sent)
            }
            return true
        }
    }

    /// Takes in what has arrived, waiting for the first byte of it.
    /// - Returns: False where the other end is closed.
    public func fill() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                received.append(contentsOf: buffer[..<count])
                return true
            }
        }
    }

    /// The next value among what has arrived; nil where it is not there whole yet.
    /// - Throws: `WireError` where the bytes are no such value.
    package func next<Value: WireCodable>(_ type: Value.Type = Value.self) throws(WireError) -> Value? {
        guard received.count >= Self.headerSize else { return nil }
        var reader = WireReader(received)
        let mark = try reader.readInteger(UInt32.self)
        let count = Int(try reader.readInteger(UInt32.self))
        guard mark == Self.mark, count <= Self.sizeLimit else { throw .malformed("no message starts here") }
        guard received.count >= Self.headerSize + count else { return nil }
        let value = try reader.read(Value.self)
        received.removeFirst(Self.headerSize + count)
        return value
    }

    /// A local socket that is not connected yet; negative where there is none to be had.
    public static func newSocket() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    /// Calls `body` with the address of the socket at `path`; a path over 107 bytes is cut.
    public static func withSocketAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { field in
            field.copyBytes(from: path.utf8.prefix(field.count - 1))
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
