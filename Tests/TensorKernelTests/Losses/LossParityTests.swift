import TensorKernel
import Testing

/// Losses and their gradients are PyTorch's, for every reduction.
@Suite struct LossParityTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name, reduction, text: String
        let x, target, loss, gradient: StoredTensor
        let targetGradient: StoredTensor?

        var testDescription: String { "\(name), \(reduction)" }
    }

    @Test(arguments: try loadFixture("losses.json", as: [Case].self))
    func loss(_ example: Case) throws {
        let reductions: [String: Reduction] = ["none": .none, "mean": .mean, "sum": .sum]
        let reduction = try #require(reductions[example.reduction])
        let (x, target) = (example.x.tensor, example.target.tensor)
        x.requiresGrad = true
        target.requiresGrad = example.targetGradient != nil
        let loss =
            switch example.name {
            case "MSELoss": MSELoss(reduction: reduction)(x, target)
            case "L1Loss": L1Loss(reduction: reduction)(x, target)
            case "CrossEntropyLoss": CrossEntropyLoss(reduction: reduction)(x, target)
            case "BCEWithLogitsLoss": BCEWithLogitsLoss(reduction: reduction)(x, target)
            case "HuberLoss": HuberLoss(reduction: reduction)(x, target)
            default: HuberLoss(reduction: reduction, delta: 0.4)(x, target)
            }
        expectClose(loss, example.loss, tolerance: 1e-6)
        #expect(loss.description == example.text)

        let count = max(2, loss.numel)
        (loss * Tensor.linspace(-1, 1, count)[0..<loss.numel].reshape(loss.shape)).sum().backward()
        expectClose(try #require(x.grad), example.gradient, tolerance: 1e-6, "gradient")
        if let expected = example.targetGradient {
            expectClose(try #require(target.grad), expected, tolerance: 1e-6, "target gradient")
        }
    }

    @Test func extremeLogitsOverflowNowhere() {
        let x = Tensor([-1000, 1000, -1000, 1000] as [Float], requiresGrad: true)
        let loss = BCEWithLogitsLoss(reduction: .none)(x, Tensor([0, 1, 1, 0] as [Float]))
        #expect(loss.floats == [0, 0, 1000, 1000])
        loss.sum().backward()
        #expect(x.grad?.floats == [0, 0, -1, 1])
    }
}
