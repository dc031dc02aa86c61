import Synchronization

/// Lets those who share something use it one at a time, in the order of asking.
final class Turns: Sendable {
    private struct Queue {
        var isTaken = false
        var count = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Those who left before they stood in the queue.
        var left: Set<Int> = []
    }

    private let queue = Mutex(Queue())

    /// Waits for a turn, which ``give()`` ends.
    /// - Throws: `CancellationError` where the task is cancelled before.
    func take() async throws {
        try Task.checkCancellation()
        let number: Int? = queue.withLock { queue in
            guard queue.isTaken else {
                queue.isTaken = true
                return nil
            }
            queue.count += 1
            return queue.count
        }
        guard let number else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = queue.withLock { queue in
                    if queue.left.remove(number) != nil { return .failure(CancellationError()) }
                    guard queue.isTaken else {
                        queue.isTaken = true
                        return .success(())
                    }
                    queue.waiting.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            leave(number)
        }
    }

    /// Ends a turn.
    func give() {
        let next = queue.withLock { queue in
            if queue.waiting.isEmpty { queue.isTaken = false }
            return queue.waiting.isEmpty ? nil : queue.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    private func leave(_ number: Int) {
        let continuation: CheckedContinuation<Void, any Error>? = queue.withLock { queue in
            guard let index = queue.waiting.firstIndex(where: { $0.number == number }) else {
                queue.left.insert(number)
                return nil
            }
            return queue.waiting.remove(at: index).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
