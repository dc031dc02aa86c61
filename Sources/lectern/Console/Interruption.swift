import Dispatch
import Glibc

/// Ctrl-C and its like.
enum Interruption {
    /// Runs `body`; a signal that asks the program to end cancels `task` meanwhile.
    static func cancelling<Success, Failure, Result>(
        _ task: Task<Success, Failure>, while body: () async throws -> Result
    ) async rethrows -> Result {
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        return try await body()
    }
}
