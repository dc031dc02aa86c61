import TensorKernel
import Testing

/// What `docs/pytorch-to-lectern.md` tells readers to write compiles and does what the left column does.
@Suite(.ownGenerator) struct ReferenceTableTests {
    @Test func tensors() {
        #expect(Tensor([[1.0, 2], [3, 4]]).shape == [2, 2])
        #expect(Tensor(3).dtype == .int64 && Tensor([true]).dtype == .bool)
        #expect(Tensor.arange(16).dtype == .float32 && Tensor.arange(16, dtype: .int64).dtype == .int64)
        #expect(Tensor.arange(0.0, 1.0, step: 0.1).numel == 10 && Tensor.linspace(0, 1, 5).numel == 5)
        #expect(Tensor.full([2, 3], 7.0).sum().item() == 42 && Tensor.eye(3).sum().item() == 3)
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

    @Test func gradients() {
        let x = Tensor([2.0], requiresGrad: true)
        let y = x * x
        y.backward(gradient: Tensor([1.0]), retainGraph: true)
        y.sum().backward()
        #expect(x.grad?.floats == [8])
        x.grad = nil
        #expect(noGrad { x * 2 }.requiresGrad == false && x.detach().requiresGrad == false)
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
}
