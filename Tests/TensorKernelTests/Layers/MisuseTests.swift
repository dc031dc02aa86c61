import TensorKernel
import Testing

/// A lesson that asks for something impossible stops with a message that names what was asked of and why not.
@Suite struct MisuseTests {
    @Test func lossesDoNotBroadcast() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = MSELoss()(Tensor.ones(4, 1), Tensor.ones(4))
        }
        try expectStopped(with: "mseLoss: shapes [4, 1] and [4] do not fit", result)
    }

    @Test func batchNormNamesTheChannels() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm2d(3)(Tensor.ones(2, 4, 5, 5))
        }
        try expectStopped(
            with: "BatchNorm2d: expected 3 channels in dimension 1, and the shape is [2, 4, 5, 5]", result)
    }

    @Test func aModuleWithoutForwardSaysSo() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            final class Unfinished: Module {}
            _ = Unfinished()(Tensor.ones(1))
        }
        try expectStopped(with: "Unfinished: forward(_:) is not defined; override it", result)
    }

    @Test func dropoutNeedsAProbability() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Dropout(1.5)
        }
        try expectStopped(with: "Dropout: 1.5 is not a probability", result)
    }

    @Test func anOptimiserNeedsParameters() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SGD(ReLU().parameters, lr: 0.1)
        }
        try expectStopped(with: "SGD: there are no parameters to optimise", result)
    }

    @Test func exampleNumbersAreChecked() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = TensorDataset(Tensor.ones(3, 1), Tensor.ones(3))[1..<4]
        }
        try expectStopped(with: "batch: there is no example 3: the data set has 3", result)
    }

    @Test func plotsNeedAsManyXAsY() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            plot(0..<3, [1.0, 2.0])
        }
        try expectStopped(with: "plot: 3 x values for 2 y values", result)
    }
}
