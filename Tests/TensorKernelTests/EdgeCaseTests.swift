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

    @Test func gradientsPassThroughViewsOfViews() throws {
        let ofOffset = try gradient([10, 20]) { w in
            let d = Tensor.arange(6).reshape(3, 2)[1...].detach()
            d[1] *= w
            return d
        }
        #expect(ofOffset == [4, 5])
        let ofTransposed = try gradient([10, 20]) { w in
            let m = Tensor.arange(6).reshape(2, 3).T.detach()
            m[0] *= w
            return m * Tensor([[1.0, 2], [3, 4], [5, 6]])
        }
        #expect(ofTransposed == [0, 6])
        let ofStrided = try gradient([10, 20]) { w in
            let s = Tensor.arange(8).slice(dim: 0, from: 1, step: 2).detach()
            s[..<2] *= w
            return s
        }
        #expect(ofStrided == [1, 3])
        let ofExpanded = try gradient([1, 2]) { w in
            let a = (w * 1).unsqueeze(1)
            let e = a.expand(2, 3)
            a += 1
            return e
        }
        #expect(ofExpanded == [3, 3])
    }

    @Test func readingATensorDoesNotChangeIt() throws {
        let w = Tensor([1.0, 2], requiresGrad: true)
        let y = w * 1
        let view = y[0...1]
        y *= 3
        #expect(view.requiresGrad && !view.isLeaf && "\(view)".contains("AsStridedBackward0"))
        view.sum().backward()
        #expect(w.grad?.scalars == [3, 3])
    }

    @Test func tallColumnsAreSummedAccurately() {
        let sums = Tensor.full([100_000, 2], 0.1).sum(dim: 0)
        #expect(sums.allclose(Tensor([10_000.001, 10_000.001]), rtol: 1e-6))
        for rows in [31, 32, 33, 63, 64, 65, 1000, 40_000] {
            let x = Tensor.ones(rows, 3)
            #expect(x.sum(dim: 0).scalars == [Double](repeating: Double(rows), count: 3))
            x[rows / 2, 1] = 5
            #expect(x.amax(dims: [0]).scalars == [1, 5, 1])
        }
    }

    @Test func aNumberHasADimensionToName() {
        let s = Tensor(2.5)
        #expect(s.amax(dims: [0]).item() == 2.5 && s.amin(dims: [-1]).item() == 2.5)
        #expect(s.var(dim: 0, correction: 0).item() == 0 && s.std(dim: 0, correction: 0).item() == 0)
        #expect(s.norm(2, dims: [0]).item() == 2.5 && s.logsumexp(dim: 0).item() == 2.5)
        #expect(s.gather(dim: 0, Tensor(0)).shape == [] && s.transpose(0, -1).item() == 2.5)
        #expect(s.indexSelect(dim: 0, Tensor([0])).item() == 2.5 && s.sum(dim: 0).item() == 2.5)
    }

    @Test func extremeValuesFollowPyTorch() throws {
        #expect(Tensor([1, 2, 3]).clamp(max: .infinity).dtype == .float32)
        #expect(Tensor([1.0, 2]).clamp(min: .nan).isnan().bools == [true, true])
        #expect(Tensor([1e20, 2e20, 3e20]).std().item() == Double(Float(1e20)))
        #expect(Tensor.full([3, 4], 1e38).std(dim: 1).scalars == [0, 0, 0])
        #expect(Tensor.arange(0.1, -7.9, step: -4.0, dtype: .int64).ints == [0, -4])
        #expect("\(Tensor([true, false]).sign())" == "tensor([ True, False])")
        #expect("\((Tensor([0.0]) / Tensor([0.0])).item())" == "nan")
        #expect("\((Tensor([0.0]) / Tensor([0.0])).floats)" == "[nan]")
        let slopes = try gradient([.nan, 1]) { $0.relu() }
        #expect(slopes == [1, 1])
        let (u, v) = (Tensor([Double.nan, 1], requiresGrad: true), Tensor([2.0, .nan], requiresGrad: true))
        (u.maximum(v) + u.minimum(v)).sum().backward()
        #expect(u.grad?.scalars == [2, 2] && v.grad?.scalars == [2, 2])
        #expect(Tensor.zeros([0], requiresGrad: true).logsumexp(dim: 0).requiresGrad)
        let (a, b) = (Tensor.zeros([5, 2, 0], requiresGrad: true), Tensor.zeros([0, 4], requiresGrad: true))
        a.matmul(b).sum().backward()
        #expect(a.grad?.shape == [5, 2, 0] && b.grad?.shape == [0, 4])
    }

    @Test func productsOfIntegersTakeNoMoreMemoryThanTheirResult() {
        #expect(Tensor([[1, 2], [3, 4]]).matmul(Tensor([[5], [6]])).ints == [17, 39])
        let x = Tensor.arange(12, dtype: .int64).reshape(2, 1, 2, 3)
        let y = Tensor.arange(12, dtype: .int64).reshape(2, 3, 2)
        #expect(x.matmul(y).shape == [2, 2, 2, 2])
        #expect(x.matmul(y).to(.float32).equal(x.to(.float32).matmul(y.to(.float32))))
        #expect(Tensor.ones(1000, 1000, dtype: .int64).matmul(Tensor.ones(1000, 1, dtype: .int64)).sum().item() == 1e6)
    }

    @Test func subscriptsFollowPython() {
        let x = Tensor.arange(24).reshape(2, 3, 4)
        #expect(Tensor.arange(5)[(-3)...(-1)].scalars == [2, 3, 4])
        #expect(x[nil, 0].shape == [1, 3, 4] && x[0..., nil].shape == [2, 1, 3, 4] && x[..., 0].shape == [2, 3])
        #expect(x[0, 0, (0...).step(2)].scalars == [0, 2] && x[0, 0, (1..<4).step(2)].scalars == [1, 3])
        #expect(x[0..., Tensor([2, 0])].shape == [2, 2, 4] && x[0..., Tensor([2, 0]), 1].scalars == [9, 1, 21, 13])
        #expect(x[Tensor([0, 1]), 0..., Tensor([1, 2])].scalars == [1, 5, 9, 14, 18, 22])
        #expect(x[0..., Tensor([[0, 1], [2, -1]])].shape == [2, 2, 2, 4])
        #expect(x[x .> 21].scalars == [22, 23] && x[0, Tensor([true, false, true]), 0].scalars == [0, 8])
        let y = Tensor.zeros(2, 3)
        y[Tensor([1, 0]), Tensor([2, 0])] = Tensor([5.0, 7])
        y[0..., Tensor([1])] = 3
        #expect(y.scalars == [7, 3, 0, 0, 3, 5])
        y[..., 0] = -1
        #expect(y.scalars == [-1, 3, 0, -1, 3, 5])
    }

    @Test func assignedPlacesPassGradientsOn() throws {
        let assigned = try gradient([1, 2, 3]) { w in
            let y = w * 2
            y[Tensor([2, 0])] = w[..<2] * 10
            return y * Tensor([1.0, 2, 3])
        }
        #expect(assigned == [30, 14, 0])
    }

    @Test func bitsOfIntegers() {
        let (a, b) = (Tensor([12, 5]), Tensor([10, 1]))
        #expect(
            (a & b).ints == [8, 1] && (a | b).ints == [14, 5] && (a ^ b).ints == [6, 4] && (~a).ints == [-13, -6])
        #expect(b.bitwiseLeftShift(Tensor(2)).ints == [40, 4] && a.bitwiseRightShift(Tensor(1)).ints == [6, 2])
        #expect((Tensor([true, false]) ^ Tensor([true])).bools == [false, true])
    }

    @Test func aSequentialIsACollectionOfItsModules() {
        let net = Sequential(Linear(2, 3), ReLU())
        var names: [String] = []
        for layer in net { names.append("\(type(of: layer))") }
        #expect(names == ["Linear", "ReLU"] && net.count == 2 && net.last is ReLU)
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

    @Test func gradientsHaveTheShapeAndTypeOfTheirTensor() async throws {
        let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Tensor.zeros(1000, requiresGrad: true).grad = Tensor([1.0])
        }
        try expectStopped(with: "grad: shapes [1000] and [1] do not fit", shape)
        let type = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Tensor.zeros(1, requiresGrad: true).grad = Tensor([1])
        }
        try expectStopped(with: "grad: a tensor of float32 cannot have a gradient of int64", type)
    }

    @Test func recordedWritesToExpandedTensorsAreRefused() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let y = (Tensor([[1.0], [2]], requiresGrad: true) * 1).expand(2, 3)
            y += Tensor([0.0, 10, 20])
        }
        try expectStopped(with: "+=: an expanded tensor shows one value in several places", result)
    }

    @Test func windowsHaveASize() async throws {
        let pool = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(1, 1, 4, 4).maxPool2d(0, stride: 1)
        }
        try expectStopped(with: "maxPool2d: the window", pool)
        let kernel = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(1, 1, 4, 4).conv2d(weight: Tensor.ones(1, 1, 0, 3))
        }
        try expectStopped(with: "conv2d: ", kernel)
    }

    @Test func lengthsAreNotNegative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(10).narrow(0, start: 0, length: -1)
        }
        try expectStopped(with: "narrow: -1 positions from 0 on leave dimension 0 of shape [10]", result)
    }

    @Test func truthValuesHaveNoNegative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = -Tensor([true, false])
        }
        try expectStopped(with: "negate: not defined for truth values", result)
    }

    @Test func stepsLeadSomewhere() async throws {
        let infinite = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(Double.infinity)
        }
        try expectStopped(with: "arange: steps of 1.0 do not lead from 0.0 to inf", infinite)
        let backwards = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(0, -3, step: 2, dtype: .int64)
        }
        try expectStopped(with: "arange: steps of 2.0 do not lead from 0.0 to -3.0", backwards)
    }

    @Test func rangesDoNotEndBeforeTheyBegin() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(10)[1..<(-1)]
        }
        try expectStopped(with: "1..<-1: a range cannot end before it begins", result)
    }

    @Test func messagesNameTheOpThatWasCalled() async throws {
        let fill = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(2, 3).maskedFill(Tensor([true, false]), 0)
        }
        try expectStopped(with: "maskedFill: shapes", fill)
        let embedding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Embedding(3, 2)(Tensor([5]))
        }
        try expectStopped(with: "embedding: index 5 is out of range of size 3", embedding)
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
