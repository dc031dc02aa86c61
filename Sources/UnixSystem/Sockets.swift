import Glibc

/// Sockets of any kind, by their descriptors.
package enum Sockets {
    /// Ends a connection in both directions; whoever waits for it sees that.
    package static func shutDown(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
