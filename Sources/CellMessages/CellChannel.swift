import Synchronization

/// The way from the process that cells run in to the runner.
///
/// The cell host connects it; code that runs outside a host (tests, benchmarks) leaves it unconnected, and
/// what is sent is dropped.
public enum CellChannel {
    private static let send = Mutex<(@Sendable (CellMessage) -> Void)?>(nil)
    private static let displays = Atomic(0)

    /// Hands every later message to `receiver`, one at a time.
    public static func connect(_ receiver: @escaping @Sendable (CellMessage) -> Void) {
        send.withLock { $0 = receiver }
    }

    /// Tells the runner one thing.
    public static func send(_ message: CellMessage) {
        send.withLock { $0?(message) }
    }

    /// A number that no other display of this process has.
    public static func newDisplayID() -> Int {
        displays.add(1, ordering: .relaxed).newValue
    }
}
