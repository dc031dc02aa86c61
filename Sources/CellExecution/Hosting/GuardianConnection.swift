import CellMessages
import Glibc

/// The runner's connection to the guardian of a chapter's processes; its closing ends them all.
final class GuardianConnection {
    /// The connection itself.
    let socket: MessageSocket
    /// What the system cannot keep cells from.
    let gaps: [IsolationGap]
    private var endedCount: Int?

    /// Lets the guardian at the other end start the first host process.
    /// - Returns: Nil where it does not.
    init?(_ socket: MessageSocket, settings: HostSettings) {
        self.socket = socket
        socket.send(GuardianRequest.begin(settings))
        while true {
            guard socket.fill() else { return nil }
            if case .begun(let gaps)? = try? socket.next(GuardianEvent.self) {
                self.gaps = gaps
                return
            }
        }
    }

    /// Holds the processes that descend from `cell` to the limits, until the cell is settled.
    func watch(cell: Int32, states: [Int32]) {
        socket.send(GuardianRequest.watch(cell: cell, states: states))
    }

    /// Takes in what the guardian has said.
    /// - Returns: The limit that the cell is over; nil where it is not, or that is known already.
    func exceededLimit() -> ExceededLimit? {
        guard socket.fill() else { return nil }
        var exceeded: ExceededLimit?
        while let event = try? socket.next(GuardianEvent.self) {
            switch event {
            case .exceeded(let limit): exceeded = limit
            case .settled(let ended): endedCount = ended
            case .begun: break
            }
        }
        return exceeded
    }

    /// Ends every process that is none of the states.
    /// - Returns: How many there were.
    func settle(states: [Int32]) -> Int {
        endedCount = nil
        guard socket.send(GuardianRequest.settle(states: states)) else { return 0 }
        while true {
            if let endedCount { return endedCount }
            var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 10_000) > 0 else { return 0 }
            _ = exceededLimit()
            if endedCount == nil, descriptor.revents & Int16(POLLHUP) != 0 { return 0 }
        }
    }
}
