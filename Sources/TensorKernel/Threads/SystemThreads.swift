#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// What the kernel needs of the system to work on several threads.

/// A POSIX mutex with a condition, so that it can be held across `fork`.
final class Lock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() { initialize() }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    private func initialize() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }

    /// Waits, with the lock held, until another thread calls `wakeAll()`.
    func wait() { pthread_cond_wait(condition, mutex) }
    func wakeAll() { pthread_cond_broadcast(condition) }

    /// Makes the lock new: for the child of a fork, where the threads that used it do not exist.
    func reset() { initialize() }

    @inline(__always)
    func locked<Result>(_ body: () -> Result) -> Result {
        lock()
        defer { unlock() }
        return body()
    }
}

/// A thread that works for the one that calls an op.
struct SystemThread {
    /// Bytes of stack that it has.
    private static let stackSize = 1 << 20

    private let thread: pthread_t

    /// Starts a thread; nil where the system has none. It hears no signals but of its own faults: a signal to the process is
    /// for the thread that called the op, whose place is the lesson's.
    init?(running body: @convention(c) @escaping () -> Void) {
        var all = sigset_t()
        var former = sigset_t()
        sigfillset(&all)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP] { sigdelset(&all, fault) }
        pthread_sigmask(SIG_BLOCK, &all, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        var thread = pthread_t(bitPattern: 0)
        let failure = pthread_create(
            &thread, &attributes,
            { body in
                if let body { unsafeBitCast(body, to: (@convention(c) () -> Void).self)() }
                return nil
            }, unsafeBitCast(body, to: UnsafeMutableRawPointer.self))
        guard failure == 0, let thread = Optional(thread) else { return nil }
        self.thread = thread
    }

    /// Waits for its end.
    func join() { pthread_join(thread, nil) }

    /// Lets other threads run.
    static func yield() { sched_yield() }

    /// How many cores the machine has.
    static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Calls functions at every fork: before it, and after it in each process.
    static func atFork(
        before: @convention(c) @escaping () -> Void, inParent: @convention(c) @escaping () -> Void,
        inChild: @convention(c) @escaping () -> Void
    ) {
        pthread_atfork(before, inParent, inChild)
    }
}

/// A mark that each thread has for itself, at first not set.
final class ThreadMark: Sendable {
    private let key: pthread_key_t

    init() {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        self.key = key
    }

    var isSet: Bool {
        get { pthread_getspecific(key) != nil }
        set { pthread_setspecific(key, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
    }
}
