import Glibc

/// Waiting for input on several descriptors at once.
package enum Polling {
    /// Waits until there is input, or an end, on some of the descriptors.
    /// - Parameters:
    ///   - descriptors: The descriptors; negative ones are passed over.
    ///   - milliseconds: How long to wait at most; without end where nil.
    /// - Returns: The places of those that have some, in ascending order; none where a signal came first.
    package static func wait(for descriptors: [Int32], milliseconds: Int32?) -> [Int] {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), milliseconds ?? -1) > 0 else { return [] }
        return polled.indices.filter { polled[$0].revents != 0 }
    }

    /// Waits until there is input, or an end, on some of the sockets, or the time has come.
    /// - Returns: The places of those that have some, in ascending order.
    package static func wait(for sockets: [MessageSocket], until limit: ContinuousClock.Instant) -> [Int] {
        let milliseconds = max(0, (limit - .now) / .milliseconds(1)).rounded(.up)
        return wait(for: sockets.map(\.descriptor), milliseconds: Int32(min(milliseconds, 1e9)))
    }

    /// Whether there is input on a socket, or its end.
    package static func hasInput(_ socket: MessageSocket) -> Bool {
        !wait(for: [socket.descriptor], milliseconds: 0).isEmpty
    }
}
