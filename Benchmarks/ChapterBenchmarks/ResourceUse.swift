import FoundationEssentials
import Subprocess

/// The CPU time and the most memory that a command took.
struct ResourceUse {
    var seconds: Double
    var megabytes: Double

    /// - Parameters:
    ///   - executable: The program.
    ///   - arguments: Its arguments.
    /// - Throws: Where it cannot be run or fails.
    init(of executable: String, _ arguments: [String]) async throws {
        // GNU time is not everywhere; the shell's own `times` tells no memory.
        let script =
            "import os, resource, subprocess, sys\n"
            + "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
            + "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            + "print(use.ru_utime + use.ru_stime, use.ru_maxrss)\nsys.exit(code)"
        let result = try await run(
            .name("python3"), arguments: Arguments(["-c", script, executable] + arguments), environment: environment,
            output: .string(limit: 1000), error: .discarded)
        let numbers = result.standardOutput.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard result.terminationStatus.isSuccess, numbers.count == 2 else {
            throw BenchmarkError.commandFailed(arguments)
        }
        seconds = numbers[0]
        megabytes = numbers[1] / 1024
    }
}
