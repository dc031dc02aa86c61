import TensorKernel
import Testing

/// Six steps of each optimiser and schedule give PyTorch's parameters, losses and learning rates.
@Suite(.ownGenerator) struct OptimizerParityTests {
    struct Runs: Decodable {
        struct Case: Decodable {
            let name: String
            let steps: [Step]
        }
        struct Step: Decodable {
            let loss, rate: Double
            let weight, bias: StoredTensor
        }
        let features, answers: StoredTensor
        let cases: [Case]
    }

    @Test func sixStepsOfEach() throws {
        let runs: Runs = try loadFixture("optimizers.json")
        #expect(runs.cases.count == 17)
        for run in runs.cases {
            manualSeed(33)
            let net = Linear(3, 1)
            let optimizer = try optimizer(run.name, net.parameters)
            let endEpoch = schedule(run.name, optimizer)
            for (index, expected) in run.steps.enumerated() {
                let label = "\(run.name), step \(index)"
                optimizer.zeroGrad()
                let loss = MSELoss()(net(runs.features.tensor), runs.answers.tensor)
                loss.backward()
                optimizer.step()
                endEpoch()
                #expect(abs(loss.item() - expected.loss) <= 1e-5 * max(1, expected.loss), "\(label)")
                #expect(abs(optimizer.lr - expected.rate) < 1e-12, "\(label)")
                expectClose(net.weight, expected.weight, tolerance: 1e-5, label)
                expectClose(try #require(net.bias), expected.bias, tolerance: 1e-5, label)
            }
        }
    }

    @Test func parametersWithoutGradientStay() {
        let (used, unused) = (Tensor([1.0], requiresGrad: true), Tensor([1.0], requiresGrad: true))
        for optimizer in [SGD([used, unused], lr: 0.1, weightDecay: 1), Adam([used, unused]), AdamW([used, unused])] {
            optimizer.zeroGrad()
            (used * 3).sum().backward()
            optimizer.step()
        }
        #expect(unused.floats == [1])
        #expect(used.floats[0] < 1)
    }

    private struct UnknownOptimizer: Error {
        let name: String
    }

    private func optimizer(_ name: String, _ parameters: [Tensor]) throws -> Optimizer {
        switch name {
        case "SGD", "StepLR", "CosineAnnealingLR", "ExponentialLR", "MultiStepLR", "LambdaLR": SGD(parameters, lr: 0.1)
        case "SGD with weight decay": SGD(parameters, lr: 0.1, weightDecay: 0.1)
        case "SGD with momentum": SGD(parameters, lr: 0.05, momentum: 0.9, weightDecay: 0.01)
        case "SGD with Nesterov": SGD(parameters, lr: 0.05, momentum: 0.9, nesterov: true)
        case "Adam": Adam(parameters, lr: 0.1)
        case "Adam with weight decay": Adam(parameters, lr: 0.1, betas: (0.8, 0.95), weightDecay: 0.1)
        case "AdamW": AdamW(parameters, lr: 0.1, weightDecay: 0.2)
        case "RMSprop": RMSprop(parameters, lr: 0.1)
        case "RMSprop, centred":
            RMSprop(parameters, lr: 0.05, alpha: 0.9, weightDecay: 0.1, momentum: 0.5, centered: true)
        case "Adagrad": Adagrad(parameters, lr: 0.3, lrDecay: 0.1, weightDecay: 0.1)
        case "Adadelta": Adadelta(parameters, lr: 0.9, weightDecay: 0.1)
        case "groups":
            SGD([ParameterGroup([parameters[0]], lr: 0.2, weightDecay: 0.3), ParameterGroup([parameters[1]])], lr: 0.1)
        default: throw UnknownOptimizer(name: name)
        }
    }

    private func schedule(_ name: String, _ optimizer: Optimizer) -> () -> Void {
        switch name {
        case "StepLR":
            let schedule = StepLR(optimizer, stepSize: 2, gamma: 0.5)
            return { schedule.step() }
        case "CosineAnnealingLR":
            let schedule = CosineAnnealingLR(optimizer, tMax: 5, etaMin: 0.01)
            return { schedule.step() }
        case "ExponentialLR":
            let schedule = ExponentialLR(optimizer, gamma: 0.8)
            return { schedule.step() }
        case "MultiStepLR":
            let schedule = MultiStepLR(optimizer, milestones: [2, 4], gamma: 0.5)
            return { schedule.step() }
        case "LambdaLR":
            let schedule = LambdaLR(optimizer) { 1 / Double(1 + $0) }
            return { schedule.step() }
        default: return {}
        }
    }
}
