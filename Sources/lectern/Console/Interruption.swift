import Dispatch
import Synchronization
import UnixSystem

/// Ctrl-C and its like.
enum Interruption {
    private static let cancellations = Mutex<[Int: @Sendable () -> Void]>([:])
    private static let count = Atomic(0)
    private static let hasCancelled = Atomic(false)
    /// A queue of its own hears a signal however busy the program is.
    private static let queue = DispatchQueue(label: "signals", qos: .userInteractive)

    /// What listens to the signals. It is made once: a second source for a signal, after the first is gone, hears none.
    nonisolated(unsafe) private static let sources = Signal.endings.map { number in
        Signal.ignore(number)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler {
            let all = cancellations.withLock { Array($0.values) }
            // Nothing runs that would have to be ended first, or the person has waited long enough for it. The guardian
            // and the system end what runs.
            if all.isEmpty || hasCancelled.exchange(true, ordering: .relaxed) { ThisProcess.leave(128 + number) }
            for cancel in all { cancel() }
        }
        source.resume()
        return source
    }

    /// Runs `body`; a signal that asks the program to end cancels `task` meanwhile.
    static func cancelling<Success, Failure, Result>(
        _ task: Task<Success, Failure>, while body: () async throws -> Result
    ) async rethrows -> Result {
        _ = sources
        let number = count.add(1, ordering: .relaxed).newValue
        cancellations.withLock { $0[number] = { task.cancel() } }
        defer { cancellations.withLock { $0[number] = nil } }
        return try await body()
    }
}
