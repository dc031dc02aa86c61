import CellMessages
import Glibc

/// A host process that is the state after some cell. It lives as long as this object, which one thread uses at
/// a time.
final class HostState: @unchecked Sendable {
    /// The connection to the process; its closing ends the process.
    let socket: MessageSocket
    /// The number that its parent knows the process by.
    let process: Int32
    /// The state whose process is the parent, where a cell left threads running in this process. A fork would lose
    /// them, so the next cell runs in the process itself, and the parent tells how it ends.
    var parent: HostState?

    /// Whether a cell can run in a fork, so that this state stays.
    var canFork: Bool { parent == nil }

    /// The state that a connected process is.
    init(socket: MessageSocket, process: Int32) {
        self.socket = socket
        self.process = process
    }

    /// The bytes of memory that the process has to itself, with its part of what it shares with the others; nil
    /// where that cannot be told.
    var memory: Int? {
        // The number that the runner knows the process by, then its user and its group: `struct ucred`.
        var peer: (pid: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: peer))
        guard getsockopt(socket.descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0,
            let file = fopen("/proc/\(peer.pid)/smaps_rollup", "r")
        else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                .split(separator: " ")
            if words.first == "Pss:", words.count > 1, let kilobytes = Int(words[1]) { return kilobytes * 1024 }
        }
        return nil
    }
}
