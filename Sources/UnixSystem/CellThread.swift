import CUnix
import Glibc

/// A thread for one cell.
///
/// Swift's run-time keeps a thread's number in the thread itself, and locks by it. After a fork the only thread has its
/// parent's number, and a lock that two threads want is never had. A thread that starts after the fork has its own.
package enum CellThread {
    /// Runs `body` on a new thread and waits for its end.
    package static func run(_ body: @escaping () -> Void) {
        let start = Unmanaged.passRetained(Start(body: body))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                unix_use_alternate_stack()
                Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body()
                unix_free_alternate_stack()
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            fatalError("no thread for the cell: \(String(cString: strerror(failure)))")
        }
        // A cell that takes too long is told to abort; the thread that hears it is the one whose place is reported.
        var abort = sigset_t()
        sigemptyset(&abort)
        sigaddset(&abort, SIGABRT)
        pthread_sigmask(SIG_BLOCK, &abort, nil)
        pthread_join(thread, nil)
        pthread_sigmask(SIG_UNBLOCK, &abort, nil)
    }

    private final class Start {
        let body: () -> Void

        init(body: @escaping () -> Void) {
            self.body = body
        }
    }
}
