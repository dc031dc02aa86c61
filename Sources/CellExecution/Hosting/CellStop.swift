import Synchronization
import UnixSystem

/// A way to end a running cell from another thread.
final class CellStop: Sendable {
    private enum Stage {
        case waiting
        case running(guardian: GuardianConnection, process: Int32)
        case requested
    }

    private let stage = Mutex(Stage.waiting)

    /// Ends the cell now, or as soon as it starts.
    func request() {
        stage.withLock { stage in
            if case .running(let guardian, let process) = stage { guardian.signal(Signal.kill, process: process) }
            stage = .requested
        }
    }

    /// Whether the cell's end was asked for.
    var isRequested: Bool {
        stage.withLock { if case .requested = $0 { true } else { false } }
    }

    /// Notes that the cell runs in a process.
    func began(_ process: Int32, below guardian: GuardianConnection) {
        stage.withLock { stage in
            if case .requested = stage {
                guardian.signal(Signal.kill, process: process)
            } else {
                stage = .running(guardian: guardian, process: process)
            }
        }
    }
}
