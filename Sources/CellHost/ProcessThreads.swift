import TensorKernel
import UnixSystem

/// The threads of this process.
enum ProcessThreads {
    /// Ends the kernel's threads, which start again when an op needs them.
    /// - Parameter patience: How long threads that are ending are waited for.
    /// - Returns: Whether the calling thread is then the only one.
    static func endsWithOneThread(patience: Duration = .milliseconds(10)) -> Bool {
        KernelThreads.stopWorkers()
        let limit = ContinuousClock.now + patience
        while ThisProcess.threadCount > 1 {
            guard ContinuousClock.now < limit else { return false }
            ThisProcess.sleep(microseconds: 500)
        }
        return true
    }
}
