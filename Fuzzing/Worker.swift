import ArgumentParser
import Foundation

/// Tries inputs in a process of its own, which a bad one ends.
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    /// Seconds of computing one input may take, and seconds by the clock, which a busy machine needs more of.
    static let limit = (computing: 5, clock: 60)

    /// Bytes of memory by which one input may raise the most that this process took so far.
    private static let memoryLimit = 1 << 30

    @Option var seed: UInt64
    @Option var first: Int
    @Option var step: Int
    @Option var end: Int
    /// A file to try in place of the input of number `first`.
    @Option var file: String?

    func run() throws {
        let seeds = try SeedTexts(repository: FuzzChapters.repository)
        let trial = Trial()
        for number in stride(from: first, to: end, by: step) {
            let input = FuzzedInput(seed: seed, number: number)
            FuzzChapters.say("try \(number)")
            Self.startLimit()
            do {
                let before = Self.peakMemory
                let bytes = try file.map { try Array(Data(contentsOf: URL(filePath: $0))) } ?? input.bytes(from: seeds)
                defer { Self.setTimers(computing: 0, clock: 0) }
                let outcome = try trial.run(bytes, random: input.resultsRandom)
                if Self.peakMemory - before > Self.memoryLimit {
                    throw Trial.Violation(description: "it takes too much memory")
                }
                FuzzChapters.say("\(outcome.rawValue) \(number)")
            } catch {
                FuzzChapters.say("violation \(number) \(String(describing: error).debugDescription)")
            }
        }
    }

    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss * 1024
    }

    /// The kernel ends this process with SIGPROF or SIGALRM where an input takes too long.
    private static func startLimit() {
        setTimers(computing: limit.computing, clock: limit.clock)
    }

    /// With zeros, none ends this process any more.
    private static func setTimers(computing: Int, clock: Int) {
        var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: computing, tv_usec: 0))
        setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
        alarm(UInt32(clock))
    }
}
