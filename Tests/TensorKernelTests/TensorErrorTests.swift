import TensorKernel
import Testing

/// What cannot be computed stops with a message that names the op and the shapes.
@Suite struct TensorErrorTests {
    @Test func matmulNamesBothShapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(2, 3).matmul(Tensor.ones(4, 5))
        }
        try expectMessage("matmul: shapes [2, 3] and [4, 5] do not fit", of: result)
    }

    @Test func broadcastingNamesTheDimension() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(2, 3) + Tensor.ones(4)
        }
        try expectMessage("add: shapes [2, 3] and [4] do not fit: sizes 3 and 4 at dimension -1 differ", of: result)
    }

    @Test func reshapeCountsTheValues() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(2, 3).reshape(4, 2)
        }
        try expectMessage("reshape: shape [2, 3] has 6 values, which do not fill shape [4, 2]", of: result)
    }

    @Test func crossEntropyNamesTheLabel() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(1, 3).crossEntropy(Tensor([7]))
        }
        try expectMessage("crossEntropy: label 7 is not one of 3 classes", of: result)
    }

    @Test func conv2dNamesInputAndWeight() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.ones(1, 3, 5, 5).conv2d(weight: Tensor.ones(2, 4, 3, 3))
        }
        try expectMessage("conv2d: shapes [1, 3, 5, 5] and [2, 4, 3, 3] do not fit", of: result)
    }

    @Test func backwardNeedsValuesThatWereOverwritten() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1.0, 2], requiresGrad: true)
            let y = x.exp()
            y += 1
            y.sum().backward()
        }
        try expectMessage("backward: exp needs values of shape [2] that an in-place op has changed since", of: result)
    }

    @Test(arguments: ["SGD", "Adam"]) func backwardNeedsParametersFromBeforeTheStep(name: String) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [name] in
            let w = Tensor([1.0, 2], requiresGrad: true)
            let optimizer: Optimizer = name == "SGD" ? SGD([w], lr: 0.1) : Adam([w], lr: 0.1)
            let (first, second) = ((w * w).sum(), (w * w).sum())
            first.backward()
            optimizer.step()
            second.backward()
        }
        try expectMessage("that an in-place op has changed since", of: result)
    }

    @Test func aFreedGraphCannotBeUsedAgain() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor(3.0, requiresGrad: true)
            let y = x * x
            y.backward()
            y.backward()
        }
        try expectMessage("backward: the graph through multiply was already used and freed", of: result)
    }

    @Test func leavesAreNotChangedWhileRecording() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor(3.0, requiresGrad: true)
            x += 1
        }
        try expectMessage("+=: this would change a leaf whose gradient is wanted", of: result)
    }

    @Test func backwardNeedsASingleNumber() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1.0, 2], requiresGrad: true)
            (x * 2).backward()
        }
        try expectMessage("backward: needs a tensor of one element, and this one has shape [2]", of: result)
    }

    @Test func integersHaveNoGradient() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2], requiresGrad: true)
        }
        try expectMessage("requiresGrad: only float32 tensors have gradients, this one is int64", of: result)
    }

    private func expectMessage(_ message: String, of result: ExitTest.Result?) throws {
        let output = try #require(result).standardErrorContent
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.contains(message), "\(text)")
    }
}
