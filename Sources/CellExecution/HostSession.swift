import CellMessages
import Glibc

/// How a cell ended in its process.
enum CellEnd: Equatable {
    /// It ran to its end in so many seconds.
    case finished(seconds: Double)
    /// Its library could not be loaded.
    case loadingFailed(String)
    /// An error reached its top level; the places led to the throw, innermost first.
    case threw(error: String, places: [CodeAddress])
    /// Its process ended, with `waitpid`'s status.
    case ended(status: Int32)
    /// It ran longer than its limit and was stopped.
    case timedOut
}

/// The host processes of one run of a chapter: the state before its first cell, and after each cell that ran.
///
/// Its calls block, so they belong on a thread that may wait.
final class HostSession {
    /// Seconds the first process has to start.
    private static let startLimit = 20.0

    private let listener: MessageSocket
    /// The process that is the state after each cell that ran, the state before any first. The earlier ones must
    /// live for the last to live.
    private var states: [MessageSocket]
    /// The connection to the process that all others descend from.
    private let firstDescriptor: Int32

    /// Starts the first host process.
    /// - Parameters:
    ///   - toolchain: Where the host is.
    ///   - folder: The folder for the socket and for what cells write past their streams.
    ///   - crashReports: The folder for crash reports.
    ///   - seed: Where the random streams start.
    /// - Throws: `SetupError` where the process cannot be started.
    init(toolchain: Toolchain, folder: String, crashReports: String, seed: UInt64) throws(SetupError) {
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
            toolchain: toolchain, socketPath: socketPath, folder: folder, crashReports: crashReports, seed: seed)
        let limit = ContinuousClock.now + .seconds(Self.startLimit)
        while true {
            if let first = Self.accept(on: listener, seconds: 0.05) {
                states = [first]
                firstDescriptor = first.descriptor
                return
            }
            if let reason = launch.reasonOfEnd ?? (ContinuousClock.now < limit ? nil : "it does not answer") {
                throw SetupError(message: "the cell host does not start: \(reason)", advice: "run `make build` again")
            }
        }
    }

    /// Runs a cell in the newest state, and keeps the state after it where it runs to its end.
    /// - Parameters:
    ///   - cell: The cell.
    ///   - seconds: How long it may take.
    ///   - isReported: Whether a crash report is there, whole.
    ///   - receive: Takes the cell's messages as they come.
    /// - Returns: How it ended.
    func run(
        _ cell: CompiledCell, seconds: Double, isReported: () -> Bool, receive: (CellMessage) -> Void
    ) -> CellEnd {
        let parent = states[states.count - 1]
        parent.send(HostRequest.run(library: cell.library, entryPoint: cell.entryPoint))
        guard let child = Self.accept(on: listener, seconds: Self.startLimit) else {
            return .loadingFailed("the process for the cell does not start")
        }
        var watch = TimeLimit(seconds: seconds)
        var lastWords: CellEnd?
        var isChildConnected = true
        while true {
            let ready = Self.wait(for: isChildConnected ? [parent, child] : [parent], until: watch.next)
            if let signal = watch.signalDue(isReported: isReported) { parent.send(HostRequest.signal(signal)) }
            // The child's last words come before its parent's notice that it has ended.
            let hasEnded = ready.contains(0)
            while isChildConnected, hasInput(child) {
                isChildConnected = child.fill()
                while let event = event(from: child) {
                    switch event {
                    case .message(let message): receive(message)
                    case .loadingFailed(let reason): lastWords = .loadingFailed(reason)
                    case .threw(let error, let places): lastWords = .threw(error: error, places: places)
                    case .finished(let seconds):
                        states.append(child)
                        return .finished(seconds: seconds)
                    case .ready, .childEnded: break
                    }
                }
                // A cell that never stops printing must not keep the clock from being looked at.
                if !hasEnded { break }
            }
            guard hasEnded else { continue }
            guard parent.fill() else { return .ended(status: SIGKILL) }
            while let event = event(from: parent) {
                guard case .childEnded(let status) = event else { continue }
                return lastWords ?? (watch.hasExpired ? .timedOut : .ended(status: status))
            }
        }
    }

    /// Ends every process; a cell that runs ends as killed. May be called from any thread.
    func cancel() {
        shutdown(firstDescriptor, Int32(SHUT_RDWR))
    }

    /// The next event that has arrived whole. Bytes that are no event come from a cell that wrote into the
    /// connection; the process ends for it.
    private func event(from socket: MessageSocket) -> HostEvent? {
        try? socket.next(HostEvent.self)
    }

    private static func accept(on listener: MessageSocket, seconds: Double) -> MessageSocket? {
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
