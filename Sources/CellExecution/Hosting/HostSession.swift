import CellMessages
import Glibc

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
    private let listener: MessageSocket
    private let guardian: GuardianConnection
    /// The processes that are states, and those that were: these end by themselves.
    private var states: Set<Int32>

    /// Starts the guardian and the first host process.
    /// - Parameters:
    ///   - toolchain: Where the host is.
    ///   - settings: How cells run.
    /// - Throws: `SetupError` where the process cannot be started.
    init(toolchain: Toolchain, settings: HostSettings) throws(SetupError) {
        let socketPath = "\(settings.folder)/host"
        listener = MessageSocket(descriptor: MessageSocket.newSocket())
        let descriptor = listener.descriptor
        let bound = MessageSocket.withSocketAddress(socketPath) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 8) == 0 else {
            throw SetupError(
                message: "no socket can be made at \(socketPath): \(String(cString: strerror(errno)))",
                advice: "name a folder with a shorter path in TMPDIR")
        }
        let launch = HostLaunch(toolchain: toolchain, socketPath: socketPath, settings: settings)
        let limit = ContinuousClock.now + .seconds(Self.startLimit)
        var guardian: GuardianConnection?
        while true {
            if let connected = guardian {
                if let first = Self.accept(on: listener, seconds: 0.05) {
                    self.guardian = connected
                    start = first
                    states = [first.process]
                    return
                }
            } else if let socket = Self.acceptSocket(on: listener, seconds: 0.05) {
                guardian = GuardianConnection(socket, settings: settings)
            }
            if let reason = launch.reasonOfEnd ?? (ContinuousClock.now < limit ? nil : "it does not answer") {
                throw SetupError(message: "the cell host does not start: \(reason)", advice: "run `make build` again")
            }
        }
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
    ///   - isReported: Whether a crash report is there, whole.
    ///   - receive: Takes the cell's messages as they come.
    /// - Returns: How it ended.
    func run(
        _ cell: CompiledCell, in state: HostState, isForked: Bool, seconds: Double, stop: CellStop,
        isReported: () -> Bool, receive: (CellMessage) -> Void
    ) -> CellEnd {
        let isForked = isForked || state.canFork
        let parent = isForked ? state : state.parent ?? state
        let child: HostState
        if isForked {
            state.socket.send(HostRequest.run(library: cell.library, entryPoint: cell.entryPoint))
            guard let process = acceptFork(of: state) else {
                return .loadingFailed("the process for the cell does not start")
            }
            child = process
        } else {
            state.socket.send(HostRequest.runHere(library: cell.library, entryPoint: cell.entryPoint))
            child = state
        }
        states.remove(child.process)
        guardian.watch(cell: child.process, states: states.sorted())
        stop.began(child.process, parent: parent.socket)
        let end = follow(child, parent, deadline: CellDeadline(seconds: seconds), isReported, receive)
        if end.isFinished { states.insert(child.process) }
        let leftCount = guardian.settle(states: states.sorted())
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
        _ child: HostState, _ parent: HostState, deadline: CellDeadline, _ isReported: () -> Bool,
        _ receive: (CellMessage) -> Void
    ) -> CellEnd {
        var deadline = deadline
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
            let ready = Self.wait(for: sockets, until: deadline.next)
            if let signal = deadline.signalDue(isReported: isReported) {
                parent.socket.send(HostRequest.signal(signal, process: child.process))
            }
            if ready.contains(1), let limit = guardian.exceededLimit() { deadline.cutShort(.exceeded(limit)) }
            // The child's last words come before its parent's notice that it has ended.
            let hasEnded = ready.contains(0)
            while isChildConnected, hasInput(child.socket) {
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

    /// The process that a state forks; nil where it ends before it connects.
    private func acceptFork(of state: HostState) -> HostState? {
        let limit = ContinuousClock.now + .seconds(Self.startLimit)
        while ContinuousClock.now < limit {
            let ready = Self.wait(for: [listener, state.socket], until: limit)
            if ready.contains(0) { return Self.accept(on: listener, seconds: 1) }
            guard ready.contains(1) else { return nil }
            guard state.socket.fill() else { return nil }
            // News of an earlier child is no reason to give up.
            while let event = try? state.socket.next(HostEvent.self) {
                if case .childEnded(let process, _) = event, !states.contains(process) { return nil }
            }
        }
        return nil
    }

    /// The process that connects next.
    private static func accept(on listener: MessageSocket, seconds: Double) -> HostState? {
        guard let socket = acceptSocket(on: listener, seconds: seconds) else { return nil }
        while socket.fill() {
            guard let event = try? socket.next(HostEvent.self) else { continue }
            if case .ready(let process) = event { return HostState(socket: socket, process: process) }
        }
        return nil
    }

    private static func acceptSocket(on listener: MessageSocket, seconds: Double) -> MessageSocket? {
        let limit = ContinuousClock.now + .seconds(seconds)
        guard !wait(for: [listener], until: limit).isEmpty else { return nil }
        let descriptor = Glibc.accept(listener.descriptor, nil, nil)
        return descriptor < 0 ? nil : MessageSocket(descriptor: descriptor)
    }

    private func hasInput(_ socket: MessageSocket) -> Bool {
        !Self.wait(for: [socket], until: .now).isEmpty
    }

    /// Waits until one of the sockets has input or the time has come.
    /// - Returns: Which of them have input.
    private static func wait(for sockets: [MessageSocket], until limit: ContinuousClock.Instant) -> [Int] {
        var descriptors = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let milliseconds = max(0, (limit - .now) / .milliseconds(1)).rounded(.up)
        guard poll(&descriptors, nfds_t(descriptors.count), Int32(min(milliseconds, 1e9))) > 0 else { return [] }
        return descriptors.indices.filter { descriptors[$0].revents != 0 }
    }
}
