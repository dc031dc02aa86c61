import Glibc

/// Something that one thread can wait for and others give.
package final class Notice: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isGiven = false

    /// A notice that nobody has given yet.
    package init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Lets the thread that waits go on, or the next one that would.
    package func give() {
        pthread_mutex_lock(mutex)
        isGiven = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for the notice, so many seconds at most, and takes it.
    package func wait(seconds: Double) {
        var limit = timespec()
        clock_gettime(CLOCK_REALTIME, &limit)
        let nanoseconds = Double(limit.tv_nsec) + seconds.truncatingRemainder(dividingBy: 1) * 1e9
        limit.tv_sec += Int(min(seconds, 1e9)) + Int(nanoseconds / 1e9)
        limit.tv_nsec = Int(nanoseconds.truncatingRemainder(dividingBy: 1e9))
        pthread_mutex_lock(mutex)
        while !isGiven, pthread_cond_timedwait(condition, mutex, &limit) == 0 {}
        isGiven = false
        pthread_mutex_unlock(mutex)
    }
}
