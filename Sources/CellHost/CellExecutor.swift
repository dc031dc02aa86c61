internal import CCellRuntime
import Synchronization
import TensorKernel
import UnixSystem
@_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) import _Concurrency

/// Runs the jobs of all tasks that cells start, actors' and the main actor's included, on the cell's own thread.
///
/// With one thread, a process can be forked after every cell, and jobs run in the same order each time: by the time they are
/// due, those that are due already in the order they came. That time is the tasks' own: it stands still while code runs and
/// between cells, and goes on to the next job that is due when all the others wait. So a machine that computes slowly wakes
/// nobody earlier. Tasks that a cell leaves behind stay in the queue and are forked with it; they go on when a later cell
/// waits.
final class CellExecutor: MainExecutor, TaskExecutor, SchedulingExecutor {
    static let shared = CellExecutor()

    private struct ComingJob {
        /// When it is due, by the tasks' time.
        var time: Duration
        /// Before when it does not run, by the clock.
        var moment: ContinuousClock.Instant
        var job: UnownedJob
    }

    private struct Jobs {
        /// The tasks' time.
        var time = Duration.zero
        var due: [UnownedJob] = []
        /// Ordered by when they are due.
        var coming: [ComingJob] = []
        /// How many jobs have run since the first of the coming ones was due by the clock.
        var runsBeforeComing = 0

        mutating func takeComing() -> UnownedJob {
            let first = coming.removeFirst()
            time = max(time, first.time)
            runsBeforeComing = 0
            return first.job
        }
    }

    private let jobs = Mutex(Jobs())
    /// Other threads, which a cell may start, add jobs too.
    private let added = Notice()

    /// Makes this the executor of every task that names none.
    static func install() {
        _createExecutors(factory: CellExecutors.self)
    }

    /// Lets the tasks' time go on from here by the clock.
    func beginCell() {
        let now = ContinuousClock.now
        jobs.withLock { jobs in
            for index in jobs.coming.indices { jobs.coming[index].moment = now + (jobs.coming[index].time - jobs.time) }
        }
    }

    /// Runs the next job.
    /// - Parameter wait: Which jobs are waited for, where none is due.
    /// - Returns: Whether it ran one.
    func runNextJob(_ wait: unix_job_wait) -> Bool {
        while true {
            let (job, next) = nextJob(passingTime: wait != UNIX_JOBS_DUE)
            if let job {
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
                return true
            }
            guard wait == UNIX_JOBS_COMING else { return false }
            if unix_run_main_queue() { continue }
            let hasOthers = hasOtherThreads()
            guard next != nil || hasOthers else { return false }
            // What other threads put on the main queue is looked for now and then.
            added.wait(
                seconds: min(next.map { max(0, ($0 - .now) / .seconds(1)) } ?? .infinity, hasOthers ? 0.05 : .infinity))
        }
    }

    /// The next job.
    /// - Parameter passingTime: Whether the tasks' time may go on.
    /// - Returns: The job to run now; where there is none, when there will be.
    private func nextJob(passingTime: Bool) -> (job: UnownedJob?, next: ContinuousClock.Instant?) {
        jobs.withLock { jobs in
            let isTime = jobs.coming.first.map { $0.moment <= .now } ?? false
            if !jobs.due.isEmpty {
                // Jobs without end, such as those of a loop that waits for a time-out, must not keep time from passing.
                if isTime { jobs.runsBeforeComing += 1 }
                if jobs.runsBeforeComing > Self.patience { jobs.due.append(jobs.takeComing()) }
                return (jobs.due.removeFirst(), nil)
            }
            guard let first = jobs.coming.first else { return (nil, nil) }
            if first.time <= jobs.time || passingTime, isTime { return (jobs.takeComing(), nil) }
            return (nil, first.moment)
        }
    }

    /// How many jobs may run before one that is due by the clock.
    private static let patience = 1000

    /// Whether there are threads beside this one, which could add a job.
    private func hasOtherThreads() -> Bool {
        KernelThreads.stopWorkers()
        return ThisProcess.threadCount > 1
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
        let delay = Self.intended((delay as? Duration) ?? .zero)
        let moment = ContinuousClock.now + delay
        jobs.withLock { jobs in
            let time = jobs.time + delay
            let place = jobs.coming.firstIndex { $0.time > time } ?? jobs.coming.endIndex
            jobs.coming.insert(ComingJob(time: time, moment: moment, job: job), at: place)
        }
        added.give()
    }

    /// A delay with the little that has passed since it was asked for, so that equal ones stay equal.
    private static func intended(_ delay: Duration) -> Duration {
        let longest = Duration.seconds(1_000_000)
        guard delay > .zero - longest, delay < longest else { return max(delay, .zero) }
        let (seconds, attoseconds) = delay.components
        return max(
            .nanoseconds(unix_intended_delay(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)), .zero)
    }

    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
        enqueue(job, after: clock.now.duration(to: instant), tolerance: tolerance, clock: clock)
    }

    func run() {
        while runNextJob(UNIX_JOBS_COMING) {}
    }

    func stop() {}

    /// Every job runs on the one thread.
    func checkIsolated() {}
}

private struct CellExecutors: ExecutorFactory {
    static var mainExecutor: any MainExecutor { CellExecutor.shared }
    static var defaultExecutor: any TaskExecutor { CellExecutor.shared }
}
