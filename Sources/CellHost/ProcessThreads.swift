import Glibc
import TensorKernel

/// The threads of this process.
enum ProcessThreads {
    /// Ends the kernel's threads, which start again when an op needs them.
    /// - Returns: Whether the calling thread is then the only one. A thread that is just ending is waited for.
    static func endsWithOneThread() -> Bool {
        KernelThreads.stopWorkers()
        for _ in 0..<20 {
            if count == 1 { return true }
            usleep(500)
        }
        return false
    }

    private static var count: Int {
        guard let folder = opendir("/proc/self/task") else { return 1 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }
}
