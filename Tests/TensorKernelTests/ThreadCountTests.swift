import Foundation
import TensorKernel
import Testing

/// The same bits on any number of threads, in a forked child, and while other threads compute.
@Suite(.serialized, .ownGenerator) struct ThreadCountTests {
    @Test func anyNumberOfThreadsGivesTheSameBits() {
        let count = KernelThreads.count
        defer { KernelThreads.count = count }
        KernelThreads.count = 1
        let (alone, trained) = (Workload.digest(), Workload.trainingDigest())
        for threads in 2...4 {
            KernelThreads.count = threads
            for _ in 0..<3 { #expect(Workload.digest() == alone, "\(threads) threads") }
            for _ in 0..<2 { #expect(Workload.trainingDigest() == trained, "training on \(threads) threads") }
        }
    }

    @Test func aForkedChildGivesTheSameBits() throws {
        let count = KernelThreads.count
        defer { KernelThreads.count = count }
        KernelThreads.count = 3
        let (parent, trained) = (Workload.digest(), Workload.trainingDigest())
        for isQuiet in [false, true] {
            if isQuiet { KernelThreads.stopWorkers() }
            var status: Int32 = 0
            let child = try #require(forkProcess())
            if child == 0 {
                let isSame = (0..<2).allSatisfy { _ in
                    Workload.digest() == parent && Workload.trainingDigest() == trained
                }
                _exit(isSame ? 0 : 1)
            }
            waitpid(child, &status, 0)
            #expect(status == 0)
        }
        #expect(Workload.digest() == parent && Workload.trainingDigest() == trained)
    }

    @Test func severalThreadsMayComputeAtOnce() {
        let expected = Workload.digest()
        let matches = Matches()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            if Workload.digest() == expected { matches.add() }
        }
        #expect(matches.count == 8)
    }

    /// `fork` itself is not available to Swift; found by name, it is.
    private func forkProcess() -> pid_t? {
        guard let symbol = dlsym(nil, "fork") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
    }
}

private final class Matches: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var count = 0
    func add() { lock.withLock { count += 1 } }
}

/// Large enough ops of every kind that divides its work.
private enum Workload {
    static func digest() -> UInt64 {
        var bits: [UInt32] = []
        let x = values([300, 700])
        let w = values([260, 700])
        let b = values([260])
        for parameter in [x, w, b] { parameter.requiresGrad = true }
        let hidden = x.linear(weight: w, bias: b).relu()
        let labels = Tensor((0..<300).map { $0 * 7 % 260 })
        let loss = hidden.crossEntropy(labels) + (x * x).mean() + x.exp().sum(dim: 0).log().sum()
        loss.backward()
        let pictures = values([40, 3, 20, 20])
        let kernels = values([8, 3, 5, 5])
        for leaf in [pictures, kernels] { leaf.requiresGrad = true }
        pictures.conv2d(weight: kernels, padding: 2).maxPool2d(2).sigmoid().sum().backward()
        let batches = values([20, 90, 60]).matmul(values([20, 60, 50]))
        let results = [
            loss, x.grad, w.grad, b.grad, pictures.grad, kernels.grad, batches, x.T.sum(dim: 0), x.T.amax(dims: [0]),
        ]
        for result in results { bits += result?.floats.map(\.bitPattern) ?? [] }
        return hash(bits)
    }

    /// Some steps of training, with all that draws random numbers: initial parameters, shuffles, masks.
    static func trainingDigest() -> UInt64 {
        manualSeed(7)
        let data = TensorDataset(Tensor.randn(600, 300), Tensor.randint(low: 0, high: 10, [600]))
        let net = Sequential {
            Linear(300, 256)
            BatchNorm1d(256)
            ReLU()
            Dropout(0.2)
            Linear(256, 256)
            LayerNorm(256)
            GELU()
            Dropout(0.5)
            Linear(256, 10)
        }
        let optimizers = [
            SGD(net.parameters, lr: 0.1, momentum: 0.9, weightDecay: 0.01), AdamW(net.parameters, lr: 0.01),
        ]
        var bits: [UInt32] = []
        for optimizer in optimizers {
            for (x, y) in DataLoader(data, batchSize: 256, shuffle: true) {
                let loss = CrossEntropyLoss()(net(x), y)
                optimizer.zeroGrad()
                loss.backward()
                optimizer.step()
                bits += loss.floats.map(\.bitPattern)
            }
        }
        for tensor in net.parameters + [Tensor.rand(40_000), Tensor.randn(40_001)] {
            bits += tensor.floats.map(\.bitPattern)
        }
        return hash(bits)
    }

    /// The FNV-1a hash.
    private static func hash(_ bits: [UInt32]) -> UInt64 {
        bits.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }

    private static func values(_ shape: [Int]) -> Tensor {
        let numbers: [Float] = (0..<shape.reduce(1, *)).map { Float(($0 &* 2_654_435_761) % 2001) / 1000 - 1 }
        return Tensor(numbers, shape: shape)
    }
}
