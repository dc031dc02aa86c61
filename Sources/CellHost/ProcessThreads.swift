import TensorKernel
import UnixSystem

/// The threads of this process.
enum ProcessThreads {
    /// Ends the kernel's threads, which start again when an op needs them.
    /// - Returns: Whether the calling thread is then the only one. A thread that is just ending is waited for.
    static func endsWithOneThread() -> Bool {
        KernelThreads.stopWorkers()
        for _ in 0..<20 {
            if ThisProcess.threadCount == 1 { return true }
            ThisProcess.sleep(microseconds: 500)
        }
        return false
    }
}
