import Foundation
import TensorKernel
import Testing

/// The same bits on any number of threads, in a forked child, and while other threads compute.
@Suite(.serialized, .ownGenerator) struct ThreadCountTests {
    @Test func anyNumberOfThreadsGivesTheSameBits() {
        let count = KernelThreads.count
        defer { KernelThreads.count = count }
        KernelThreads.count = 1
        let (alone, trained) = (Workload.digest(), Workload.trainingDigest())
        let layers = Workload.layerDigest()
        for threads in 2...4 {
            KernelThreads.count = threads
            for _ in 0..<3 { #expect(Workload.digest() == alone, "\(threads) threads") }
            #expect(Workload.layerDigest() == layers, "layers on \(threads) threads")
            for _ in 0..<2 { #expect(Workload.trainingDigest() == trained, "training on \(threads) threads") }
        }
    }

    @Test func aForkedChildGivesTheSameBits() throws {
        let count = KernelThreads.count
        defer { KernelThreads.count = count }
        KernelThreads.count = 3
        let (parent, trained) = (Workload.digest(), Workload.trainingDigest())
        for isQuiet in [false, true] {
            if isQuiet { KernelThreads.stopWorkers() }
            var status: Int32 = 0
            let child = try #require(forkProcess())
            if child == 0 {
                let isSame = (0..<2).allSatisfy { _ in
                    Workload.digest() == parent && Workload.trainingDigest() == trained
                }
                _exit(isSame ? 0 : 1)
            }
            waitpid(child, &status, 0)
            #expect(status == 0)
        }
        #expect(Workload.digest() == parent && Workload.trainingDigest() == trained)
    }

    @Test func severalThreadsMayComputeAtOnce() {
        let expected = Workload.digest()
        let matches = Matches()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            if Workload.digest() == expected { matches.add() }
        }
        #expect(matches.count == 8)
    }

    /// `fork` itself is not available to Swift; found by name, it is.
    private func forkProcess() -> pid_t? {
        guard let symbol = dlsym(nil, "fork") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
    }
}

private final class Matches: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var count = 0
    func add() { lock.withLock { count += 1 } }
}
