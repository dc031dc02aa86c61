import CellMessages
import UnixSystem

/// A host process that is the state after some cell. It lives as long as this object, which one thread uses at
/// a time.
final class HostState: @unchecked Sendable {
    /// The connection to the process; its closing ends the process.
    let socket: MessageSocket
    /// The number that its parent knows the process by.
    let process: Int32
    /// The number that the runner knows it by: the kernel says it, whatever the process says of itself.
    private let systemProcess: Int32
    /// The state whose process is the parent, where a cell left threads running in this process. A fork would lose
    /// them, so the next cell runs in the process itself, and the parent tells how it ends.
    var parent: HostState?

    /// Whether a cell can run in a fork, so that this state stays.
    var canFork: Bool { parent == nil }

    /// The state that a connected process is.
    init(socket: MessageSocket, process: Int32) {
        self.socket = socket
        self.process = process
        systemProcess = socket.sender
    }

    /// The bytes of memory that the process has to itself, with its part of what it shares with the others; nil
    /// where that cannot be told.
    var memory: Int? { ProcessTree.proportionalMemory(of: systemProcess) }
}
