import FlyingSocks
import Synchronization
import UnixSystem

/// The connections of a server that are open.
final class Connections: Sendable {
    private struct Connection {
        var number: Int
        var socket: AsyncSocket
        /// Since when nothing is expected but from the client; nil while it gets its answer.
        var waitsSince: ContinuousClock.Instant?

        /// Ends the connection; the task that serves it sees that, and closes it.
        func end() { Sockets.shutDown(socket.socket.file.rawValue) }
    }

    /// The connections, oldest first, and how many there have been.
    private let open = Mutex<(list: [Connection], total: Int)>(([], 0))

    /// How many are open.
    var count: Int { open.withLock { $0.list.count } }

    /// Adds one whose client has yet to ask.
    /// - Returns: Its number.
    func add(_ socket: AsyncSocket) -> Int {
        open.withLock { open in
            open.total += 1
            open.list.append(Connection(number: open.total, socket: socket, waitsSince: .now))
            return open.total
        }
    }

    /// Notes that the client has asked and gets its answer.
    func hasAsked(_ number: Int) { set(number, waitsSince: nil) }

    /// Notes that the client has its answer and may leave.
    func isLeaving(_ number: Int) { set(number, waitsSince: .now) }

    private func set(_ number: Int, waitsSince instant: ContinuousClock.Instant?) {
        open.withLock { open in
            guard let index = open.list.firstIndex(where: { $0.number == number }) else { return }
            open.list[index].waitsSince = instant
        }
    }

    /// Closes a connection.
    func close(_ number: Int) {
        open.withLock { open in
            guard let index = open.list.firstIndex(where: { $0.number == number }) else { return }
            try? open.list.remove(at: index).socket.close()
        }
    }

    /// Lets the oldest connection end whose client is waited for, or else the oldest of all.
    func closeOldest() {
        open.withLock { open in
            guard let oldest = open.list.first(where: { $0.waitsSince != nil }) ?? open.list.first else { return }
            oldest.end()
        }
    }

    /// Lets the connections end whose clients have been waited for since then or longer.
    func closeWaiting(since instant: ContinuousClock.Instant) {
        open.withLock { open in
            for connection in open.list {
                if let since = connection.waitsSince, since <= instant { connection.end() }
            }
        }
    }
}
