import Synchronization

/// The kernel's threads. They take numbered pieces of one job at a time; who takes which piece never changes a result.
final class WorkerPool: @unchecked Sendable {
    static let shared = WorkerPool()

    /// How many threads share a job, the caller's included.
    let threadCount = Atomic<Int>(WorkerPool.defaultThreadCount())

    private let lock = Lock()
    private let isBusy = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let jobNumber = Atomic<Int>(0)
    private let openJob = Atomic<Int>(0)
    private let workersInside = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let nextPiece = Atomic<Int>(0)
    private var threads: [SystemThread] = []
    private var pieceCount = 0
    private var body: ((Int) -> Void)?

    private init() {
        // The thread that forks must not be the first to ask for it: it would wait as the parent's thread that it no longer is.
        _ = BlockCache.shared
        // A child of fork has the forking thread only: it starts its own workers when it first needs them.
        SystemThread.atFork(
            before: { BlockCache.shared.lock.lock() }, inParent: { BlockCache.shared.lock.unlock() },
            inChild: {
                BlockCache.shared.lock.reset()
                WorkerPool.shared.forgetThreads()
            })
    }

    /// Calls `body` once for each piece in `0..<count`, on several threads where that is possible.
    ///
    /// A call from inside a piece, or while another thread's job runs, does its pieces itself, one after another. No
    /// piece begins before those with lower numbers.
    func run(_ count: Int, _ body: (Int) -> Void) {
        let wanted = count < 2 ? count : min(threadCount.load(ordering: .relaxed), count)
        guard wanted > 1,
            isBusy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else {
            for piece in 0..<count { body(piece) }
            return
        }
        withoutActuallyEscaping(body) { body in
            startThreads()
            self.body = body
            pieceCount = count
            nextPiece.store(0, ordering: .relaxed)
            let job = jobNumber.load(ordering: .relaxed) + 1
            openJob.store(job, ordering: .sequentiallyConsistent)
            jobNumber.store(job, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 { lock.locked { lock.wakeAll() } }
            takePieces(body)
            openJob.store(0, ordering: .sequentiallyConsistent)
            var patience = Patience()
            while workersInside.load(ordering: .sequentiallyConsistent) != 0 { patience.pause() }
            self.body = nil
        }
        isBusy.store(false, ordering: .releasing)
    }

    /// Ends the worker threads; the next job starts them again.
    func stopThreads() {
        while !isBusy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged {
            SystemThread.yield()
        }
        isStopping.store(true, ordering: .sequentiallyConsistent)
        lock.locked { lock.wakeAll() }
        for thread in threads { thread.join() }
        threads = []
        isStopping.store(false, ordering: .sequentiallyConsistent)
        isBusy.store(false, ordering: .releasing)
    }

    private func takePieces(_ body: (Int) -> Void) {
        while true {
            let piece = nextPiece.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < pieceCount else { return }
            body(piece)
        }
    }

    private func startThreads() {
        guard threads.count < threadCount.load(ordering: .relaxed) - 1 else { return }
        while threads.count < threadCount.load(ordering: .relaxed) - 1 {
            guard let thread = SystemThread(running: { WorkerPool.shared.work() }) else { return }
            threads.append(thread)
        }
    }

    private func work() {
        var lastJob = 0
        while waitForJob(after: &lastJob) {
            workersInside.add(1, ordering: .sequentiallyConsistent)
            if openJob.load(ordering: .sequentiallyConsistent) == lastJob, let body { takePieces(body) }
            workersInside.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    /// Waits for a job later than `last`; false when the thread shall end. Looks often for a moment, then sleeps.
    private func waitForJob(after last: inout Int) -> Bool {
        var patience = Patience()
        while !patience.isOver {
            if isStopping.load(ordering: .sequentiallyConsistent) { return false }
            let job = jobNumber.load(ordering: .sequentiallyConsistent)
            if job != last {
                last = job
                return true
            }
            patience.pause()
        }
        lock.lock()
        defer { lock.unlock() }
        sleepers.add(1, ordering: .sequentiallyConsistent)
        defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
        while true {
            if isStopping.load(ordering: .sequentiallyConsistent) { return false }
            let job = jobNumber.load(ordering: .sequentiallyConsistent)
            if job != last {
                last = job
                return true
            }
            lock.wait()
        }
    }

    private func forgetThreads() {
        lock.reset()
        threads = []
        body = nil
        openJob.store(0, ordering: .relaxed)
        workersInside.store(0, ordering: .relaxed)
        sleepers.store(0, ordering: .relaxed)
        isBusy.store(false, ordering: .releasing)
    }

    private static func defaultThreadCount() -> Int {
        if let count = SystemFiles.environment("LECTERN_THREADS").flatMap({ Int($0) }), count > 0 { return count }
        return SystemThread.coreCount
    }
}
