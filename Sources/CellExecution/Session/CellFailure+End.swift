import ChapterDocument
import FoundationEssentials
import UnixSystem

/// What Swift's run-time writes to a cell's standard error when it stops the cell.
enum RuntimeWords {
    /// Takes the run-time's lines out of `outputs`.
    /// - Returns: Its message, such as `Fatal error: Index out of range`; nil where it wrote none.
    static func take(from outputs: inout [CellOutput]) -> String? {
        var message: String?
        for index in outputs.indices.reversed() {
            guard case .text(.standardError, let text) = outputs[index] else { continue }
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let crash = lines.firstIndex { $0.hasPrefix("*** Signal ") }
            if let crash { lines.removeSubrange(max(0, crash - 1)...) }
            lines.removeAll { $0.hasPrefix("swift-runtime: ") }
            if let last = lines.lastIndex(where: { fatalError(in: $0) != nil }) {
                message = fatalError(in: lines[last])
                lines.remove(at: last)
                // An abort is often the end of something that said more.
                if message == "Fatal error: the cell aborted", last > 0, let reason = fatalError(in: lines[last - 1]) {
                    message = reason
                    lines.remove(at: last - 1)
                }
            }
            outputs[index] = .text(.standardError, lines.joined(separator: "\n"))
            if message != nil { break }
        }
        outputs.removeAll { if case .text(_, let text) = $0 { text.allSatisfy(\.isWhitespace) } else { false } }
        return message
    }

    /// Reads `MODULE/FILE:LINE: Fatal error: MESSAGE`.
    private static func fatalError(in line: Substring) -> String? {
        for kind in ["Fatal error", "Precondition failed", "Assertion failed"] {
            guard let range = line.firstRange(of: kind),
                range.lowerBound == line.startIndex || line[..<range.lowerBound].hasSuffix(": ")
            else { continue }
            return String(line[range.lowerBound...])
        }
        return nil
    }
}

extension CellFailure {
    /// The failure that a cell's end means; nil where it ran to its end.
    /// - Parameters:
    ///   - end: How it ended.
    ///   - cell: The cell.
    ///   - position: The place in the chapter where it ended; nil where that is not known.
    ///   - limit: The seconds it was allowed.
    ///   - rules: What else it was held to.
    ///   - words: What the run-time said.
    ///   - crash: The run-time's crash report.
    init?(
        _ end: CellEnd, of cell: Cell, at position: SourcePosition?, limit: Double, rules: CellRules,
        words: String?, crash: CrashReport?
    ) {
        func failure(_ kind: Kind, _ message: String) -> CellFailure {
            CellFailure(kind: kind, notes: [Note(position: position ?? cell.codeStart, message: message)])
        }
        switch end {
        case .finished: return nil
        case .loadingFailed(let reason): self = failure(.compile, "the compiled cell cannot be loaded: \(reason)")
        case .timedOut:
            let place = position == nil ? "" : " here"
            self = failure(.timeout, "the cell was still running\(place) after \(limit.formatted) and was stopped")
        case .exceeded(.memory): self = failure(.limit, Self.tooMuchMemory(rules))
        case .exceeded(.processes(let count)):
            self = failure(
                .limit,
                "the cell became \(count) processes, more than the \(rules.processLimit) it may be (--process-limit)")
        case .exceeded(.disk):
            self = failure(
                .limit,
                "the cell's files take more than \(rules.diskLimit.asByteCount) in its working folder (--disk-limit)")
        case .disconnected:
            self = failure(
                .exited,
                "the cell closed or overwrote the connection that Lectern runs it through, or replaced its process")
        case .stateLost: self = failure(.exited, "the process that the cell was started from has ended")
        case .threw(let error, _): self = failure(.thrown, "an error was thrown and not caught: \(error)")
        case .ended(let status):
            if let words, words.contains("failed to allocate") {
                self = failure(.limit, Self.tooMuchMemory(rules))
            } else if let words {
                self = failure(words.contains("the cell ended its process: ") ? .exited : .trap, words)
            } else if let signal = WaitStatus(status).signal {
                self = failure(
                    .trap,
                    crash?.description ?? "the cell was ended by signal \(signal): \(Signal.meaning(of: signal))")
            } else {
                self = failure(.exited, "the cell ended its process with status \(WaitStatus(status).exitStatus)")
            }
        }
    }
}

extension CellFailure {
    /// What is said of a cell whose thread ran out of stack.
    static let outOfStack = "Fatal error: the cell ran out of stack: its calls are nested too deeply"

    private static func tooMuchMemory(_ rules: CellRules) -> String {
        "the cell needs more than \(rules.memoryLimit.asByteCount) of memory (--memory-limit)"
    }
}

extension ToolStop {
    /// What is said of a cell that the compiler came to no result about.
    func words(_ limits: ToolLimits) -> String {
        switch self {
        case .timedOut:
            "the compiler was still at work on this cell after \(limits.seconds.formatted) and was stopped "
                + "(--compile-limit); types spelled out often make its work short"
        case .outOfMemory: "the compiler needs more than \(limits.memory.asByteCount) of memory for this cell"
        case .printedTooMuch: "the compiler has too many messages about this cell"
        case .crashed(let signal, let output):
            "the compiler crashed on this cell (\(Signal.meaning(of: signal)))"
                + output.split(separator: "\n").prefix(Self.keptLines).map { "\n\($0)" }.joined()
        }
    }

    /// A compiler that crashes says where, then lists its own calls, which help nobody here.
    private static let keptLines = 8
}

extension Double {
    /// A number of seconds in words.
    fileprivate var formatted: String {
        let whole = self == rounded() ? "\(Int(self))" : "\(self)"
        return self == 1 ? "1 second" : "\(whole) seconds"
    }
}
