import Foundation
import TensorKernel

/// One op on a million values, or as many as it says, and what it asks of the machine.
struct OpMeasurement {
    /// The name, which PyTorch's reference uses too.
    let name: String
    /// How many values the costs are divided by.
    let values: Double
    /// Bytes read and written a value, where every operand comes from memory and every result goes there.
    let bytes: Double
    /// Additions, multiplications and the like a value, a fused one counted as two.
    let operations: Double
    let run: () -> Void

    init(
        _ name: String, values: Double = 1e6, bytes: Double = 8, operations: Double = 1, _ run: @escaping () -> Void
    ) {
        (self.name, self.values, self.bytes, self.operations, self.run) = (name, values, bytes, operations, run)
    }
}

/// The ops of the kernel beside PyTorch's, worst ratio first, with what each value costs.
enum OpTable {
    /// One line of the table, in seconds: the median round and the fastest, which other programs disturb least.
    private struct Row {
        let op: OpMeasurement
        let seconds: Double
        let fastest: Double
        let reference: Double?
        let fastestReference: Double?
        var ratio: Double? { reference.map { seconds / $0 } }
        var fastestRatio: Double? { fastestReference.map { fastest / $0 } }
    }

    /// Rounds of each measurement.
    private static let rounds = 9

    /// The table on this many threads.
    static func print(torch: [String: Double], threads: Int) {
        let before = KernelThreads.count
        KernelThreads.count = threads
        defer { KernelThreads.count = before }
        let rows = measurements().map { op -> Row in
            let times = times(op)
            return Row(
                op: op, seconds: median(times), fastest: times.min() ?? .nan,
                reference: torch["op\(threads):" + op.name], fastestReference: torch["fastest\(threads):" + op.name])
        }
        .sorted { a, b in (b.ratio ?? 0, a.op.name) < (a.ratio ?? 0, b.op.name) }
        Swift.print(
            "\nops, the median and the fastest of \(rounds) rounds on \(threads) thread\(threads == 1 ? "" : "s")")
        let columns = [26, 11, 11, 8, 9, 13, 14, 0]
        func line(_ texts: [String]) {
            let padded = zip(texts, columns).map { text, width in
                text + String(repeating: " ", count: max(0, width - text.count))
            }
            Swift.print(padded.joined())
        }
        line(["op", "ours", "PyTorch", "ratio", "fastest", "ns a value", "bytes a value", "operations a value"])
        for row in rows {
            line([
                row.op.name, milliseconds(row.seconds), row.reference.map(milliseconds) ?? "–",
                row.ratio.map { String(format: "%.2f", $0) } ?? "–",
                row.fastestRatio.map { String(format: "%.2f", $0) } ?? "–",
                String(format: "%.3g", row.seconds / row.op.values * 1e9), String(format: "%.3g", row.op.bytes),
                String(format: "%.3g", row.op.operations),
            ])
        }
        func mean(_ ratios: [Double]) -> Double { exp(ratios.map { log($0) }.reduce(0, +) / Double(ratios.count)) }
        let (ratios, fastest) = (rows.compactMap(\.ratio), rows.compactMap(\.fastestRatio))
        guard !ratios.isEmpty else { return }
        let text = "geometric mean of %d ratios: %.2f, of the fastest rounds %.2f"
        Swift.print(String(format: text, ratios.count, mean(ratios), mean(fastest)))
    }

    /// The time of one run in each round; as many runs a round as take a millisecond.
    private static func times(_ op: OpMeasurement) -> [Double] {
        op.run()
        let once = seconds(op.run)
        let runs = max(1, min(1000, Int(1e-3 / max(once, 1e-7))))
        return (0..<rounds).map { _ in seconds { for _ in 0..<runs { op.run() } } / Double(runs) }
    }

    private static func measurements() -> [OpMeasurement] {
        let x = Tensor.randn(1000, 1000)
        let y = Tensor.randn(1000, 1000)
        let positive = x.abs() + 0.1
        let index = Tensor.randint(high: 1000, [1000, 1000])
        let labels = Tensor.randint(high: 1000, [1000])
        let vector = Tensor.randn(1000)
        let (flat, otherFlat) = (x.reshape([1_000_000]), y.reshape([1_000_000]))
        let (recurrent, transformer, residual) = (
            NetworkStep.recurrent(), NetworkStep.transformer(), NetworkStep.residual()
        )
        let (batchA, batchB) = (Tensor.randn(64, 64, 64), Tensor.randn(64, 64, 64))
        let (small, smallB) = (Tensor.randn(256, 256), Tensor.randn(256, 256))
        let pictures = Tensor.randn(16, 64, 28, 28)
        let kernels = Tensor.randn(64, 64, 3, 3)
        let layerNorm = LayerNorm(1000)
        let batchNorm = BatchNorm2d(64)
        func unary(_ name: String, _ operations: Double, _ function: @escaping (Tensor) -> Tensor) -> OpMeasurement {
            OpMeasurement(name, operations: operations) { _ = function(x) }
        }
        /// Forward and backward.
        func trained(_ name: String, _ input: Tensor, bytes: Double, _ function: @escaping (Tensor) -> Tensor)
            -> OpMeasurement
        {
            OpMeasurement(name, values: Double(input.numel), bytes: bytes, operations: 20) {
                let leaf = input.detach()
                leaf.requiresGrad = true
                function(leaf).sum().backward()
            }
        }
        return [
            OpMeasurement("add", bytes: 12) { _ = x + y },
            OpMeasurement("multiply", bytes: 12) { _ = x * y },
            unary("relu", 1) { $0.relu() }, unary("exp", 20) { $0.exp() }, unary("sin", 25) { $0.sin() },
            unary("cos", 25) { $0.cos() }, unary("tanh", 40) { $0.tanh() }, unary("sigmoid", 24) { $0.sigmoid() },
            unary("gelu", 75) { $0.gelu() }, unary("erf", 45) { $0.erf() }, unary("sqrt", 1) { $0.sqrt() },
            OpMeasurement("log", operations: 24) { _ = positive.log() },
            OpMeasurement("pow", operations: 60) { _ = positive.pow(2.5) },
            unary("sum", 1) { $0.sum() }, unary("sum dim 0", 1) { $0.sum(dim: 0) },
            unary("sum dim 1", 1) { $0.sum(dim: 1) }, unary("max dim 1", 2) { $0.max(dim: 1).values },
            unary("max dim 0", 2) { $0.max(dim: 0).values }, unary("cumsum dim 1", 1) { $0.cumsum(dim: 1) },
            unary("softmax", 24) { $0.softmax(dim: 1) }, unary("softmax dim 0", 24) { $0.softmax(dim: 0) },
            unary("log_softmax", 23) { $0.logSoftmax(dim: 1) },
            unary("sort", 40) { $0.sort(dim: 1).values }, unary("topk 10", 2) { $0.topk(10, dim: 1).values },
            OpMeasurement("gather", bytes: 16) { _ = x.gather(dim: 1, index) },
            unary("permute copy", 0) { $0.T.contiguous() },
            OpMeasurement("randn", bytes: 4, operations: 40) { _ = Tensor.randn(1000, 1000) },
            OpMeasurement("rand", bytes: 4, operations: 12) { _ = Tensor.rand(1000, 1000) },
            OpMeasurement("cross-entropy", operations: 25) { _ = x.crossEntropy(labels) },
            OpMeasurement("matrix-vector", bytes: 4, operations: 2) { _ = x.matmul(vector) },
            OpMeasurement("matmul 256", values: 65536, bytes: 12, operations: 512) { _ = small.matmul(smallB) },
            OpMeasurement("matmul 1000", bytes: 12, operations: 2000) { _ = x.matmul(y) },
            OpMeasurement("bmm 64", values: 262_144, bytes: 12, operations: 128) { _ = batchA.matmul(batchB) },
            OpMeasurement("conv2d 64", values: 802_816, bytes: 8, operations: 1152) {
                _ = pictures.conv2d(weight: kernels, padding: 1)
            },
            trained("layer norm", x, bytes: 32) { layerNorm($0) },
            trained("batch norm", pictures, bytes: 32) { batchNorm($0) },
            OpMeasurement("dot", bytes: 8, operations: 2) { _ = flat.dot(otherFlat) },
        ]
            + [recurrent, transformer, residual].map { network in
                OpMeasurement(network.name, values: network.values, bytes: .nan, operations: .nan, network.step)
            }
    }
}
