import Synchronization

/// The way from the process that cells run in to the runner.
///
/// The cell host connects it; code that runs outside a host (tests, benchmarks) leaves it unconnected, and
/// what is sent is dropped.
public enum CellChannel {
    private static let send = Mutex<(@Sendable (CellMessage) -> Void)?>(nil)
    private static let displays = Atomic(0)
    private static let cells = Atomic(0)
    private static let chosen = Mutex<[ChosenValue]>([])
    private static let waiting = Mutex<[Int: @Sendable () -> Void]>([:])

    /// Hands every later message to `receiver`, one at a time: a cell begins.
    public static func connect(_ receiver: @escaping @Sendable (CellMessage) -> Void) {
        send.withLock { $0 = receiver }
        cells.add(1, ordering: .relaxed)
    }

    /// Says which values the parameters of the next cell have, where these are not those that they start from.
    public static func choose(_ values: [ChosenValue]) {
        chosen.withLock { $0 = values }
    }

    /// The place of the value that a parameter is to have; nil for the one that it starts from.
    public static func chosenIndex(of name: String) -> Int? {
        chosen.withLock { $0.first { $0.name == name }?.index }
    }

    /// The number of the cell that runs, from 1; 0 where none does.
    public static var cellNumber: Int { cells.load(ordering: .relaxed) }

    /// Tells the runner one thing. One that cannot be ends the cell here, at the lesson's line: the runner would take it for
    /// a stranger's.
    public static func send(_ message: CellMessage) {
        if let inconsistency = message.inconsistency {
            end(Stop(operation: message.operation, explanation: inconsistency))
        }
        send.withLock { $0?(message) }
    }

    /// A number that no other display of this process has.
    public static func newDisplayID() -> Int {
        displays.add(1, ordering: .relaxed).newValue
    }

    /// Calls `body` before the cell ends, which sends what is held back of a display.
    /// - Parameters:
    ///   - display: The display's number; it has one such function at a time.
    ///   - body: The function.
    public static func beforeEnd(of display: Int, _ body: @escaping @Sendable () -> Void) {
        waiting.withLock { $0[display] = body }
    }

    /// Sends what is held back: the cell ends.
    public static func flush() {
        let waiting = waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting.sorted { $0.key < $1.key }
        }
        for (_, body) in waiting { body() }
    }

    /// Ends the cell, or the program outside a cell.
    public static func end(_ stop: Stop) -> Never {
        flush()
        let isConnected = send.withLock { send in
            send?(.stop(stop))
            return send != nil
        }
        // The runner has been told; without one, the program's own standard error is.
        guard isConnected else { fatalError("\(stop.operation): \(stop.explanation)") }
        preconditionFailure()
    }
}

extension CellMessage {
    /// What lessons call to send such a message.
    fileprivate var operation: String {
        switch self {
        case .text, .remark: "print"
        case .display, .points: "show"
        case .progress: "progress"
        case .check: "expect"
        case .choice: "choose"
        case .value: "value"
        case .stop: "stop"
        }
    }
}
