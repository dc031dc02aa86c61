import CellMessages
import ChapterDocument
import UnixSystem

/// What is known of how a cell ended.
struct CellEnding {
    /// How its process ended.
    var end: CellEnd
    /// What its process noted at that moment; nil where it noted nothing.
    var note: EndingNote?
    /// What the cell asked for in vain, as the last thing it did.
    var stop: Stop?
    /// The calls that led there, innermost first.
    var calls: [LessonCall]
    /// What Swift's run-time said about it.
    var words: String?
}

extension CellFailure {
    /// The failure that a cell's end means; nil where it ran to its end.
    /// - Parameters:
    ///   - ending: How it ended.
    ///   - cell: The cell.
    ///   - limit: The seconds it was allowed.
    ///   - rules: What else it was held to.
    init?(_ ending: CellEnding, of cell: Cell, limit: Double, rules: CellRules) {
        guard let (kind, message) = Self.explanation(of: ending, limit: limit, rules: rules) else { return nil }
        let fault = ending.calls.first?.position
        self.init(kind: kind, notes: [Note(position: fault ?? cell.codeStart, message: message)])
        if let fault, let call = ending.calls.last?.position, call.line != fault.line {
            notes.append(Note(position: call, message: "called from here", isExplanation: true))
        }
    }

    private static func explanation(
        of ending: CellEnding, limit: Double, rules: CellRules
    ) -> (kind: Kind, message: String)? {
        switch ending.end {
        case .finished: return nil
        case .loadingFailed(let reason): return (.compile, "the compiled cell cannot be loaded: \(reason)")
        case .timedOut:
            let place = ending.calls.isEmpty ? "" : " here"
            return (.timeout, "the cell was still running\(place) after \(limit.formatted) and was stopped")
        case .exceeded(.memory): return (.limit, tooMuchMemory(rules))
        case .exceeded(.processes(let count)):
            return (
                .limit,
                "the cell became \(count) processes, more than the \(rules.processLimit) it may be (--process-limit)"
            )
        case .exceeded(.disk):
            return (
                .limit,
                "the cell's files take more than \(rules.diskLimit.asByteCount) in its working folder (--disk-limit)"
            )
        case .disconnected:
            return (
                .exited,
                "the cell closed or overwrote the connection that Lectern runs it through, or replaced its process"
            )
        case .threadsLeft:
            return (
                .exited,
                "the cell cannot be tried: a cell before it left threads that never wait; end them, or let them sleep"
            )
        case .stateLost: return (.exited, "the process that the cell was started from has ended")
        case .threw(let error, _): return (.thrown, "an error was thrown and not caught: \(error)")
        case .ended(let status):
            if let note = ending.note { return explanation(of: note, ending, rules: rules) }
            if let signal = WaitStatus(status).signal { return (.trap, endedBySignal(signal)) }
            return (.exited, "the cell ended its process with status \(WaitStatus(status).exitStatus)")
        }
    }

    private static func explanation(
        of note: EndingNote, _ ending: CellEnding, rules: CellRules
    ) -> (kind: Kind, message: String) {
        switch note.kind {
        case .outOfMemory: return (.limit, tooMuchMemory(rules))
        case .stackOverflow:
            return (.trap, "Fatal error: the cell ran out of stack: its calls are nested too deeply")
        case .exit: return (.exited, "the cell ended its process: exit(\(note.number)); a cell ends with its last line")
        case .quickExit: return (.exited, "the cell ended its process: _exit(\(note.number))")
        case .signal: return (.trap, endedBySignal(note.number))
        case .stalled: return (.trap, "the cell waits for something that nothing is left to do")
        case .abort: return (.trap, ending.words ?? "the cell aborted")
        case .trap:
            if ending.stop?.reason == .outOfMemory { return (.limit, tooMuchMemory(rules)) }
            if let stop = ending.stop { return (.trap, "Fatal error: \(stop.operation): \(stop.explanation)") }
            let failedCheck = ending.calls.first?.failedCheck.map { "Fatal error: \($0)" }
            return (.trap, ending.words ?? failedCheck ?? endedBySignal(note.number))
        }
    }

    private static func endedBySignal(_ signal: Int32) -> String {
        "the cell was ended by signal \(signal): \(Signal.meaning(of: signal))"
    }

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

extension [CellOutput] {
    /// Takes out what Swift's run-time said on the standard error as it ended the cell.
    /// - Parameter words: The beginning of what it said.
    /// - Returns: Its message, such as `Fatal error: Index out of range`, without the place in a file; nil where there is none.
    mutating func takeRunTimeWords(_ words: [UInt8]) -> String? {
        let words = String(decoding: words, as: UTF8.self)
        guard !words.isEmpty else { return nil }
        for index in indices.reversed() {
            guard case .text(.standardError, let text) = self[index], let said = text.ranges(of: words).last else {
                continue
            }
            var rest = String(text[..<said.lowerBound])
            if words.hasPrefix(Self.accessConflict), let report = rest.ranges(of: Self.accessReport).last {
                // What follows are calls, by addresses.
                rest.removeSubrange(report.lowerBound...)
            }
            if rest.isEmpty { remove(at: index) } else { self[index] = .text(.standardError, rest) }
            break
        }
        if words.hasPrefix(Self.accessConflict) {
            return "\(Self.accessConflict): simultaneous accesses, but modification requires exclusive access"
        }
        // The run-time writes `MODULE/FILE:LINE: Fatal error: MESSAGE`.
        let kinds = ["Fatal error", "Precondition failed", "Assertion failed"]
        let start = kinds.compactMap { words.firstRange(of: $0)?.lowerBound }.min() ?? words.startIndex
        var message = words[start...]
        while message.last?.isNewline == true { message.removeLast() }
        return String(message)
    }

    private static var accessConflict: String { "Fatal access conflict detected" }
    private static var accessReport: String { "Simultaneous accesses to 0x" }
}

extension Double {
    /// A number of seconds in words.
    fileprivate var formatted: String {
        let whole = self == rounded() ? "\(Int(self))" : "\(self)"
        return self == 1 ? "1 second" : "\(whole) seconds"
    }
}
