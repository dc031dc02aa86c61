import UnixSystem

/// When and why a running cell is ended: first it is told to abort, so that it notes where it is; then it is killed.
struct CellDeadline {
    /// Seconds a process has to note where it is and to end.
    private static let grace = 5.0

    /// When there is something to do.
    private(set) var next: ContinuousClock.Instant
    /// Why the cell was told to abort; nil where it was not.
    private(set) var reason: CellEnd?
    /// The limit that the cell has reached: that is how it ended, whatever it does from then on.
    private(set) var limit: CellEnd?
    private var comingReason = CellEnd.timedOut

    /// A cell that may run so many seconds from now on.
    init(seconds: Double) {
        next = .now + .seconds(seconds)
    }

    /// Ends the cell for another reason than its time, so many seconds from now.
    mutating func cutShort(_ reason: CellEnd, after seconds: Double = 0) {
        if case .exceeded = reason, limit == nil { limit = reason }
        guard self.reason == nil else { return }
        let time = ContinuousClock.now + .seconds(seconds)
        guard time < next else { return }
        next = time
        comingReason = reason
    }

    /// The signal that is due; nil where there is none.
    mutating func signalDue() -> Int32? {
        let now = ContinuousClock.now
        guard now >= next else { return nil }
        next = now + .seconds(Self.grace)
        if reason == nil {
            reason = comingReason
            if case .timedOut = comingReason, limit == nil { limit = comingReason }
            return Signal.abort
        }
        return Signal.kill
    }
}
