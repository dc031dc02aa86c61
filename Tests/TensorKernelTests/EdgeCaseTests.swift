import TensorKernel
import Testing

/// Rare cases in which the values are those of PyTorch.
@Suite(.ownGenerator) struct EdgeCaseTests {
    /// The gradient that `body` gives its only input.
    private func gradient(_ values: [Double], _ body: (Tensor) -> Tensor) throws -> [Double] {
        let x = Tensor(values, requiresGrad: true)
        body(x).sum().backward()
        return try #require(x.grad).scalars
    }

    @Test func whatIsRepeatedHasItsOwnValues() {
        let one = Tensor([1.0])
        let four = one.repeat(4)
        for index in 0..<4 { four[index] += Tensor(Double(index)) }
        #expect(four.scalars == [1, 2, 3, 4])
        let same = one.repeat(1)
        same += 1
        #expect(one.scalars == [1])
    }

    @Test func randomNumbersAreDrawnInMemoryOrder() {
        let lying = Tensor.zeros(3, 2).T
        manualSeed(0)
        let uniform = Tensor.rand(like: lying)
        #expect(uniform.allclose(Tensor([[0.49625659, 0.08847743, 0.30742282], [0.7682218, 0.13203049, 0.6340787]])))
        manualSeed(0)
        let dropped = dropout(Tensor.ones(3, 2).T)
        #expect(dropped.scalars == [0, 2, 0, 0, 0, 0])
        manualSeed(0)
        #expect(Tensor.full([3, 2], 0.5).T.bernoulli().scalars == [1, 0, 1, 1, 1, 0])
        manualSeed(0)
        let wide = Tensor.zeros(3, 4)
        Initialize.uniform(wide.slice(dim: 1, step: 2).T)
        #expect(wide[0].allclose(Tensor([0.49625659, 0, 0.7682218, 0])))
        #expect(wide[2].allclose(Tensor([0.30742282, 0, 0.6340787, 0])))
    }

    @Test func aMaskOfRowsChangesRows() {
        let x = Tensor.zeros(3, 2)
        x[Tensor([true, false, true])] = 1
        #expect(x.scalars == [1, 1, 0, 0, 1, 1])
    }

    @Test func sumsOfNothingAreZero() {
        #expect(Tensor.zeros(3, 0).matmul(Tensor.zeros(0, 2)).scalars == [0, 0, 0, 0, 0, 0])
        #expect(Tensor.zeros(2, 3, 0).matmul(Tensor.zeros(0, 2)).scalars == Array(repeating: 0, count: 12))
        let layer = Linear(0, 2)
        layer.bias = Tensor([5.0, 5])
        #expect(layer(Tensor.zeros(1, 0)).scalars == [5, 5])
        #expect(Tensor.zeros(0, 3).cumsum(dim: 0).shape == [0, 3])
        #expect(Tensor.zeros(0, 3).argmax(dim: 1).shape == [0])
        #expect(Tensor.zeros(0, 3).amax(dims: [1]).shape == [0])
        #expect(Tensor.zeros(2, 0).logsumexp(dim: 1).scalars == [-.infinity, -.infinity])
    }

    @Test func largeIntegersAreExact() {
        let odd = 9_007_199_254_740_993
        #expect(Tensor.full([2], odd).ints == [odd, odd])
        #expect(Tensor.full([1], Int.max).ints == [Int.max])
        #expect(Tensor([Int.max]).clamp(min: 0).ints == [Int.max])
        #expect(Tensor.arange(odd, odd + 3, dtype: .int64).ints == [odd, odd + 1, odd + 2])
        #expect(Tensor([odd, odd - 1]).sort().values.ints == [odd - 1, odd])
        #expect(Tensor([Int.min]).abs().ints == [Int.min])
        #expect(Tensor([Int.min]).floorDivide(Tensor([-1])).ints == [Int.min])
        #expect(Tensor([2, 3]).pow(Tensor([10, 3])).ints == [1024, 27])
        let rounded = Tensor([1, 2])
        rounded.floor().fill(7)
        #expect(rounded.ints == [1, 2])
    }

    @Test func roundingAndComparingFollowTheExactValues() {
        #expect(Tensor(1.0).floorDivide(Tensor(0.1)).item() == 9)
        #expect(Tensor([-7.0, 7, 1]).floorDivide(Tensor([2.0, -2, 0])).scalars == [-4, -4, .infinity])
        #expect(Tensor([1, 2]).clamp(max: 1.5).scalars == [1, 1.5])
        #expect(Tensor([0.0, -0.0, .nan, -2]).sign().scalars == [0, 0, 0, -1])
        #expect(!Tensor([1.0]).allclose(Tensor([Double.infinity])))
        #expect(Tensor([10000.0, 10001]).logSoftmax().allclose(Tensor([-1.3133, -0.3133]), atol: 1e-4))
        #expect(Tensor([[10000.0, 10000]]).crossEntropy(Tensor([0])).allclose(Tensor(0.693147), atol: 1e-6))
        #expect(Tensor.ones(20_000_000).cumsum(dim: 0)[-1].item() == 20_000_000)
    }

    @Test func anEmptyListOfDimensionsMeansAll() {
        let x = Tensor([[1.0, 3], [5, 7]])
        #expect(x.sum(dims: []).item() == 16)
        #expect(x.mean(dims: []).item() == 4)
        #expect(x.amax(dims: []).item() == 7)
        #expect(x.var(dims: []).item() == x.var().item())
    }

    @Test func singleNumbersHaveADimensionToNameAndVectorsOfNothingJoinAll() {
        let x = Tensor(3.0)
        #expect(x.squeeze(0).shape.isEmpty && x.cumsum(dim: 0).item() == 3 && x.flip(dims: [0]).item() == 3)
        #expect(x.topk(1).values.item() == 3 && x.topk(1).indices.shape.isEmpty)
        #expect(Tensor.cat([Tensor.zeros(0), Tensor([[1.0, 2]])]).shape == [1, 2])
        #expect(Tensor.zeros(0).split(2).count == 1 && Tensor.zeros(0).chunk(2).count == 2)
        #expect(Tensor.ones(1, 4, 4).maxPool2d(2).shape == [1, 2, 2])
        #expect(Tensor.ones(1, 4, 4).conv2d(weight: Tensor.ones(2, 1, 3, 3)).shape == [2, 2, 2])
    }

    @Test func cellsTakeOneInputAlone() {
        let (x, h) = (Tensor([0.5, -1]), Tensor([0.1, 0.2, 0.3]))
        let gru = GRUCell(2, 3)
        #expect(gru(x, h).allclose(gru(x.unsqueeze(0), h.unsqueeze(0)).squeeze(0)))
        let lstm = LSTMCell(2, 3)
        #expect(lstm(x, (h, h)).h.allclose(lstm(x.unsqueeze(0), (h.unsqueeze(0), h.unsqueeze(0))).h.squeeze(0)))
        #expect(RNNCell(2, 3).forward(x).shape == [3])
    }

    @Test func slopesThatDivideZeroByZeroAreZero() throws {
        #expect(try gradient([2, 2]) { $0.std() } == [0, 0])
        #expect(try gradient([0, 0]) { $0.norm(3) } == [0, 0])
        #expect(try gradient([0, 1]) { $0.norm(0.5) } == [0, 1])
        #expect(try gradient([1, .nan]) { $0.max() } == [0, 1])
        let check = gradcheck([Tensor([[0.3, -1.2], [0.9, 0.5], [-0.4, 1.7]], requiresGrad: true)]) { inputs in
            inputs[0].std() + inputs[0].norm(3) + inputs[0].std(dims: [0], correction: 0).sum()
        }
        #expect(check.passed)
    }

    @Test func whatIsChangedInPlaceCanStillBeDifferentiated() throws {
        let masked = try gradient([1, 2, 3]) { x in
            let y = x * 1
            y[y .> 1.5] = 0
            return y
        }
        #expect(masked == [1, 0, 0])
        let multiplied = try gradient([1, 2]) { w in
            let y = Tensor([3.0, 4])
            y *= w
            return y
        }
        #expect(multiplied == [3, 4])
        let squared = try gradient([1, 2]) { w in
            let y = w * 1
            y *= w
            return y
        }
        #expect(squared == [2, 4])
        let divided = try gradient([1, 2]) { w in
            let y = Tensor([3.0, 4])
            y /= w
            return y
        }
        #expect(divided == [-3, -1])
    }

    @Test func viewsThatChangeNothingAreTensorsOfTheirOwn() {
        let x = Tensor.ones(3)
        for view in [x.reshape(3), x.expand(3), x.squeeze(0), x.squeeze()] {
            view.requiresGrad = true
            #expect(!x.requiresGrad)
        }
    }
}

/// What PyTorch refuses is refused, and not computed from bytes that mean something else.
@Suite struct RefusalTests {
    @Test func layersNeedFloats() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Linear(2, 1)(Tensor([[1, 2]]))
        }
        try expectStopped(with: "linear: not defined for int64; convert with to(.float32)", result)
    }

    @Test func aPoolIsNotAllPadding() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(1, 1, 4, 4).maxPool2d(2, padding: 2)
        }
        try expectStopped(with: "maxPool2d: padding", result)
    }

    @Test func expandedTensorsAreNotChangedInPlace() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor.zeros(1).expand(3)
            x += 1
        }
        try expectStopped(with: "+=: an expanded tensor shows one value in several places", result)
    }

    @Test func viewsMadeWithinNoGradTakeNoGradient() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let w = Tensor([1.0, 2], requiresGrad: true)
            let y = w * 2
            let view = noGrad { y[0] }
            view += w[1]
        }
        try expectStopped(with: "+=: this view was made within noGrad", result)
    }

    @Test func aDimensionIsNamedOnce() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1.0, 2]).var(dims: [0, -1])
        }
        try expectStopped(with: "var: dimensions [0, -1] of shape [2] name one of them twice", result)
    }

    @Test func embeddingsHaveNoNegativeNumbers() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Embedding(3, 2)(Tensor([-1]))
        }
        try expectStopped(with: "index -1 is out of range of size 3", result)
    }

    @Test func optimizersTakeLeaves() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Adam([Linear(2, 1).weight * 1])
        }
        try expectStopped(with: "Adam: only leaves can be optimised", result)
    }

    @Test func stepsOfIntegersLeadToTheEnd() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(5, 0, dtype: .int64)
        }
        try expectStopped(with: "arange: steps of 1.0 do not lead from 5.0 to 0.0", result)
    }

    @Test func shapesAreNotNegative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros(-1)
        }
        try expectStopped(with: "Tensor: shape [-1] has the negative size -1", result)
    }
}
