import Foundation

/// A worker, and what it says of the inputs it tries.
final class WorkerProcess {
    /// What became of an input.
    enum Verdict: Equatable {
        case rejected
        case rendered
        case failed(String)
    }

    /// The worker ended without an input being the reason.
    struct BrokenWorker: Error, CustomStringConvertible {
        var description: String
    }

    private let process = Process()
    private let lines: Pipe
    private let errors: Pipe

    /// Starts a worker on the inputs of `seed` from `first` up to `end`, every `step`-th; on `file` alone where one is given.
    init(seed: UInt64, first: Int, step: Int, end: Int, file: String? = nil) throws {
        lines = Pipe()
        errors = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            ["worker", "--seed", "\(seed)", "--first", "\(first)", "--step", "\(step)", "--end", "\(end)"]
            + (file.map { ["--file", $0] } ?? [])
        process.currentDirectoryURL = FuzzChapters.repository
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = lines
        process.standardError = errors
        try process.run()
    }

    /// Tells each input's verdict as it comes, until the worker ends.
    /// - Returns: The number of the input that ended the worker early; nil where it came to its end.
    /// - Throws: `BrokenWorker` where it ended early between inputs.
    func follow(_ tell: (Int, Verdict) -> Void) throws -> Int? {
        var open: Int?
        var rest = Data()
        while case let data = lines.fileHandleForReading.availableData, !data.isEmpty {
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ", maxSplits: 2)
                rest = Data(rest[rest.index(after: end)...])
                guard words.count >= 2, let number = Int(words[1]) else { continue }
                open = words[0] == "try" ? number : nil
                switch words[0] {
                case "rejected": tell(number, .rejected)
                case "rendered": tell(number, .rendered)
                case "violation": tell(number, .failed(words.count > 2 ? String(words[2]) : ""))
                default: break
                }
            }
        }
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile().suffix(2000), as: UTF8.self)
        process.waitUntilExit()
        guard let open else {
            let isWhole = process.terminationReason == .exit && process.terminationStatus == 0
            if !isWhole { throw BrokenWorker(description: reasonOfEnd(words)) }
            return nil
        }
        tell(open, .failed(reasonOfEnd(words)))
        return open
    }

    private func reasonOfEnd(_ words: String) -> String {
        let status = process.terminationStatus
        guard process.terminationReason == .uncaughtSignal else { return "exit status \(status) \(words)" }
        switch status {
        case SIGPROF: return "still busy after \(Worker.limit.computing) seconds of computing"
        case SIGALRM: return "not done after \(Worker.limit.clock) seconds"
        default: return "signal \(status) \(words)"
        }
    }
}
