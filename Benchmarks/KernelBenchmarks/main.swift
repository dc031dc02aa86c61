import Foundation
import TensorKernel

// Measures the kernel against references inside the same run, since a machine's speed drifts: the matrix products that
// training cannot do without, PyTorch where it is found, and fixed limits. Run it on a machine that does nothing else.

/// One line of the table.
struct Row {
    var what: String
    var measured: String
    var reference: String
    /// Measured through reference, or what else is held against the limit.
    var value: Double?
    var limit: String
    var holds: Bool

    var text: String {
        let value = self.value.map { String(format: "%.2f", $0) } ?? "–"
        let verdict = self.value == nil ? "not measured" : holds ? "ok" : "over"
        return [pad(what, 40), pad(measured, 12), pad(reference, 26), pad(value, 8), pad(limit, 10), verdict]
            .joined()
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
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

setenv("OPENBLAS_NUM_THREADS", "1", 1)
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
// The two in turn, so that both meet the same machine.
let pairs = (0..<5).map { _ in (epoch: seconds(page.trainEpoch), products: seconds(page.products)) }
let epoch = median(pairs.map(\.epoch))
let overhead = median(pairs.map { $0.epoch / $0.products })

let regression = Regression()
regression.steps(2000)
let step = median((0..<5).map { _ in seconds { regression.steps(5000) } / 5000 })
let lenet = LeNet(data: data)
lenet.trainSixtyBatches()
let lenetTime = median((0..<3).map { _ in seconds(lenet.trainSixtyBatches) })
let torch = PyTorchReference.measure(data: folder, threads: KernelThreads.count)

func against(_ name: String, _ what: String, _ time: Double, atLeast limit: Double) -> Row {
    let reference = torch[name]
    let ratio = reference.map { $0 / time }
    return Row(
        what: what, measured: milliseconds(time),
        reference: reference.map { "PyTorch \(milliseconds($0))" } ?? "no PyTorch found", value: ratio,
        limit: "≥ \(limit)", holds: ratio.map { $0 >= limit } ?? true)
}

let rows = [
    Row(
        what: "one training epoch of the page's network", measured: milliseconds(epoch),
        reference: "its products \(milliseconds(median(pairs.map(\.products))))", value: overhead, limit: "≤ 1.25",
        holds: overhead <= 1.25),
    against("page", "the same, times as fast", epoch, atLeast: 2),
    Row(
        what: "a 10×2 linear-regression step, µs", measured: String(format: "%.1f µs", step * 1e6), reference: "",
        value: step * 1e6, limit: "≤ 15", holds: step * 1e6 <= 15),
    against("regression", "the same, times as fast", step, atLeast: 1),
    against("lenet", "60 batches of LeNet, times as fast", lenetTime, atLeast: 1),
    Row(
        what: "peak memory of the page's training, MB", measured: String(format: "%.0f MB", pageMemory), reference: "",
        value: pageMemory, limit: "≤ 300", holds: pageMemory <= 300),
    Row(
        what: "both data sets loaded, s", measured: milliseconds(loading), reference: "", value: loading,
        limit: "≤ 0.5", holds: loading <= 0.5),
]
print("kernel on \(KernelThreads.count) threads")
for row in rows { print(row.text) }
