import CUnix

/// The fork that a cell runs in.
///
/// Swift's run-time keeps a thread's number in the thread itself, and locks by it. The thread that goes on after a fork still
/// has the number that it had in the parent, and a lock that two threads want is never had. So the fork is made on a new
/// thread, which has not locked anything yet; in the child it is the main thread.
package enum CellFork {
    /// Forks this process and runs `body` in the child.
    /// - Returns: The child's number; a negative one where there is no child.
    package static func fork(_ body: @escaping () -> Never) -> Int32 {
        let start = Unmanaged.passRetained(Start(body: body))
        defer { start.release() }
        return unix_fork_on_new_thread(
            { context in
                guard let context else { return }
                unix_use_alternate_stack()
                Unmanaged<Start>.fromOpaque(context).takeUnretainedValue().body()
            }, start.toOpaque())
    }

    private final class Start {
        let body: () -> Never

        init(body: @escaping () -> Never) {
            self.body = body
        }
    }
}
