import Synchronization

/// Lets the pieces of a job do a part of their work one after another, in the order of their numbers.
///
/// Threads take the pieces in that order, so the piece whose turn it is always runs already.
struct Turnstile: ~Copyable {
    private let next = Atomic<Int>(0)

    /// Calls `body` when all pieces with lower numbers have passed.
    func pass(_ piece: Int, _ body: () -> Void) {
        var patience = Patience()
        while next.load(ordering: .acquiring) != piece { patience.pause() }
        body()
        next.store(piece + 1, ordering: .releasing)
    }
}
