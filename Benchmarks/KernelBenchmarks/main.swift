import Foundation
import TensorKernel

// Measures the kernel against references inside the same run, since a machine's speed drifts: the matrix products that
// training cannot do without, PyTorch where it is found, and fixed limits. Run it on a machine that does nothing else.

/// One line of the table.
struct Row {
    var what: String
    var measured: String
    var reference = "–"
    /// The ratio to the reference, or the measured number itself; nil if there is no reference here.
    var value: Double?
    var limit: Limit

    enum Limit {
        case atMost(Double)
        case atLeast(Double)
    }

    /// Whether the limit is kept, where that was measured.
    var holds: Bool? {
        switch limit {
        case .atMost(let limit): value.map { $0 <= limit }
        case .atLeast(let limit): value.map { $0 >= limit }
        }
    }

    var text: String {
        let limitText =
            switch limit {
            case .atMost(let limit): "≤ \(limit)"
            case .atLeast(let limit): "≥ \(limit)"
            }
        let verdict = holds.map { $0 ? "ok" : "MISSED" } ?? "not measured"
        return Row.line(what, measured, reference, value.map { String(format: "%.2f", $0) } ?? "–", limitText, verdict)
    }

    static func line(_ columns: String...) -> String {
        zip(columns, [44, 12, 26, 9, 8, 0]).map { column, width in
            column + String(repeating: " ", count: max(0, width - column.count))
        }.joined()
    }
}

func seconds(_ work: () -> Void) -> Double {
    ContinuousClock().measure(work) / .seconds(1)
}

func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}

func milliseconds(_ seconds: Double) -> String {
    String(format: "%.3g ms", seconds * 1000)
}

/// The largest memory that this process has held, in megabytes.
func peakMemory() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?.split(separator: " ").dropFirst().first
    return peak.flatMap { Double($0) }.map { $0 / 1024 } ?? .nan
}

let folder = ProcessInfo.processInfo.environment["LECTERN_DATA"] ?? "/usr/share/datasets/fashion-mnist"
var loaded: ImageDataset?
let loading = try median(
    (0..<3).map { _ in
        let start = ContinuousClock.now
        loaded = try FashionMNIST.load(from: folder).train
        return (ContinuousClock.now - start) / .seconds(1)
    })
guard let data = loaded else { fatalError("there is no data") }

manualSeed(0)
let page = PageNetwork(data: data)
page.trainEpoch()
let pageMemory = peakMemory()

/// An epoch and its products in turn, so that both meet the same machine.
@MainActor func pagePairs() -> [(epoch: Double, products: Double)] {
    (0..<5).map { _ in (seconds(page.trainEpoch), seconds(page.products)) }
}

var pairs = pagePairs()
let regression = Regression()
regression.steps(2000)
let step = median((0..<5).map { _ in seconds { regression.steps(5000) } / 5000 })
let lenet = LeNet(data: data)
lenet.trainSixtyBatches()
let lenetTime = median((0..<3).map { _ in seconds(lenet.trainSixtyBatches) })
let torch = PyTorchReference.measure(data: folder, threads: KernelThreads.count)
// Once more after PyTorch, so that neither has the better half of the run.
pairs += pagePairs()
let epoch = median(pairs.map(\.epoch))

/// How many times as fast as PyTorch.
func againstPyTorch(_ name: String, _ what: String, _ time: Double, atLeast limit: Double) -> Row {
    let reference = torch[name]
    return Row(
        what: what, measured: milliseconds(time),
        reference: reference.map { "PyTorch \(milliseconds($0))" } ?? "no PyTorch found",
        value: reference.map { $0 / time }, limit: .atLeast(limit))
}

let rows = [
    Row(
        what: "an epoch of the page's network", measured: milliseconds(epoch),
        reference: "its products \(milliseconds(median(pairs.map(\.products))))",
        value: median(pairs.map { $0.epoch / $0.products }), limit: .atMost(1.25)),
    againstPyTorch("page", "the same, times as fast as PyTorch", epoch, atLeast: 3),
    againstPyTorch("pageByIndex", "… as PyTorch without its DataLoader", epoch, atLeast: 3),
    Row(
        what: "a 10×2 linear-regression step, µs", measured: String(format: "%.1f µs", step * 1e6),
        value: step * 1e6, limit: .atMost(15)),
    againstPyTorch("regression", "the same, times as fast as PyTorch", step, atLeast: 1),
    againstPyTorch("lenet", "60 batches of LeNet, times as fast", lenetTime, atLeast: 1),
    Row(
        what: "peak memory of the page's training, MB", measured: String(format: "%.0f MB", pageMemory),
        value: pageMemory, limit: .atMost(130)),
    Row(
        what: "both data sets loaded, s", measured: milliseconds(loading), value: loading, limit: .atMost(0.5)),
]
print(Row.line("kernel on \(KernelThreads.count) threads", "measured", "reference", "value", "limit", "verdict"))
for row in rows { print(row.text) }
let missed = rows.filter { $0.holds == false }.map(\.what)
print(missed.isEmpty ? "No limit is missed." : "Missed: \(missed.joined(separator: "; ")).")
if torch.isEmpty { print("For PyTorch's column, set LECTERN_PYTHON to a Python that has torch.") }
for threads in Set([1, KernelThreads.count]).sorted() { OpTable.print(torch: torch, threads: threads) }
