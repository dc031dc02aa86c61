import TensorKernel
import UnixSystem

/// The threads of this process.
enum ProcessThreads {
    /// Ends the kernel's threads, which start again when an op needs them.
    /// - Returns: Whether the calling thread is then the only one. A thread that is just ending is waited for.
    static func endsWithOneThread() -> Bool {
        isTrue(within: .milliseconds(10)) { ThisProcess.threadCount == 1 }
    }

    /// Waits until a fork, which has the calling thread only, finds all locks free: one that another thread holds at that
    /// moment is never freed in the fork.
    /// - Returns: False where the other threads do not pause.
    static func waitUntilIdle() -> Bool {
        isTrue(within: .seconds(8)) { ThisProcess.otherThreadsWait }
    }

    private static func isTrue(within patience: Duration, _ condition: () -> Bool) -> Bool {
        KernelThreads.stopWorkers()
        let limit = ContinuousClock.now + patience
        while !condition() {
            guard ContinuousClock.now < limit else { return false }
            ThisProcess.sleep(microseconds: 500)
        }
        return true
    }
}
