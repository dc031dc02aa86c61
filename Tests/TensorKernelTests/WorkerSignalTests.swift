import Foundation
import TensorKernel
import Testing

/// A signal to the process is handled on the thread that called the op, not on one of the kernel's.
@Suite(.serialized) struct WorkerSignalTests {
    @Test func workersBlockSignalsButForFaults() throws {
        let count = KernelThreads.count
        defer { KernelThreads.count = count }
        KernelThreads.stopWorkers()
        KernelThreads.count = 4
        let before = try threads()
        // Threads start with the mask of the one that starts them; this one may block signals, a lesson's does not.
        var (none, former) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        _ = Tensor.ones(2_000_000).exp().sum()
        let workers = try threads().subtracting(before)
        let blocking = try workers.filter { thread in
            let blocked = try blockedSignals(of: thread)
            return [SIGINT, SIGTERM, SIGXCPU].allSatisfy { blocked & 1 << UInt64($0 - 1) != 0 }
                && [SIGSEGV, SIGILL, SIGFPE, SIGTRAP, SIGBUS].allSatisfy { blocked & 1 << UInt64($0 - 1) == 0 }
        }
        #expect(blocking.count >= 3, "\(blocking.count) of \(workers.count) new threads")
    }

    private func threads() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))
    }

    private func blockedSignals(of thread: String) throws -> UInt64 {
        let status = try String(contentsOfFile: "/proc/self/task/\(thread)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
        return try #require(line?.split(whereSeparator: \.isWhitespace).last.flatMap { UInt64($0, radix: 16) })
    }
}
