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
    try FileManager.default.createDirectory(
        at: scratch.appending(path: name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

/// A cache of the benchmark's own, so that it neither finds nor leaves anything.
let environment = Environment.inherit.updating(["XDG_CACHE_HOME": scratch.appending(path: "cache").path])

/// The wall time of something, in seconds.
func time(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// The median wall time of a command, in seconds.
func median(of runs: Int, _ executable: Executable, _ arguments: [String]) async throws -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
        times.append(
            try await time {
                let result = try await run(
                    executable, arguments: Arguments(arguments), environment: environment, output: .discarded,
                    error: .string(limit: 1 << 20))
                guard result.terminationStatus.isSuccess else {
                    print(result.standardError)
                    throw BenchmarkError.commandFailed(arguments)
                }
            })
    }
    return times.sorted()[runs / 2]
}

enum BenchmarkError: Error {
    case commandFailed([String])
    case previewEnded
    case previewFailed(event: String)
}

let lectern = Executable.path(FilePath(program.appending(path: "lectern").path))
let output = scratch.appending(path: "output").path
let empty = try write("print(1)\n", to: "empty.swift")
let oneCell = try write("# One cell\n\n```swift cell\nprint(Tensor.arange(4))\n```\n", to: "one-cell.md")

let compiler = try await median(of: 5, .name("swiftc"), ["-frontend", "-typecheck", empty])
let dropout = "chapters/4.6-dropout.md"
var measurements = [
    Measurement(
        name: "a one-cell chapter",
        median: try await median(of: 7, lectern, ["render", "--fresh", "--output", output, oneCell]), limit: 0.8),
    Measurement(
        name: "the dropout chapter, 20 epochs",
        median: try await median(of: 1, lectern, ["render", "--output", output, dropout]), limit: 35),
    Measurement(
        name: "the dropout chapter, unchanged",
        median: try await median(of: 7, lectern, ["render", "--output", output, dropout]), limit: 0.15),
]

// Two hundred chapters that have been rendered once.
let many = try (1...200).map { number in
    try write(
        "# Chapter \(number)\n\n" + String(repeating: "Some words about $x_{\(number)}$.\n\n", count: 40)
            + "```swift cell\nprint(Tensor.arange(\(number)))\n```\n", to: "many/chapter-\(number).md")
}
let renderMany = ["render", "--output", scratch.appending(path: "many-output").path] + many
_ = try await median(of: 1, lectern, renderMany)
measurements.append(
    Measurement(name: "200 chapters, unchanged", median: try await median(of: 5, lectern, renderMany), limit: 2))

// A book of three hundred pages that refer to each other.
let book = try (1...300).map { try write(LargeTexts.page($0, of: 300), to: "book/page-\($0).md") }
let bookOutput = scratch.appending(path: "book-output").path
let renderBook = ["render", "--output", bookOutput] + book
measurements.append(
    Measurement(
        name: "check: a book of 300 pages", median: try await median(of: 1, lectern, ["check"] + book), limit: 10))
_ = try await median(of: 1, lectern, renderBook)
measurements.append(
    Measurement(name: "a book of 300 pages, unchanged", median: try await median(of: 3, lectern, renderBook), limit: 3))
var changes: [Double] = []
for change in 1...3 {
    _ = try write(LargeTexts.page(7, of: 300) + "\nWords number \(change).\n", to: "book/page-7.md")
    changes.append(try await median(of: 1, lectern, ["render", "--output", bookOutput, book[6]]))
}
measurements.append(Measurement(name: "one changed page of 300", median: changes.sorted()[1], limit: 0.6))
let alone = try write(LargeTexts.page(1, of: 1), to: "alone/page-1.md")
let verifyingAlone = try await median(of: 5, lectern, ["verify", alone])
let verifyingInBook = try await median(of: 5, lectern, ["verify", book[0]])
measurements.append(
    Measurement(name: "verify: what 299 other pages add", median: verifyingInBook - verifyingAlone, limit: 0.3))
let equalHeadings = try write(String(repeating: "## The same\n\n", count: 5000), to: "equal/headings.md")
measurements.append(
    Measurement(
        name: "check: 5,000 equal headings", median: try await median(of: 3, lectern, ["check", equalHeadings]),
        limit: 1))

// From the saved file to the page that shows it: first a cheap cell after an expensive one, then words alone. The
// lesson stands among copies of the others, because it refers to them.
try FileManager.default.copyItem(atPath: "chapters", toPath: scratch.appending(path: "lessons").path)
func lesson(cheap: Int, words: Int) throws -> String {
    let text = try String(contentsOfFile: dropout, encoding: .utf8)
    return text + "\nWords number \(words).\n\n```swift cell\nprint(\"cheap\", \(cheap))\n```\n"
}
let live = try write(try lesson(cheap: 0, words: 0), to: "lessons/live.md")
let preview = Task {
    try await run(
        lectern, arguments: ["preview", "--port", "18765", live], environment: environment, output: .discarded,
        error: .discarded)
}
var client: PreviewClient?
for _ in 0..<500 where client == nil {
    try await Task.sleep(for: .milliseconds(20))
    client = try? PreviewClient(port: 18765, page: "live.html")
}
guard var client else { throw BenchmarkError.previewEnded }
_ = try client.fetch()
try client.waitUntilDone(showing: "cheap 0")
var times: (cell: [Double], words: [Double]) = ([], [])
for edit in 1...15 {
    times.cell.append(
        try await time {
            _ = try write(try lesson(cheap: edit, words: edit - 1), to: "lessons/live.md")
            try client.waitUntilDone(showing: "cheap \(edit)")
        })
    times.words.append(
        try await time {
            _ = try write(try lesson(cheap: edit, words: edit), to: "lessons/live.md")
            try client.waitUntilDone(showing: "Words number \(edit).")
        })
}
preview.cancel()
_ = await preview.result
measurements += [
    Measurement(name: "preview: a cheap cell edited", median: times.cell.sorted()[7], limit: 0.4),
    Measurement(name: "preview: words edited", median: times.words.sorted()[7], limit: 0.1),
]

// From Ctrl-Enter in the page to the new output: a reader changes a cheap cell below one that trains for ten seconds.
let touched = try write(
    """
    # Touched

    ```swift cell id=training
    let start = ContinuousClock.now
    var weights = Tensor.randn(256, 256) * 0.05
    while ContinuousClock.now - start < .seconds(10) { weights = (weights.matmul(weights) + weights) * 0.5 }
    ```

    ```swift cell id=cheap
    print("cheap", weights.shape)
    ```

    """, to: "touched.md")
let learning = Task {
    try await run(
        lectern, arguments: ["learn", "--port", "18766", touched], environment: environment, output: .discarded,
        error: .discarded)
}
var touching: PreviewClient?
for _ in 0..<500 where touching == nil {
    try await Task.sleep(for: .milliseconds(20))
    touching = try? PreviewClient(port: 18766, page: "touched.html")
}
guard var touching else { throw BenchmarkError.previewEnded }
_ = try touching.fetch()
try touching.waitUntilDone(showing: "cheap [256, 256]")
var touches: [Double] = []
for number in 1...15 {
    touches.append(
        try await time {
            let news = try touching.run("print(\\\"mine\\\", \(number))", in: "cheap")
            guard news.contains("mine \(number)") else { throw BenchmarkError.previewFailed(event: news) }
        })
}
learning.cancel()
_ = await learning.result
measurements.append(
    Measurement(name: "learn: a cell changed, after 10 s of training", median: touches.sorted()[7], limit: 0.4))

func column(_ value: Double, _ width: Int) -> String {
    let hundredths = Int((value * 100).rounded())
    let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

// Large pages, beside what Pandoc needs for the same page.
var comparisons: [String] = []
for megabytes in [1, 5] {
    let page = try write(LargeTexts.page(bytes: megabytes << 20), to: "large/page-\(megabytes).md")
    let own = try await ResourceUse(
        of: program.appending(path: "lectern").path, ["render", "--fresh", "-o", output, page])
    var line = "a page of \(megabytes) MB: \(column(own.seconds, 6)) s of CPU time, \(Int(own.megabytes)) MB of memory"
    if let pandoc = try? await ResourceUse(
        of: "pandoc", ["--mathml", "-s", page, "-o", scratch.appending(path: "pandoc.html").path])
    {
        line +=
            ", \(column(own.seconds / pandoc.seconds, 4)) and \(column(own.megabytes / pandoc.megabytes, 4)) times Pandoc's"
    }
    comparisons.append(line)
}

print("from the command or the edit to the page            seconds    limit   times an empty type-check")
for measurement in measurements {
    let name = measurement.name + String(repeating: " ", count: max(0, 46 - measurement.name.count))
    let verdict = measurement.median <= measurement.limit ? "ok" : "over"
    print(
        name, column(measurement.median, 9), column(measurement.limit, 8), column(measurement.median / compiler, 14),
        verdict)
}
print("\n" + comparisons.joined(separator: "\n"))
