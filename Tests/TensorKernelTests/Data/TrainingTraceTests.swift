import TensorKernel
import Testing

/// The first chapter's network learns as it does in PyTorch, from the same seed.
@Suite(.ownGenerator) struct TrainingTraceTests {
    struct Trace: Decodable {
        let seed: UInt64
        let firstSteps, epochs: [Double]
    }

    @Test func threeEpochsOnFashionMNIST() throws {
        let trace: Trace = try loadFixture("training.json")
        let (train, _) = try FashionMNIST.load()
        manualSeed(trace.seed)
        let net = Sequential {
            Flatten()
            Linear(784, 256)
            ReLU()
            Dropout(0.2)
            Linear(256, 256)
            ReLU()
            Dropout(0.5)
            Linear(256, 10)
        }
        let loss = CrossEntropyLoss(reduction: .none)
        let optimizer = SGD(net.parameters, lr: 0.5)
        var firstSteps: [Double] = []
        for expected in trace.epochs {
            var total = 0.0
            for (x, y) in DataLoader(train, batchSize: 256, shuffle: true) {
                optimizer.zeroGrad()
                let losses = loss(net(x), y)
                let mean = losses.mean()
                mean.backward()
                optimizer.step()
                total += losses.sum().item()
                if firstSteps.count < trace.firstSteps.count { firstSteps.append(mean.item()) }
            }
            #expect(abs(total / Double(train.count) - expected) < 0.02)
        }
        for (step, (found, expected)) in zip(firstSteps, trace.firstSteps).enumerated() {
            #expect(abs(found - expected) < 1e-4, "step \(step)")
        }
    }
}
