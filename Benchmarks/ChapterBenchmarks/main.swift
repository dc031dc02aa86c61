import FoundationEssentials
import Subprocess
import SystemPackage

// Times `lectern render` as a person runs it: whole commands, from nothing, medians over several runs. Each figure is
// put beside the time of compiling an empty Swift file with the same compiler in the same run, which tells how fast
// the machine was at that moment.

/// One measured command.
struct Measurement {
    var name: String
    var median: Double
    var limit: Double
}

let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
let scratch = FileManager.default.temporaryDirectory.appending(
    path: "lectern-bench-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: scratch) }

func write(_ text: String, to name: String) throws -> String {
    let path = scratch.appending(path: name).path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

/// The median wall time of a command, in seconds.
func median(of runs: Int, _ executable: Executable, _ arguments: [String]) async throws -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
        let start = ContinuousClock.now
        let result = try await run(
            executable, arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 20))
        times.append((ContinuousClock.now - start) / .seconds(1))
        guard result.terminationStatus.isSuccess else {
            print(result.standardError)
            throw BenchmarkError.commandFailed(arguments)
        }
    }
    return times.sorted()[runs / 2]
}

enum BenchmarkError: Error {
    case commandFailed([String])
}

let lectern = Executable.path(FilePath(program.appending(path: "lectern").path))
let output = scratch.appending(path: "output").path
let empty = try write("print(1)\n", to: "empty.swift")
let oneCell = try write("# One cell\n\n```swift cell\nprint(Tensor.arange(4))\n```\n", to: "one-cell.md")

let compiler = try await median(of: 5, .name("swiftc"), ["-frontend", "-typecheck", empty])
let measurements = [
    Measurement(
        name: "a one-cell chapter", median: try await median(of: 7, lectern, ["render", "--output", output, oneCell]),
        limit: 0.8),
    Measurement(
        name: "the dropout chapter, 20 epochs",
        median: try await median(of: 1, lectern, ["render", "--output", output, "chapters/4.6-dropout.md"]), limit: 35),
]

func column(_ value: Double, _ width: Int) -> String {
    let hundredths = Int((value * 100).rounded())
    let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

print("render, from nothing to the report           seconds    limit   times an empty type-check")
for measurement in measurements {
    let name = measurement.name + String(repeating: " ", count: max(0, 42 - measurement.name.count))
    let verdict = measurement.median <= measurement.limit ? "ok" : "over"
    print(
        name, column(measurement.median, 9), column(measurement.limit, 8), column(measurement.median / compiler, 14),
        verdict)
}
