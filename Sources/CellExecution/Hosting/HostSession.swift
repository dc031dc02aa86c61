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

    /// Starts the first host process.
    /// - Parameters:
    ///   - toolchain: Where the host is.
    ///   - folder: The folder for the socket and for what cells write past their streams.
    ///   - workFolder: The folder that cells work in.
    ///   - crashReports: The folder for crash reports.
    ///   - seed: Where the random streams start.
    /// - Throws: `SetupError` where the process cannot be started.
    init(
        toolchain: Toolchain, folder: String, workFolder: String, crashReports: String, seed: UInt64
    ) throws(SetupError) {
        let socketPath = "\(folder)/host"
        listener = MessageSocket(descriptor: MessageSocket.newSocket())
        let descriptor = listener.descriptor
        let bound = MessageSocket.withSocketAddress(socketPath) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 8) == 0 else {
            throw SetupError(
                message: "no socket can be made at \(socketPath): \(String(cString: strerror(errno)))",
                advice: "name a folder with a shorter path in TMPDIR")
        }
        let launch = HostLaunch(
            toolchain: toolchain, socketPath: socketPath, folder: folder, workFolder: workFolder,
            crashReports: crashReports, seed: seed)
        let limit = ContinuousClock.now + .seconds(Self.startLimit)
        while true {
            if let first = Self.accept(on: listener, seconds: 0.05) {
                start = first
                return
            }
            if let reason = launch.reasonOfEnd ?? (ContinuousClock.now < limit ? nil : "it does not answer") {
                throw SetupError(message: "the cell host does not start: \(reason)", advice: "run `make build` again")
            }
        }
    }

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
            guard let process = Self.accept(on: listener, seconds: Self.startLimit) else {
                return .loadingFailed("the process for the cell does not start")
            }
            child = process
        } else {
            state.socket.send(HostRequest.runHere(library: cell.library, entryPoint: cell.entryPoint))
            child = state
        }
        stop.began(child.process, parent: parent.socket)
        var watch = TimeLimit(seconds: seconds)
        var lastWords: CellEnd?
        var isChildConnected = true
        while true {
            let sockets = isChildConnected ? [parent.socket, child.socket] : [parent.socket]
            let ready = Self.wait(for: sockets, until: watch.next)
            if let signal = watch.signalDue(isReported: isReported) {
                parent.socket.send(HostRequest.signal(signal, process: child.process))
            }
            // The child's last words come before its parent's notice that it has ended.
            let hasEnded = ready.contains(0)
            while isChildConnected, hasInput(child.socket) {
                isChildConnected = child.socket.fill()
                while let event = event(from: child.socket) {
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
                // A cell that never stops printing must not keep the clock from being looked at.
                if !hasEnded { break }
            }
            guard hasEnded else { continue }
            guard parent.socket.fill() else { return .ended(status: SIGKILL) }
            while let event = event(from: parent.socket) {
                guard case .childEnded(child.process, let status) = event else { continue }
                return lastWords ?? (watch.hasExpired ? .timedOut : .ended(status: status))
            }
        }
    }

    /// The next event that has arrived whole. Bytes that are no event come from a cell that wrote into the
    /// connection; the process ends for it.
    private func event(from socket: MessageSocket) -> HostEvent? {
        try? socket.next(HostEvent.self)
    }

    /// The process that connects next.
    private static func accept(on listener: MessageSocket, seconds: Double) -> HostState? {
        let limit = ContinuousClock.now + .seconds(seconds)
        guard !wait(for: [listener], until: limit).isEmpty else { return nil }
        let descriptor = Glibc.accept(listener.descriptor, nil, nil)
        guard descriptor >= 0 else { return nil }
        let socket = MessageSocket(descriptor: descriptor)
        while socket.fill() {
            guard let event = try? socket.next(HostEvent.self) else { continue }
            if case .ready(let process) = event { return HostState(socket: socket, process: process) }
        }
        return nil
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

/// A cell's time limit: first it is told to abort, which writes a crash report that names the place; then it is killed.
private struct TimeLimit {
    /// Seconds a process has to write its crash report.
    private static let grace = 5.0

    /// When there is something to do.
    private(set) var next: ContinuousClock.Instant
    /// Whether the limit has been reached.
    private(set) var hasExpired = false
    private var end: ContinuousClock.Instant

    init(seconds: Double) {
        next = .now + .seconds(seconds)
        end = next
    }

    /// The signal that is due; nil where there is none.
    mutating func signalDue(isReported: () -> Bool) -> Int32? {
        let now = ContinuousClock.now
        guard now >= next else { return nil }
        // A process that was told to abort from outside goes on once it has written its report.
        next = now + .milliseconds(50)
        if !hasExpired {
            hasExpired = true
            end = now + .seconds(Self.grace)
            return SIGABRT
        }
        return now >= end || isReported() ? SIGKILL : nil
    }
}
