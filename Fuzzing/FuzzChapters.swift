import ArgumentParser
import Foundation
import Synchronization

/// Mutated chapters through parsing, comparison, rendering and checking, each within a limit.
struct FuzzChapters: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", shouldDisplay: false)

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    @Option(help: "How many inputs.")
    var count = 10_000

    @Option(help: "Where the random numbers start (default: by the clock).")
    var seed: UInt64?

    @Option(help: "How many workers at once (default: one a core).")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "The folder for inputs that fail.")
    var failures = ".build/fuzzing"

    @Option(help: "Try this kept input alone.")
    var replay: String?

    func validate() throws {
        if count < 1 || jobs < 1 { throw ValidationError("--count and --jobs take numbers from 1.") }
    }

    func run() throws {
        let failed = try replay.map(retry) ?? runAll()
        guard failed.isEmpty else { throw ExitCode.failure }
    }

    /// Tells a line at once, also into a file.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private func retry(_ file: String) throws -> [FailedInput] {
        guard let input = FuzzedInput(fileName: URL(filePath: file).lastPathComponent) else {
            throw ValidationError("A kept input's name tells its seed: seed-1-input-42.md.")
        }
        let worker = try WorkerProcess(
            seed: input.seed, first: input.number, step: 1, end: input.number + 1, file: URL(filePath: file).path)
        var failed: [FailedInput] = []
        _ = try worker.follow { _, verdict in
            guard case .failed(let reason) = verdict else { return }
            Self.say(reason)
            failed.append(FailedInput(input: input, reason: reason))
        }
        return failed
    }

    private func runAll() throws -> [FailedInput] {
        let seed = seed ?? UInt64(Date().timeIntervalSince1970)
        Self.say("seed \(seed): \(count) inputs")
        let seeds = try SeedTexts(repository: Self.repository)
        let folder = URL(filePath: failures, relativeTo: Self.repository)
        let tally = Mutex(Tally())
        let start = ContinuousClock.now
        let workers = DispatchGroup()
        for job in 0..<jobs {
            workers.enter()
            // Threads of their own, since each waits for its process.
            Thread.detachNewThread {
                Self.follow(job, of: jobs, seed: seed, count: count, tally)
                workers.leave()
            }
        }
        workers.wait()
        let result = tally.withLock { $0 }
        if let error = result.errors.first { throw ValidationError("a worker failed: \(error)") }
        for failure in result.failed { Self.say("kept \(try failure.keep(in: folder, seeds: seeds))") }
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        Self.say(
            "\(result.rendered) rendered, \(result.rejected) rejected, \(result.failed.count) failed in \(seconds) s")
        guard result.rendered + result.rejected + result.failed.count == count else {
            throw ValidationError("not all inputs were tried")
        }
        return result.failed
    }

    /// Tries every `jobs`-th input from number `job` on, with a new worker after each one that an input ended.
    private static func follow(_ job: Int, of jobs: Int, seed: UInt64, count: Int, _ tally: borrowing Mutex<Tally>) {
        var next = job
        while next < count {
            do {
                let worker = try WorkerProcess(seed: seed, first: next, step: jobs, end: count)
                let ended = try worker.follow { number, verdict in
                    tally.withLock { $0.count(verdict, FuzzedInput(seed: seed, number: number)) }
                }
                next = ended.map { $0 + jobs } ?? count
            } catch {
                tally.withLock { $0.errors.append("\(error)") }
                next = count
            }
        }
    }

    private struct Tally {
        var rendered = 0
        var rejected = 0
        var failed: [FailedInput] = []
        var errors: [String] = []

        mutating func count(_ verdict: WorkerProcess.Verdict, _ input: FuzzedInput) {
            switch verdict {
            case .rendered: rendered += 1
            case .rejected: rejected += 1
            case .failed(let reason):
                FuzzChapters.say("seed \(input.seed), input \(input.number): \(reason)")
                failed.append(FailedInput(input: input, reason: reason))
            }
        }
    }
}
