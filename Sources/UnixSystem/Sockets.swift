import Glibc

/// Sockets of any kind, by their descriptors.
package enum Sockets {
    /// Ends a connection in both directions; whoever waits for it sees that.
    package static func shutDown(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Whether the other end of a connection has closed it. What it has sent stays to be read.
    package static func isLeft(byPeerOf descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
    }

    /// Whose a client of a server on the loopback device is.
    /// - Parameters:
    ///   - client: The client's port.
    ///   - server: The server's port.
    /// - Returns: The user's number; nil where the system does not tell.
    package static func owner(ofClient client: UInt16, at server: UInt16) -> UInt32? {
        func end(_ port: UInt16) -> String {
            let digits = String(port, radix: 16, uppercase: true)
            return "0100007F:" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        let ends = [end(client), end(server)]
        for line in ProcessTree.text("/proc/net/tcp").split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 7, fields[1] == ends[0], fields[2] == ends[1] { return UInt32(fields[7]) }
        }
        return nil
    }
}
