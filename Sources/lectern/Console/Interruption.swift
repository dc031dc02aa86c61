import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and its like.
enum Interruption {
    private static let cancellations = Mutex<[Int: @Sendable () -> Void]>([:])
    private static let count = Atomic(0)

    /// What listens to the signals. It is made once: a second source for a signal, after the first is gone, hears none.
    nonisolated(unsafe) private static let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler {
            let all = cancellations.withLock { Array($0.values) }
            // Nothing runs that would have to be ended first.
            if all.isEmpty { Glibc.exit(128 + number) }
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
