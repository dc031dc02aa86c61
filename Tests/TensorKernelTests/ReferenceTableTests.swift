import Foundation
import TensorKernel
import Testing

/// What `docs/pytorch-to-lectern.md` tells readers to write compiles and does what the left column does.
@Suite(.ownGenerator) struct ReferenceTableTests {
    /// Every name that the page's right column calls or passes stands in this file, which is compiled.
    @Test func everyNameOfThePageIsTriedHere() throws {
        let file = URL(filePath: #filePath)
        let tried = Set(
            try String(contentsOf: file, encoding: .utf8).matches(of: /[A-Za-z]\w*/).map { String($0.output) })
        let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/pytorch-to-lectern.md"), encoding: .utf8)
        let columns = page.replacing("\\|", with: " ").split(separator: "\n").filter { $0.hasPrefix("|") }.compactMap {
            $0.split(separator: "|").last
        }
        let codes = columns.flatMap { $0.matches(of: /`([^`]*)`/).map(\.output.1) }
        let names = codes.flatMap {
            $0.matches(of: /([A-Za-z]\w*)[(:]|\.([A-Za-z]\w*)/).map { $0.output.1 ?? $0.output.2 ?? "" }
        }
        #expect(names.count > 250)
        #expect(Set(names.map(String.init)).subtracting(tried) == [])
    }

    @Test func tensors() {
        #expect(Tensor([[1.0, 2], [3, 4]]).shape == [2, 2])
        #expect(Tensor(3).dtype == .int64 && Tensor([true]).dtype == .bool)
        #expect(Tensor.arange(16).dtype == .float32 && Tensor.arange(16, dtype: .int64).dtype == .int64)
        #expect(Tensor.arange(0.0, 1.0, step: 0.1).numel == 10 && Tensor.linspace(0, 1, 5).numel == 5)
        #expect(Tensor.full([2, 3], 7.0).sum().item() == 42 && Tensor.eye(3).sum().item() == 3)
        manualSeed(0)
        let x = Tensor.zeros(2, 3)
        #expect(Tensor.zeros(like: x).shape == [2, 3] && Tensor.ones(2, 3).numel == 6)
        #expect(Tensor.rand(like: x).shape == x.shape && Tensor.randn(2, 3).ndim == 2)
        #expect(Tensor.normal(0, 0.01, [2, 1], requiresGrad: true).requiresGrad)
        #expect(Tensor.randint(low: 0, high: 10, [5]).numel == 5)
        #expect(Tensor.randperm(5).ints.sorted() == [0, 1, 2, 3, 4])
        #expect(Tensor.full([4], 1.0).bernoulli().sum().item() == 4)
        let generator = Generator(seed: 1)
        #expect(Tensor.rand(3, generator: generator).numel == 3)
        #expect(x.size(0) == 2 && x.to(.int64).dtype == .int64 && x.floats.count == 6 && x.bools.count == 6)
    }

    @Test func pythonsOwnWords() {
        let rows = [[1.0], [2.0]]
        #expect((0..<10).count == 10 && rows.count == 2 && rows.enumerated().first { $0.offset == 1 }?.element == [2])
        #expect((Linear(1, 1) as Module) is Linear && Tensor([1.0, 2.0]).floats == [1, 2])
        let (x, y) = (Tensor.zeros(2, 3), Tensor.ones(3, 2, dtype: .int64))
        #expect(x.reshape(y.shape).shape == [3, 2] && x[0].broadcastTo([2, 3]).shape == [2, 3])
        #expect(x.to(y.dtype).dtype == .int64 && x.to(.bool).dtype == .bool && x.transpose(0, 1).shape == [3, 2])
        #expect(Tensor.zeros(3, requiresGrad: true).isLeaf)
    }

    @Test func subscriptsAndChangesInPlace() {
        let x = Tensor.arange(12).reshape(4, 3)
        #expect(x[0].shape == [3] && x[-1].floats == [9, 10, 11])
        #expect(x[1..<3].shape == [2, 3] && x[0..., 2].floats == [2, 5, 8, 11])
        #expect(x[x .> 9].floats == [10, 11] && x[Tensor([3, 0])].shape == [2, 3])
        x[0] = 1
        x += 1
        #expect(x[0].floats == [2, 2, 2])
        x.copy(from: Tensor.zeros(4, 3))
        #expect(x.sum().item() == 0)
        let y = Tensor.arange(4)
        y[y .> 2] = 0
        y.addScaled(Tensor.ones(4), by: -0.5)
        #expect(y.scalars == [-0.5, 0.5, 1.5, -0.5])
        y.fill(2)
        #expect(y.floats == [2, 2, 2, 2])
    }

    @Test func operations() {
        let a = Tensor([[1.0, 2], [3, 4]])
        #expect(a.pow(2).floats == [1, 4, 9, 16] && (-a / a).floats == [-1, -1, -1, -1])
        #expect(((a .> 1.5) .&& !(a .== 4)).bools == [false, true, true, false])
        #expect(a.matmul(a.T).floats == [5, 11, 11, 25] && a[0].dot(a[1]).item() == 11)
        #expect(a.sum(dim: 1, keepdim: true).shape == [2, 1] && a.mean(dims: [0, 1]).item() == 2.5)
        #expect(a.var(correction: 0).item() == 1.25 && a.std().numel == 1 && a.norm().numel == 1)
        #expect(a.max().item() == 4 && a.max(dim: 1).indices.ints == [1, 1] && a.argmax(dim: 1).ints == [1, 1])
        #expect(a.reshape(4).topk(3).values.floats == [4, 3, 2])
        #expect(a.clamp(min: 2).relu().abs().floats == [2, 2, 3, 4])
        #expect(a.softmax(dim: 1).allclose(a.logSoftmax(dim: 1).exp()) && a.logsumexp(dim: 1).shape == [2])
        #expect(a.reshape(1, -1).view(2, -1).flatten(startDim: 1).permute(1, 0).unsqueeze(0).shape == [1, 2, 2])
        #expect(Tensor.cat([a, a], dim: 1).shape == [2, 4] && Tensor.stack([a, a]).split(1).count == 2)
        #expect(Tensor.where(a .> 2, a, 0 * a).equal(Tensor([[0.0, 0], [3, 4]])))
        #expect(a.gather(dim: 1, Tensor([[1], [0]])).floats == [2, 3])
    }

    @Test func furtherOperations() {
        let a = Tensor([[1.0, 2], [3, 4]])
        #expect(a.prod().item() == 24 && a.cumsum(dim: 0).floats == [1, 2, 4, 6] && a[0].outer(a[1]).shape == [2, 2])
        #expect(a.amax(dims: [0, 1]).item() == 4 && a.maximum(2 * a).equal(2 * a) && a.sort().values.equal(a))
        #expect((a .> 0).all().bools == [true] && (a .> 4).any().bools == [false])
        #expect(a.log2()[0, 1].item() == 1 && a.sqrt()[1, 1].item() == 2 && a.reciprocal().reciprocal().allclose(a))
        #expect(a.log().exp().allclose(a, atol: 1e-6) && (-a).sign().floats == [-1, -1, -1, -1])
        #expect((a.sin() * a.sin() + a.cos() * a.cos()).allclose(Tensor.ones(2, 2), atol: 1e-6))
        #expect(
            a.tanh().allclose(2 * (2 * a).sigmoid() - 1, atol: 1e-6) && (-a).leakyRelu(slope: 0.5).sum().item() == -5)
        #expect(a.floorDivide(2).floats == [0, 1, 1, 2] && a.remainder(2).floats == [1, 0, 1, 0])
        #expect((a / 3).floor().sum().item() == 2 && (a / 3).round().sum().item() == 3)
        #expect(a.isnan().bools == a.isinf().bools)
        #expect(a.repeat(2, 1).shape == [4, 2] && a.repeatInterleave(2, dim: 0).shape == [4, 2])
        #expect(a.roll(1, dim: 0).floats == [3, 4, 1, 2] && a.flip(dims: [0]).floats == [3, 4, 1, 2])
        #expect(a[0].reshape(1, 2).expand(3, 2).shape == [3, 2])
        #expect(a.maskedFill(a .> 2, 0.0).sum().item() == 3 && a.tril().floats == [1, 0, 3, 4])
        #expect(a.triu(diagonal: 1).floats == [0, 2, 0, 0] && a.diag().diag().floats == [1, 0, 0, 4])
        let i = Tensor([0, 2, 2])
        #expect(i.nonzero().ints == [1, 2] && i.bincount().ints == [1, 0, 2] && i.oneHot(3).shape == [3, 3])
        #expect("\(i)" == "tensor([0, 2, 2])")
    }

    @Test func indicesAndFurtherFunctions() {
        let a = Tensor([[2.0, 1], [1, 3]])
        let x = Tensor.arange(8).reshape(2, 4)
        #expect(
            x[0..., nil].shape == [2, 1, 4] && x[..., 0].scalars == [0, 4] && x[0, (0...).step(2)].scalars == [0, 2])
        #expect(Tensor.einsum("ij,jk->ik", a, a).equal(a.matmul(a)) && a.det().item() == 5 && a.trace().item() == 5)
        #expect(a.matmul(a.inverse()).allclose(Tensor.eye(2), atol: 1e-6))
        #expect(a.matmul(a.solve(x)).allclose(x, atol: 1e-5))
        #expect(Tensor.meshgrid(x[0], x[1]).count == 2 && a.unique().scalars == [1, 2, 3] && a.median().item() == 1)
        #expect(a.diagonal().scalars == [2, 3] && a.cdist(a).shape == [2, 2])
        let i = Tensor([[0], [1]])
        #expect(a.scatter(dim: 1, i, Tensor([[7.0], [8]])).scalars == [7, 1, 1, 8])
        #expect(a.indexAdd(dim: 0, Tensor([1]), Tensor([[1.0, 1]])).scalars == [2, 1, 2, 4])
        #expect(a.pad([1, 1]).shape == [2, 4] && a.maskedSelect(a .> 1).scalars == [2, 3])
        #expect((a / 4).acos().cos().allclose(a / 4, atol: 1e-6) && a.atan2(a).allclose(Tensor.full([2, 2], 0.785398)))
        #expect(a.sinh().shape == a.silu().shape && a.softplus().shape == a.elu().shape)
        #expect(a.lerp(2 * a, Tensor(0.5)).equal(1.5 * a))
    }

    @Test func furtherLayers() {
        let images = Tensor.rand(2, 4, 8, 8)
        #expect(Conv2d(4, 8, kernelSize: 3, dilation: 2, groups: 4)(images).shape == [2, 8, 4, 4])
        #expect(Conv1d(8, 8, kernelSize: 3)(images[0]).shape == [4, 8, 6])
        #expect(ConvTranspose2d(4, 2, kernelSize: 4, stride: 2)(images).shape == [2, 2, 18, 18])
        #expect(AdaptiveAvgPool2d(1)(images).shape == [2, 4, 1, 1] && GroupNorm(2, 4)(images).shape == images.shape)
        #expect(images.maxPool2dWithIndices(2).indices.shape == [2, 4, 4, 4])
        let lazy = Sequential(LazyConv2d(8, kernelSize: 3), LazyBatchNorm2d(), ReLU(), Flatten(), LazyLinear(10))
        #expect(lazy.parameters.isEmpty && lazy(images).shape == [2, 10])
        #expect(lazy.namedParameters.map(\.name).first == "0.weight" && lazy.parameters.count == 6)
        var linears = 0
        lazy.apply { linears += $0 is Linear ? 1 : 0 }
        #expect(linears == 1)
        let x = Tensor.rand(3, 2, 4)
        #expect(RNN(4, 8, numLayers: 2)(x).output.shape == [3, 2, 8] && GRU(4, 8)(x).h.shape == [1, 2, 8])
        let (y, state) = LSTM(4, 8)(x)
        #expect(y.shape == [3, 2, 8] && state.h.shape == state.c.shape)
        #expect(MultiheadAttention(4, 2)(x, x, x).weights.shape == [2, 3, 3])
        #expect(
            scaledDotProductAttention(x, x, x).shape == x.shape && TransformerEncoderLayer(4, 2)(x).shape == x.shape)
    }

    @Test func furtherLossesAndOptimisers() {
        let (x, labels) = (Tensor.rand(4, 3), Tensor([0, 1, 2, 0]))
        let w = Tensor.ones(3)
        #expect(CrossEntropyLoss(weight: w, ignoreIndex: 0, labelSmoothing: 0.1)(x, labels).item() > 0)
        #expect(NLLLoss()(x.logSoftmax(), labels).item() > 0 && BCELoss()(x, x).item() > 0)
        #expect(SmoothL1Loss()(x, 2 * x).item() > 0 && KLDivLoss(reduction: .batchMean)(x.log(), 2 * x).item() > 0)
        let net = Linear(3, 3)
        CrossEntropyLoss()(net(x), labels).backward()
        #expect(clipGradNorm(net.parameters, maxNorm: 0.01) > 0.01 && clipGradNorm(net.parameters, maxNorm: 1) < 0.011)
        let groups = [ParameterGroup([net.weight], lr: 0.1), ParameterGroup(net.parameters.suffix(1))]
        let optimizer = SGD(groups, lr: 0.01)
        for optimizer in [RMSprop(net.parameters), Adagrad(net.parameters), Adadelta(net.parameters), optimizer] {
            optimizer.step()
        }
        ExponentialLR(optimizer, gamma: 0.9).step()
        MultiStepLR(optimizer, milestones: [10, 20]).step()
        LambdaLR(optimizer) { _ in 0.5 }.step()
        #expect(abs(optimizer.lr - 0.0045) < 1e-9)
    }

    @Test func gradients() {
        let x = Tensor([2.0], requiresGrad: true)
        let y = x * x
        y.backward(gradient: Tensor([1.0]), retainGraph: true)
        y.sum().backward()
        #expect(x.grad?.floats == [8])
        x.grad = nil
        #expect(noGrad { x * 2 }.requiresGrad == false && x.detach().requiresGrad == false)
        func f(_ x: Tensor) -> Tensor { x.square() }
        #expect(gradcheck([x]) { f($0[0]) }.passed)
        // What these tell a report is tried beside them, in PropertyExpectationTests.
        expect(gradcheck([x]) { f($0[0]) }, "gradients")
        expect(runs: 2, "deterministic") { f(x) }
        expect(falling: [2.0, 1], "falls")
        expect(x.softmax(dim: 0), sumsTo: 1, dim: 0, "probabilities")
        expect(x, shape: x.shape, "shape")
    }

    @Test func layersAndOptimisers() {
        let net = Sequential {
            Conv2d(1, 6, kernelSize: 5, padding: 2)
            BatchNorm2d(6)
            ReLU()
            MaxPool2d(kernelSize: 2)
            AvgPool2d(kernelSize: 2)
            Flatten()
            LayerNorm(6)
            Linear(6, 4)
            BatchNorm1d(4)
            Dropout(0.5)
        }
        net.apply { if let linear = $0 as? Linear { Initialize.normal(linear.weight, std: 0.01) } }
        #expect(net(Tensor.rand(2, 1, 4, 4)).shape == [2, 4])
        let cell = LSTMCell(4, 8)
        var (h, c) = (cell.initialState(count: 2), cell.initialState(count: 2))
        (h, c) = cell(Tensor.rand(2, 4), (h, c))
        #expect(h.shape == [2, 8] && c.shape == [2, 8])
        let optimizer = SGD(net.parameters, lr: 0.5, momentum: 0.9)
        let schedule = CosineAnnealingLR(optimizer, tMax: 10)
        optimizer.zeroGrad()
        optimizer.step()
        schedule.step()
        #expect(optimizer.lr < 0.5)
    }
    @Test func networksOfOnesOwn() throws {
        final class Net: Module {
            let embedding = Embedding(9, 4)
            let output = Linear(4, 2, bias: false)
            override func forward(_ x: Tensor) -> Tensor {
                output(dropout(embedding(x), p: 0.5, training: isTraining))
            }
        }
        let net = Net()
        net.eval()
        #expect(!net.isTraining && net.namedParameters.map(\.name) == ["embedding.weight", "output.weight"])
        net.train()
        let activations = Sequential(Sigmoid(), Tanh(), GELU(), Softmax(dim: 1))
        #expect(abs(activations(net(Tensor([1, 2]))).sum().item() - 2) < 1e-5)
        #expect(RNNCell(4, 8)(Tensor.rand(2, 4)).shape == GRUCell(4, 8)(Tensor.rand(2, 4)).shape)
        let w = net.output.weight
        Initialize.zeros(w)
        Initialize.constant(w, 1)
        Initialize.uniform(w, from: -1, to: 1)
        Initialize.xavierUniform(w)
        Initialize.kaimingNormal(w)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try net.save(to: path)
        try net.load(from: path)
    }

    @Test func lossesSchedulesAndData() throws {
        let (x, y) = (Tensor.rand(4, 3), Tensor.rand(4, 3))
        let total = MSELoss()(x, y) + L1Loss()(x, y) + BCEWithLogitsLoss()(x, y) + HuberLoss(delta: 1)(x, y)
        #expect(total.item() > 0)
        #expect(CrossEntropyLoss(reduction: .none)(x, Tensor([0, 1, 2, 0])).shape == [4])
        let net = Linear(3, 3)
        let schedule = StepLR(Adam(net.parameters), stepSize: 10, gamma: 0.1)
        schedule.step()
        AdamW(net.parameters, weightDecay: 0.01).step()
        let data = TensorDataset(x, y)
        #expect(data[3].x.shape == [3] && data[0..<2].y.shape == [2, 3])
        for (x, y) in DataLoader(data, batchSize: 2, shuffle: true) { #expect(x.shape == y.shape) }
        let (train, test) = try FashionMNIST.load()
        #expect(train.count == 60_000 && test.classNames == FashionMNIST.classNames)
    }

    /// What only a lesson's report shows is compiled here; the display's own tests look at what it sends.
    private func showing(x: Tensor, y: Tensor, images: Tensor, loss: Double) {
        plot(x, y, title: "loss", yScale: .logarithmic)
        plot(x, [y, y], labels: ["a", "b"], xLabel: "x", yLabel: "y")
        scatter(x, y)
        bars(["a"], [1.0])
        histogram(y, bins: 30)
        heatMap(images)
        figure("title") { plot(x, y) }
        show(images: images, labels: y, predictions: y, names: FashionMNIST.classNames)
        let curves = LearningCurves(["train loss"], xLabel: "epoch")
        for epoch in progress(over: 1...10, "training") { curves.add(x: epoch, loss) }
        let net = Linear(2, 1)
        show(graph: net(Tensor.ones(1, 2)).sum(), of: net)
        show(table: [["SGD", 0.87]], columns: ["method", "accuracy"])
        print(fixed(loss, 3), scientific(loss, 2))
        expect(loss, near: 0.86, within: 0.02, "test accuracy")
        expect(x, near: y, within: 0.01, "weights")
    }
}
