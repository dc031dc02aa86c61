/// How long a thread looks for what another is about to do before it sleeps.
///
/// Training has a new job for the threads every few microseconds, and waking one that sleeps takes fifty.
struct Patience {
    /// Looks in immediate succession: some ten microseconds. Where other programs want the core, letting them run can
    /// cost milliseconds.
    private static let eagerLooks = 10_000
    /// Looks after which sleeping is better: about half a millisecond where no other thread wants the core.
    private static let allLooks = 11_000

    private var looks = 0

    /// Whether it has been long enough.
    var isOver: Bool { looks >= Patience.allLooks }

    /// Between two looks: after a while, other threads may run.
    mutating func pause() {
        looks += 1
        if looks > Patience.eagerLooks { SystemThread.yield() }
    }
}
