import FlyingSocks
import Foundation
import UnixSystem

/// A server on the loopback device that answers one request a connection, and that no client can keep from answering
/// others: requests are small or refused, connections are few, and one that asks nothing makes room for one that does.
final class PageServer: Sendable {
    /// Connections at once, well below the fewest descriptors that systems give.
    private static let connectionLimit = 64
    /// The time that a client has to ask.
    private static let patience = Duration.seconds(10)

    /// Bytes that a client may go on sending once it has its answer.
    private static let drainLimit = 1 << 20

    /// The port that it listens at.
    let port: UInt16
    private let listener: AsyncSocket
    private let pool: any AsyncSocketPool
    private let connections = Connections()

    /// Takes the port; nothing is answered yet.
    /// - Parameter port: The port; 0 for any that is free.
    /// - Throws: ``PreviewError`` where it cannot be had.
    init(port: UInt16) throws(PreviewError) {
        do {
            let socket = try Socket(domain: AF_INET)
            _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
            try socket.listen()
            guard case .ip4(_, let taken) = try socket.sockname() else { throw SocketError.unsupportedAddress }
            self.port = taken
            let pool: some AsyncSocketPool = .make()
            self.pool = pool
            listener = try AsyncSocket(socket: socket, pool: pool)
        } catch SocketError.failed(_, EADDRINUSE, _) {
            throw .portIsTaken(Int(port))
        } catch {
            throw .cannotServe(reason: error.localizedDescription)
        }
    }

    deinit {
        try? listener.close()
    }

    /// Answers until the task is cancelled.
    /// - Parameter answer: The answer to a request.
    /// - Throws: ``PreviewError`` where the server fails; `CancellationError`.
    func run(answer: @escaping @Sendable (PageRequest) async -> PageResponse) async throws {
        do {
            try await pool.prepare()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.pool.run() }
                group.addTask { try await self.accept(answer) }
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(1))
                        self.connections.closeWaiting(since: .now - Self.patience)
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            // A server that is cancelled sees its own sockets go.
            try Task.checkCancellation()
            throw PreviewError.cannotServe(reason: error.localizedDescription)
        }
    }

    private func accept(_ answer: @escaping @Sendable (PageRequest) async -> PageResponse) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                let socket: AsyncSocket
                do {
                    socket = try await listener.accept()
                } catch SocketError.failed(_, let number, _) where [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(number) {
                    // Others in this process have the descriptors at the moment.
                    connections.closeOldest()
                    try await Task.sleep(for: .milliseconds(100))
                    continue
                } catch SocketError.failed(_, ECONNABORTED, _) {
                    continue
                }
                _ = fcntl(socket.socket.file.rawValue, F_SETFD, FD_CLOEXEC)
                while connections.count >= Self.connectionLimit {
                    connections.closeOldest()
                    // The task that has the connection sees its end in a moment.
                    try await Task.sleep(for: .milliseconds(1))
                }
                let number = connections.add(socket)
                group.addTask {
                    // A client that is gone is nobody's loss.
                    try? await self.serve(socket, number, answer)
                    self.connections.close(number)
                }
            }
        }
    }

    private func serve(
        _ socket: AsyncSocket, _ number: Int, _ answer: (PageRequest) async -> PageResponse
    ) async throws {
        let response: PageResponse
        switch try await readHead(from: socket) {
        case .whole(let head, let rest):
            guard var request = PageRequest(head: head) else {
                response = .words("400 Bad Request", "This is no HTTP/1.1 request.")
                break
            }
            guard request.method == "GET" || !isOfAnotherUser(socket) else {
                response = .words("403 Forbidden", "Only the person who started this server may act on its pages.")
                break
            }
            guard let length = request.bodyLength else {
                response = .words("411 Length Required", "A request says how long its body is.")
                break
            }
            guard length <= PageRequest.bodyLimit else {
                response = .words(
                    "413 Content Too Large", "The body of a request may have \(PageRequest.bodyLimit) bytes.")
                break
            }
            request.body = Data(rest.prefix(length))
            while request.body.count < length {
                let more = try await socket.read(atMost: min(4096, length - request.body.count))
                if more.isEmpty { return }
                request.body += more
            }
            connections.hasAsked(number)
            response = await answer(request)
        case .tooLong:
            response = .words(
                "431 Request Header Fields Too Large", "A request may have \(PageRequest.sizeLimit) bytes.")
        case .cut: return
        }
        try await socket.write(response.head)
        switch response.body {
        case .bytes(let data): try await socket.write(data)
        case .events(let events):
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await event in events { try await socket.write(Data(event.utf8)) } }
                // A client that goes away shows it soon, and what runs for it ends.
                group.addTask {
                    while !Sockets.isLeft(byPeerOf: socket.socket.file.rawValue) {
                        try await Task.sleep(for: .milliseconds(250))
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        // Closing while the client is still sending would take the answer from it.
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        connections.isLeaving(number)
        var drained = 0
        while drained < Self.drainLimit { drained += max(1, try await socket.read(atMost: 4096).count) }
    }

    /// Whether another person's program asks. The loopback device is open to all who use the machine.
    private func isOfAnotherUser(_ socket: AsyncSocket) -> Bool {
        guard case .ip4(_, let client)? = try? socket.socket.remotePeer(),
            let owner = Sockets.owner(ofClient: client, at: port)
        else { return false }
        return owner != ThisUser.number && owner != 0
    }

    private enum Head {
        /// The head, and what of the body has come with it.
        case whole([UInt8], rest: [UInt8])
        case tooLong
        /// The client went away.
        case cut
    }

    private func readHead(from socket: AsyncSocket) async throws -> Head {
        var bytes: [UInt8] = []
        while bytes.count <= PageRequest.sizeLimit {
            let more = try await socket.read(atMost: 4096)
            if more.isEmpty { return .cut }
            // The empty line may have begun before.
            let start = max(0, bytes.count - 3)
            bytes += more
            if let end = Self.endOfHead(in: bytes[start...]) {
                return end <= PageRequest.sizeLimit
                    ? .whole(Array(bytes[..<end]), rest: Array(bytes[end...])) : .tooLong
            }
        }
        return .tooLong
    }

    /// Where the empty line ends that ends a head; nil where there is none.
    private static func endOfHead(in bytes: ArraySlice<UInt8>) -> Int? {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            let rest = bytes[(index + 1)...]
            if rest.first == UInt8(ascii: "\n") { return index + 2 }
            if rest.starts(with: "\r\n".utf8) { return index + 3 }
        }
        return nil
    }
}
