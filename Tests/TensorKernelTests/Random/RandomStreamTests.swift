import TensorKernel
import Testing

/// The random streams are PyTorch's, value by value.
@Suite(.ownGenerator) struct RandomStreamTests {
    struct Streams: Decodable {
        struct Case: Decodable {
            let seed: UInt64
            let tensor: StoredTensor
            let low: Int?
            let high: Int?
            let n: Int?
            let p: Double?
        }
        struct Loader: Decodable {
            struct Pass: Decodable {
                let shuffle: Bool
                let batches: [[Int]]
            }
            let passes: [Pass]
            let after: StoredTensor
        }
        let mask: StoredTensor
        let rand, randn, randint, randperm, dropout: [Case]
        let carried, normal, uniform, bernoulli, afterDropout: [StoredTensor]
        let loader: Loader
    }

    /// Logarithm, sine and cosine in single precision may round the last digit differently.
    private let normalTolerance = 1e-6
    private let streams: Streams

    init() throws {
        streams = try loadFixture("random.json")
    }

    @Test func theFirstChaptersMaskIsTheDocumentedOne() {
        manualSeed(26932)
        expectClose(Tensor.rand(2, 8) .> 0.5, streams.mask)
    }

    @Test func rand() {
        for example in streams.rand {
            manualSeed(example.seed)
            expectClose(Tensor.rand(example.tensor.shape), example.tensor, "seed \(example.seed)")
        }
    }

    @Test func randnInBothRegimes() {
        for example in streams.randn {
            manualSeed(example.seed)
            expectClose(
                Tensor.randn(example.tensor.shape), example.tensor, tolerance: normalTolerance,
                "\(example.tensor.shape)")
        }
    }

    @Test func halfAPairIsCarriedAcrossCalls() {
        manualSeed(9)
        let draws = [
            Tensor.randn(3), Tensor.rand(2), Tensor.randn(2), Tensor.randn(20), Tensor.randn(1), Tensor.randn(4),
        ]
        for (index, draw) in draws.enumerated() {
            expectClose(draw, streams.carried[index], tolerance: normalTolerance, "draw \(index)")
        }
    }

    @Test func normalWithMeanAndDeviation() {
        manualSeed(4)
        expectClose(Tensor.normal(2, 0.5, [7]), streams.normal[0], tolerance: normalTolerance)
        expectClose(Tensor.normal(-1, 0.01, [40]), streams.normal[1], tolerance: normalTolerance)
    }

    @Test func uniformBetweenBounds() {
        manualSeed(6)
        let values = Tensor.zeros([60])
        Initialize.uniform(values, from: -0.3, to: 0.1)
        expectClose(values, streams.uniform[0])
    }

    @Test func randintBelowAndFrom2To28Values() throws {
        for example in streams.randint {
            manualSeed(example.seed)
            let (low, high) = (try #require(example.low), try #require(example.high))
            expectClose(
                Tensor.randint(low: low, high: high, example.tensor.shape), example.tensor, "from \(low) to \(high)")
        }
    }

    @Test func randperm() throws {
        for example in streams.randperm {
            manualSeed(example.seed)
            expectClose(Tensor.randperm(try #require(example.n)), example.tensor)
        }
    }

    @Test func bernoulliFromProbabilities() {
        manualSeed(12)
        expectClose(Tensor.linspace(0, 1, 60).bernoulli(), streams.bernoulli[0])
        expectClose(Tensor.full([50], 0.25).bernoulli(), streams.bernoulli[1])
    }

    @Test func dropoutMasks() throws {
        for example in streams.dropout {
            manualSeed(example.seed)
            let p = try #require(example.p)
            expectClose(dropout(Tensor.ones(150), p: p), example.tensor, tolerance: 1e-7, "p = \(p)")
        }
    }

    @Test func dropoutDrawsTwoWordsAValue() {
        manualSeed(14)
        expectClose(dropout(Tensor.ones(7), p: 0.5), streams.afterDropout[0])
        expectClose(Tensor.rand(3), streams.afterDropout[1])
    }

    @Test func aDataLoaderGivesPyTorchsBatches() {
        let data = TensorDataset(Tensor.arange(23, dtype: .int64), Tensor.arange(23))
        manualSeed(15)
        for expected in streams.loader.passes {
            let batches = DataLoader(data, batchSize: 5, shuffle: expected.shuffle).map(\.x.ints)
            #expect(batches == expected.batches)
        }
        expectClose(Tensor.rand(2), streams.loader.after)
    }

    @Test func aGeneratorOfOnesOwnLeavesTheDefaultOneAlone() {
        manualSeed(1)
        let expected = Tensor.rand(4).floats
        manualSeed(1)
        let generator = Generator(seed: 1)
        _ = Tensor.randn([5], generator: generator)
        _ = Tensor.randperm(9, generator: generator)
        #expect(Tensor.rand(4).floats == expected)
        generator.manualSeed(1)
        #expect(Tensor.rand([4], generator: generator).floats == expected)
    }
}
