import CellMessages
import UnixSystem

/// How a cell ended in its process.
enum CellEnd {
    /// It ran to its end in so many seconds, and its process is the state after it.
    case finished(HostState, seconds: Double)
    /// Its library could not be loaded.
    case loadingFailed(String)
    /// An error reached its top level; the places led to the throw, innermost first.
    case threw(error: String, places: [CodeAddress])
    /// Its process ended, with `waitpid`'s status.
    case ended(status: Int32)
    /// It ran longer than its limit and was stopped.
    case timedOut
    /// It went over another limit and was stopped.
    case exceeded(ExceededLimit)
    /// It closed the connection to the runner, or wrote into it, and was stopped.
    case disconnected
    /// It needs a process of its own, and threads that a cell before it left never pause.
    case threadsLeft
    /// The process that its own was forked from ended.
    case stateLost

    /// Whether its process is now a state.
    var isFinished: Bool { if case .finished = self { true } else { false } }
}

/// The host processes of one chapter: the state before its first cell, and those after cells that ran.
///
/// Its calls block, so they belong on a thread that may wait.
final class HostSession {
    /// Seconds the first process has to start.
    private static let startLimit = 20.0

    /// The state before any cell.
    let start: HostState
    private let guardian: GuardianConnection
    /// The processes that are states, and those that were: these end by themselves.
    private var states: Set<Int32>

    /// Starts the guardian and the first host process.
    /// - Parameters:
    ///   - toolchain: Where the host is.
    ///   - settings: How cells run.
    /// - Throws: `SetupError` where the process cannot be started.
    init(toolchain: Toolchain, settings: HostSettings) throws(SetupError) {
        guard let (toGuardian, ofGuardian) = MessageSocket.pair(), let (toHost, ofHost) = MessageSocket.pair() else {
            throw SetupError(
                message: "no connection can be made: \(SystemError().reason)",
                advice: "let the program open more files (`ulimit -n`)")
        }
        let launch = HostLaunch(toolchain: toolchain, connection: ofGuardian, settings: settings)
        let limit = ContinuousClock.now + .seconds(Self.startLimit)
        if let guardian = GuardianConnection(toGuardian, settings: settings, host: ofHost, until: limit) {
            ofHost.close()
            if let first = Self.readiness(on: toHost, until: limit) {
                self.guardian = guardian
                start = first
                states = [first.process]
                return
            }
        }
        throw SetupError(
            message: "the cell host does not start: \(launch.reasonOfEnd(within: 1) ?? "it does not answer")",
            advice: "run `make build` again")
    }

    /// What the system cannot keep cells from.
    var gaps: [IsolationGap] { guardian.gaps }

    /// Runs a cell in a fork of a state, which stays as it is. In a state with threads that a fork would lose, the cell
    /// runs in the state's own process, which then is the state after the cell.
    /// - Parameters:
    ///   - cell: The cell.
    ///   - state: The state it starts from.
    ///   - isForked: Whether it runs in a fork in any case, since the state must stay.
    ///   - seconds: How long it may take.
    ///   - stop: Ends the cell early, from any thread; it then counts as killed.
    ///   - receive: Takes the cell's messages as they come.
    /// - Returns: How it ended.
    func run(
        _ cell: CompiledCell, in state: HostState, isForked: Bool, seconds: Double, stop: CellStop,
        receive: (CellMessage) -> Void
    ) -> CellEnd {
        let isForked = isForked || state.canFork
        let parent = isForked ? state : state.parent ?? state
        let child: HostState
        if isForked {
            guard let process = fork(state, running: cell) else {
                return state.canFork ? .loadingFailed("the process for the cell does not start") : .threadsLeft
            }
            child = process
        } else {
            state.socket.send(HostRequest.runHere(library: cell.library, entryPoint: cell.entryPoint))
            child = state
        }
        states.remove(child.process)
        guardian.watch(cell: child.process, states: states.sorted())
        stop.began(child.process, below: guardian)
        var deadline = CellDeadline(seconds: seconds)
        let end = follow(child, parent, &deadline, receive)
        if end.isFinished, deadline.limit == nil { states.insert(child.process) }
        let (leftCount, exceeded) = guardian.settle(states: states.sorted())
        if let limit = deadline.limit ?? exceeded.map(CellEnd.exceeded) {
            // It ran to its end all the same, and the guardian did not know yet that it is no state.
            if states.remove(child.process) != nil { _ = guardian.settle(states: states.sorted()) }
            return limit
        }
        if end.isFinished, leftCount > 0 {
            let what =
                leftCount == 1
                ? "a process that the cell left running was" : "\(leftCount) processes that the cell left running were"
            receive(.remark("\(what) ended"))
        }
        return end
    }

    /// Follows a cell to its end.
    private func follow(
        _ child: HostState, _ parent: HostState, _ deadline: inout CellDeadline, _ receive: (CellMessage) -> Void
    ) -> CellEnd {
        var lastWords: CellEnd?
        var isChildConnected = true
        /// Looks at what has arrived from the child; tells its end where it ran to it.
        func readChild() -> CellEnd? {
            do {
                while let event = try child.socket.next(HostEvent.self) {
                    switch event {
                    case .message(let message): receive(message)
                    case .loadingFailed(let reason): lastWords = .loadingFailed(reason)
                    case .threw(let error, let places): lastWords = .threw(error: error, places: places)
                    case .finished(let seconds, let canFork):
                        child.parent = canFork ? nil : parent
                        return .finished(child, seconds: seconds)
                    case .ready, .childEnded: break
                    }
                }
                // A process that ends takes its connection along, and its parent tells within moments.
                if !isChildConnected { deadline.cutShort(.disconnected, after: 0.5) }
            } catch {
                isChildConnected = false
                deadline.cutShort(.disconnected)
            }
            return nil
        }
        // Some may have arrived together with the connection.
        if let end = readChild() { return end }
        while true {
            let sockets = [parent.socket, guardian.socket] + (isChildConnected ? [child.socket] : [])
            let ready = Polling.wait(for: sockets, until: deadline.next)
            if let signal = deadline.signalDue() { guardian.signal(signal, process: child.process) }
            if ready.contains(1), let limit = guardian.exceededLimit() { deadline.cutShort(.exceeded(limit)) }
            // The child's last words come before its parent's notice that it has ended.
            let hasEnded = ready.contains(0)
            while isChildConnected, Polling.hasInput(child.socket) {
                isChildConnected = child.socket.fill()
                if let end = readChild() { return end }
                // A cell that never stops printing must not keep the clock from being looked at.
                if !hasEnded { break }
            }
            guard hasEnded else { continue }
            guard parent.socket.fill() else { return .stateLost }
            while let event = try? parent.socket.next(HostEvent.self) {
                guard case .childEnded(child.process, let status) = event else { continue }
                return lastWords ?? deadline.reason ?? .ended(status: status)
            }
        }
    }

    /// Lets a state fork a process that runs a cell.
    /// - Returns: Nil where the process ends before it says that it is ready.
    private func fork(_ state: HostState, running cell: CompiledCell) -> HostState? {
        guard let (near, far) = MessageSocket.pair() else { return nil }
        state.socket.send(
            HostRequest.run(library: cell.library, entryPoint: cell.entryPoint, chosen: cell.chosen), passing: far)
        far.close()
        return Self.readiness(on: near, until: .now + .seconds(Self.startLimit))
    }

    /// The process at the other end of a new connection, once it says that it is ready; nil where it ends before that.
    private static func readiness(on socket: MessageSocket, until limit: ContinuousClock.Instant) -> HostState? {
        while !Polling.wait(for: [socket], until: limit).isEmpty, socket.fill() {
            guard let event = try? socket.next(HostEvent.self) else { continue }
            if case .ready(let process) = event { return HostState(socket: socket, process: process) }
        }
        return nil
    }
}
