import TensorKernel

/// Large enough ops of every kind that divides its work.
enum Workload {
    static func digest() -> UInt64 {
        var bits: [UInt32] = []
        let x = values([300, 700])
        let w = values([260, 700])
        let b = values([260])
        for parameter in [x, w, b] { parameter.requiresGrad = true }
        let hidden = x.linear(weight: w, bias: b).relu()
        let labels = Tensor((0..<300).map { $0 * 7 % 260 })
        let loss = hidden.crossEntropy(labels) + (x * x).mean() + x.exp().sum(dim: 0).log().sum()
        loss.backward()
        let pictures = values([40, 3, 20, 20])
        let kernels = values([8, 3, 5, 5])
        for leaf in [pictures, kernels] { leaf.requiresGrad = true }
        pictures.conv2d(weight: kernels, padding: 2).maxPool2d(2).sigmoid().sum().backward()
        let batches = values([20, 90, 60]).matmul(values([20, 60, 50]))
        let results = [
            loss, x.grad, w.grad, b.grad, pictures.grad, kernels.grad, batches, x.T.sum(dim: 0), x.T.amax(dims: [0]),
        ]
        for result in results { bits += result?.floats.map(\.bitPattern) ?? [] }
        return hash(bits)
    }

    /// Some steps of training, with all that draws random numbers: initial parameters, shuffles, masks.
    static func trainingDigest() -> UInt64 {
        manualSeed(7)
        let data = TensorDataset(Tensor.randn(600, 300), Tensor.randint(low: 0, high: 10, [600]))
        let net = Sequential {
            Linear(300, 256)
            BatchNorm1d(256)
            ReLU()
            Dropout(0.2)
            Linear(256, 256)
            LayerNorm(256)
            GELU()
            Dropout(0.5)
            Linear(256, 10)
        }
        let optimizers = [
            SGD(net.parameters, lr: 0.1, momentum: 0.9, weightDecay: 0.01), AdamW(net.parameters, lr: 0.01),
        ]
        var bits: [UInt32] = []
        for optimizer in optimizers {
            for (x, y) in DataLoader(data, batchSize: 256, shuffle: true) {
                let loss = CrossEntropyLoss()(net(x), y)
                optimizer.zeroGrad()
                loss.backward()
                optimizer.step()
                bits += loss.floats.map(\.bitPattern)
            }
        }
        for tensor in net.parameters + [Tensor.rand(40_000), Tensor.randn(40_001)] {
            bits += tensor.floats.map(\.bitPattern)
        }
        return hash(bits)
    }

    /// Layers that are computed in one go, forward and backward.
    static func layerDigest() -> UInt64 {
        manualSeed(11)
        let sequence = Tensor.randn(7, 5, 24)
        let layers: [Module] = [
            GRU(24, 24), LSTM(24, 24), MultiheadAttention(24, 4),
            TransformerEncoderLayer(24, 2, feedForwardSize: 50, activation: { $0.gelu() }),
        ]
        var bits: [UInt32] = []
        for layer in layers {
            let result = layer(sequence)
            result.square().sum().backward()
            bits += ([result] + layer.parameters.compactMap(\.grad)).flatMap { $0.floats.map(\.bitPattern) }
        }
        let pictures = Tensor.randn(3, 4, 9, 9)
        let net = Sequential {
            Conv2d(4, 6, kernelSize: 3, padding: 1)
            BatchNorm2d(6)
            ReLU()
        }
        net(pictures).cumsum(dim: -1).sum().backward()
        bits += net.parameters.compactMap(\.grad).flatMap { $0.floats.map(\.bitPattern) }
        return hash(bits)
    }

    /// Every function of single numbers on a sample of all floats.
    static func functionDigest() -> UInt64 {
        let x = Tensor(stride(from: UInt32(0), to: .max - 800_011, by: 800_011).map { Float(bitPattern: $0) })
        var results = FunctionCase.all.map { $0.computed(x) }
        results += [x.softmax(), x.abs().pow(2.5), x.pow(x.flip(dims: [0]))]
        // What is not a number has different bits on different processors, and means the same.
        return hash(results.flatMap(\.floats).map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern })
    }

    /// The FNV-1a hash.
    private static func hash(_ bits: [UInt32]) -> UInt64 {
        bits.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }

    private static func values(_ shape: [Int]) -> Tensor {
        let numbers: [Float] = (0..<shape.reduce(1, *)).map { Float(($0 &* 2_654_435_761) % 2001) / 1000 - 1 }
        return Tensor(numbers, shape: shape)
    }
}
