/// The threads that tensor ops share their work among.
///
/// Every op cuts its work into pieces that depend on the shapes alone, so results have the same bits on any number.
public enum KernelThreads {
    /// How many threads an op may use: at first `LECTERN_THREADS` from the environment, else the number of cores.
    public static var count: Int {
        get { WorkerPool.shared.threadCount.load(ordering: .relaxed) }
        set {
            guard newValue > 0 else { stop("KernelThreads.count", "\(newValue) is not a number of threads") }
            stopWorkers()
            WorkerPool.shared.threadCount.store(newValue, ordering: .relaxed)
        }
    }

    /// Ends the worker threads, so that the process can fork with one thread; the next large op starts them again.
    package static func stopWorkers() { WorkerPool.shared.stopThreads() }
}

/// Work in pieces of fixed size.
enum Parallel {
    /// How many values a piece of an elementwise op has: small enough for the caches, large enough to pay.
    static let elementsPerPiece = 16384

    /// Calls `body` for each number below `count`, from several threads at once, which take the numbers in order.
    static func forEach(_ count: Int, _ body: (Int) -> Void) { WorkerPool.shared.run(count, body) }

    /// Cuts `0..<count` into ranges of at most `size` and calls `body` for each, from several threads at once, which take
    /// the ranges in order.
    static func forRanges(_ count: Int, size: Int = elementsPerPiece, _ body: (Range<Int>) -> Void) {
        WorkerPool.shared.run((count + size - 1) / size) { piece in
            body(piece * size..<min(count, (piece + 1) * size))
        }
    }
}
