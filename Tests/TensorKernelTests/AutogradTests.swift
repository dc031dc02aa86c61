import TensorKernel
import Testing

/// What `backward()` promises beyond the derivatives of single ops.
@Suite struct AutogradTests {
    @Test func gradientsAccumulateUntilTheyAreCleared() {
        let x = Tensor([1.0, 2.0], requiresGrad: true)
        (x * x).sum().backward()
        (x * 3).sum().backward()
        #expect(x.grad?.scalars == [5, 7])
        x.grad = nil
        (x * 3).sum().backward()
        #expect(x.grad?.scalars == [3, 3])
    }

    @Test func aTensorUsedSeveralTimesCollectsAllItsGradients() {
        let x = Tensor(3.0, requiresGrad: true)
        let y = x * x
        (y * y + y + x).backward()
        #expect(x.grad?.item() == 115)
    }

    /// x + x gives both inputs the same gradient; the two leaves must not share its memory.
    @Test func gradientsOfDifferentLeavesAreDifferentTensors() throws {
        let (a, b) = (Tensor([1.0, 1.0], requiresGrad: true), Tensor([1.0, 1.0], requiresGrad: true))
        (a + b).backward(gradient: Tensor([2.0, 3.0]))
        try #require(a.grad).fill(0)
        #expect(b.grad?.scalars == [2, 3])
    }

    @Test func nothingIsRecordedWithinNoGradOrAfterDetach() {
        let x = Tensor([1.0], requiresGrad: true)
        #expect(noGrad { (x * 2).requiresGrad } == false)
        #expect((x * 2).requiresGrad)
        #expect((x * 2).detach().requiresGrad == false)
        let y = (x * 2).detach() * x
        y.sum().backward()
        #expect(x.grad?.item() == 2)
    }

    @Test func aChainOfAHundredThousandOpsWorksAndIsReleased() {
        let x = Tensor(1.0, requiresGrad: true)
        var y = x
        for _ in 0..<100_000 { y = y + x }
        y.backward()
        #expect(x.grad?.item() == 100_001)
        var unused = x
        for _ in 0..<100_000 { unused = unused * 1 }
        unused = x
        var views = x.reshape(1)
        for _ in 0..<100_000 { views = views.reshape(1, 1).reshape(1) }
        views = x
    }

    @Test func recordedInPlaceOpsPassGradientsOn() {
        let x = Tensor([1.0, 2, 3], requiresGrad: true)
        let y = x * 2
        y += x
        y *= Tensor([1.0, 10, 100])
        y.sum().backward()
        #expect(x.grad?.scalars == [3, 30, 300])
    }

    @Test func assignedPartsPassGradientsOn() {
        let (x, w) = (Tensor([1.0, 2, 3], requiresGrad: true), Tensor([4.0, 5], requiresGrad: true))
        let y = x * 2
        y[1...] = w * 3
        (y * Tensor([1.0, 10, 100])).sum().backward()
        #expect(x.grad?.scalars == [2, 0, 0])
        #expect(w.grad?.scalars == [30, 300])
    }

    @Test func replacedValuesHaveAGradientOfZero() {
        let x = Tensor([1.0, 2, 3], requiresGrad: true)
        let y = x * 2
        y.fill(7)
        #expect(y.requiresGrad && y.floats == [7, 7, 7])
        y.sum().backward()
        #expect(x.grad?.scalars == [0, 0, 0])
    }

    @Test func viewsFollowInPlaceOpsOnWhatTheyShow() {
        let x = Tensor([1.0, 2], requiresGrad: true)
        let y = x * 1
        let first = y[0]
        y *= 5
        first.backward()
        #expect(x.grad?.scalars == [5, 0])
    }

    @Test func anInPlaceOpOnAViewReachesTheWhole() {
        let x = Tensor([1.0, 2], requiresGrad: true)
        let y = x * 1
        y[0] *= 5
        y.sum().backward()
        #expect(x.grad?.scalars == [5, 1])
    }

    @Test func retainedGraphsCanBeUsedTwice() {
        let x = Tensor(3.0, requiresGrad: true)
        let y = x * x
        y.backward(retainGraph: true)
        y.backward()
        #expect(x.grad?.item() == 12)
    }

    @Test func gradcheckAcceptsRightAndRejectsWrongDerivatives() {
        let x = Tensor([0.3, -0.7, 1.1], requiresGrad: true)
        #expect(gradcheck([x]) { $0[0].tanh() * $0[0].exp() }.passed)
        let wrong = gradcheck([x]) { $0[0] * $0[0].detach() }
        #expect(!wrong.passed)
        #expect(wrong.description.contains("input 0, value 2"))
    }

    @Test(arguments: gradientFunctions.keys.sorted())
    func derivativesAgreeWithDifferences(_ name: String) throws {
        let function = try #require(gradientFunctions[name])
        func input(_ shape: [Int], _ start: Double) -> Tensor {
            let count = shape.reduce(1, *)
            let values = (0..<count).map { start + Double($0 * 7 % count) * 1.3 / Double(count) }
            return Tensor(values, shape: shape, requiresGrad: true)
        }
        let check = gradcheck([input([3, 4], 0.2), input([4, 3], -0.9), input([2, 3, 5, 5], -0.6)], function)
        #expect(check.passed, "\(check)")
    }
}

/// Compositions that between them use every op with a derivative, in odd layouts.
private let gradientFunctions: [String: @Sendable ([Tensor]) -> Tensor] = [
    "arithmetic": { ($0[0] - $0[1].T) * $0[0] / ($0[1].T + 4) - 2 * $0[0] },
    "matmul": { $0[0].matmul($0[1]).matmul($0[0]) },
    "batched matmul": { $0[2][0].transpose(1, 2).matmul($0[2][1]) },
    "linear": { $0[0].linear(weight: $0[1].T, bias: $0[1].T[0, 0...3].narrow(0, start: 0, length: 3)) },
    "exp log": { ($0[0].exp() + 1).log() + $0[0].log() + $0[0].log1p() + $0[0].expm1() },
    "powers": { $0[0].sqrt() + $0[0].rsqrt() + $0[0].pow(3) + $0[0].pow($0[1].T) },
    "waves": { $0[1].sin() * $0[1].cos() + $0[1].tanh() + $0[1].sigmoid() + $0[1].erf() + ($0[1] / 3).tan() },
    "gelu": { $0[1].gelu() },
    "statistics": { $0[0].var(dim: 0) + $0[0].std(dims: [0]) + $0[0].mean(dim: 0) + $0[0].norm(dims: [0]) },
    "softmax": { $0[0].softmax(dim: 0) * $0[0].logSoftmax(dim: 1) + $0[0].logsumexp(dim: 1, keepdim: true) },
    "prod cumsum": { $0[0].cumsum(dim: 0) * $0[0].prod(dim: 0) },
    "joining": { Tensor.cat([$0[0], $0[1].T, $0[0]], dim: 0) * Tensor.stack([$0[0], $0[0] * 2]).sum(dim: 0)[0] },
    "slices": { $0[0][1...].sum(dim: 0) * $0[0].slice(dim: 0, step: 2).mean(dim: 0) + $0[0][-1].flip(dims: [0]) },
    "expand": { $0[0].unsqueeze(1).expand(3, 2, 4) * $0[0][0] },
    "conv2d": { $0[2].conv2d(weight: $0[2][0..., 0..., 1..<3, 1..<4], bias: $0[0][0, ..<2], stride: 2, padding: 1) },
    "avgPool2d": { $0[2].avgPool2d(3, stride: 2, padding: 1) },
    "remainder": { $0[0].remainder(Tensor(10.0)) },
]
