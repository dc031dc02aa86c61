import CellMessages
import UnixSystem

/// The runner's connection to the guardian of a chapter's processes; its closing ends them all. Any thread may send signals
/// through it; one thread at a time uses the rest.
final class GuardianConnection: @unchecked Sendable {
    /// The connection itself.
    let socket: MessageSocket
    /// What the system cannot keep cells from.
    let gaps: [IsolationGap]
    private var endedCount: Int?
    private var exceeded: ExceededLimit?

    /// Lets the guardian at the other end start the first host process; nil where it does not.
    /// - Parameters:
    ///   - socket: The connection to the guardian.
    ///   - settings: How cells run.
    ///   - host: The host process's end of its connection.
    ///   - limit: Until when the guardian has time to answer.
    init?(
        _ socket: MessageSocket, settings: HostSettings, host: MessageSocket, until limit: ContinuousClock.Instant
    ) {
        self.socket = socket
        socket.send(GuardianRequest.begin(settings), passing: host)
        while true {
            guard !Polling.wait(for: [socket], until: limit).isEmpty, socket.fill() else { return nil }
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
        _ = takeEvents()
        defer { exceeded = nil }
        return exceeded
    }

    /// - Returns: False where the guardian is gone.
    private func takeEvents() -> Bool {
        guard socket.fill() else { return false }
        while let event = try? socket.next(GuardianEvent.self) {
            switch event {
            case .exceeded(let limit): exceeded = limit
            case .settled(let ended): endedCount = ended
            case .begun: break
            }
        }
        return true
    }

    /// Ends every process that is none of the states.
    /// - Returns: How many there were, and the limit that they were over, where that was not told before.
    func settle(states: [Int32]) -> (ended: Int, exceeded: ExceededLimit?) {
        endedCount = nil
        defer { exceeded = nil }
        guard socket.send(GuardianRequest.settle(states: states)) else { return (0, exceeded) }
        while true {
            if let endedCount { return (endedCount, exceeded) }
            guard !Polling.wait(for: [socket], until: .now + .seconds(10)).isEmpty, takeEvents() else {
                return (0, exceeded)
            }
        }
    }

    /// Sends a signal to a process below the guardian.
    func signal(_ signal: Int32, process: Int32) {
        socket.send(GuardianRequest.signal(signal, process: process))
    }
}
