import Synchronization
import TensorKernel
import UnixSystem
@_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) import _Concurrency

/// Runs the jobs of all tasks that cells start, actors' and the main actor's included, on the cell's own thread.
///
/// With one thread, a process can be forked after every cell, and jobs run in the same order each time: by the time they are
/// due, those that are due already in the order they came. Tasks that a cell leaves behind stay in the queue and are
/// forked with it; they go on when a later cell waits.
final class CellExecutor: MainExecutor, TaskExecutor, SchedulingExecutor {
    static let shared = CellExecutor()

    private struct Jobs {
        var due: [UnownedJob] = []
        /// Ordered by when they are due.
        var coming: [(time: ContinuousClock.Instant, job: UnownedJob)] = []
    }

    private let jobs = Mutex(Jobs())
    /// Other threads, which a cell may start, add jobs too.
    private let added = Notice()

    /// Makes this the executor of every task that names none.
    static func install() {
        _createExecutors(factory: CellExecutors.self)
    }

    /// Runs the next job.
    /// - Parameter waits: Whether to wait until one is due, where any can become so.
    /// - Returns: Whether it ran one.
    func runNextJob(waits: Bool) -> Bool {
        while true {
            let (job, next) = nextJob()
            if let job {
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
                return true
            }
            guard waits, next != nil || hasOtherThreads() else { return false }
            added.wait(seconds: next.map { max(0, ($0 - .now) / .seconds(1)) } ?? 0.05)
        }
    }

    /// The job to run now; where there is none, when there will be.
    private func nextJob() -> (job: UnownedJob?, next: ContinuousClock.Instant?) {
        jobs.withLock { jobs in
            let now = ContinuousClock.now
            while let first = jobs.coming.first, first.time <= now {
                jobs.due.append(first.job)
                jobs.coming.removeFirst()
            }
            return jobs.due.isEmpty ? (nil, jobs.coming.first?.time) : (jobs.due.removeFirst(), nil)
        }
    }

    /// Whether there are threads, beside this one and the one that waits for it, that could add a job.
    private func hasOtherThreads() -> Bool {
        KernelThreads.stopWorkers()
        return ThisProcess.threadCount > 2
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.due.append(job) }
        added.give()
    }

    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
    ) {
        let job = UnownedJob(job)
        // Of a clock that measures something else than time, nothing is known but the order.
        let time = ContinuousClock.now + ((delay as? Duration) ?? .zero)
        jobs.withLock { jobs in
            let place = jobs.coming.firstIndex { $0.time > time } ?? jobs.coming.endIndex
            jobs.coming.insert((time, job), at: place)
        }
        added.give()
    }

    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
        enqueue(job, after: clock.now.duration(to: instant), tolerance: tolerance, clock: clock)
    }

    func run() {
        while runNextJob(waits: true) {}
    }

    func stop() {}

    /// Every job runs on the one thread.
    func checkIsolated() {}
}

private struct CellExecutors: ExecutorFactory {
    static var mainExecutor: any MainExecutor { CellExecutor.shared }
    static var defaultExecutor: any TaskExecutor { CellExecutor.shared }
}
