import CellMessages
import ChapterDocument
import Synchronization

/// A cell that runs, and what it has said so far.
final class RunningCell: Sendable {
    let cell: Cell
    let key: CellKey
    /// Whether the state that it starts from must stay, since its own is not kept.
    let isAside: Bool
    /// Ends the cell early.
    let stop = CellStop()
    private let collector: Mutex<OutputCollector>

    /// A step whose output is kept up to a limit.
    /// - Parameters:
    ///   - step: The step.
    ///   - outputLimit: Bytes of text that are kept of each stream.
    ///   - keepsStart: Whether the state that it starts from must stay in any case.
    init(_ step: RunStep, outputLimit: Int, keepsStart: Bool = false) {
        collector = Mutex(OutputCollector(limit: outputLimit))
        cell = step.cell
        key = step.key
        isAside = keepsStart || step.isAside || step.cell.options.expectedFailure != nil
    }

    /// Takes the next message.
    /// - Returns: What is kept of it, and what there is to say about that.
    func receive(_ message: CellMessage, layout: ChapterLayout) -> [CellMessage] {
        var message = message
        if case .check(var check) = message {
            // A line that no cell has stays as it is.
            if let position = layout.position(line: check.line, column: 1) { check.line = position.line }
            message = .check(check)
        }
        return collector.withLock { $0.receive(message) }
    }

    /// What it asked for in vain, as the last thing it did; nil where it did not.
    var request: Stop? {
        collector.withLock(\.stop)
    }

    /// What it has printed, displayed and checked so far.
    var result: CellResult {
        collector.withLock { collector in
            var result = CellResult(outcome: .running(collector.progress))
            result.outputs = collector.outputs
            result.checks = collector.checks
            result.choices = collector.choices
            result.values = collector.values
            return result
        }
    }
}
