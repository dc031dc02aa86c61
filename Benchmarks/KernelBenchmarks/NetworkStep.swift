import TensorKernel

/// One step of training of a small network: forward, backward and SGD.
struct NetworkStep {
    /// The name, which PyTorch's reference uses too.
    let name: String
    /// How many numbers the input has.
    let values: Double
    let step: () -> Void

    private init(_ name: String, _ input: Tensor, _ net: Module, _ loss: @escaping (Tensor) -> Tensor) {
        (self.name, values) = (name, Double(input.numel))
        let optimizer = SGD(net.parameters, lr: 0.01)
        step = {
            optimizer.zeroGrad()
            loss(input).backward()
            optimizer.step()
        }
    }

    /// A GRU cell that goes through 32 inputs of 128 numbers, 64 sequences at a time.
    static func recurrent() -> NetworkStep {
        let cell = GRUCell(128, 256)
        return NetworkStep("GRU cell, 32 steps", Tensor.randn(32, 64, 128), cell) { x in
            var h = cell.initialState(count: 64)
            for time in 0..<32 { h = cell(x[time], h) }
            return h.square().mean()
        }
    }

    /// An encoder layer of four heads on 16 sequences of 64 positions.
    static func transformer() -> NetworkStep {
        let layer = TransformerEncoderLayer(128, 4, feedForwardSize: 512, batchFirst: true)
        return NetworkStep("transformer layer", Tensor.randn(16, 64, 128), layer) { layer($0).square().mean() }
    }

    /// Two residual blocks of 32 channels on 32 pictures of 28×28 pixels.
    static func residual() -> NetworkStep {
        let net = ResidualNetwork()
        let labels = Tensor.randint(high: 10, [32])
        return NetworkStep("residual network", Tensor.randn(32, 1, 28, 28), net) { net($0).crossEntropy(labels) }
    }
}

private final class ResidualNetwork: Module {
    let stem = Conv2d(1, 32, kernelSize: 3, padding: 1)
    let blocks = [ResidualBlock(32), ResidualBlock(32)]
    let head = Linear(32, 10)

    override func forward(_ x: Tensor) -> Tensor {
        var y = stem(x).relu()
        for block in blocks { y = block(y) }
        return head(y.mean(dims: [2, 3]))
    }
}

private final class ResidualBlock: Module {
    let conv1: Conv2d
    let norm1: BatchNorm2d
    let conv2: Conv2d
    let norm2: BatchNorm2d

    init(_ channels: Int) {
        conv1 = Conv2d(channels, channels, kernelSize: 3, padding: 1)
        norm1 = BatchNorm2d(channels)
        conv2 = Conv2d(channels, channels, kernelSize: 3, padding: 1)
        norm2 = BatchNorm2d(channels)
    }

    override func forward(_ x: Tensor) -> Tensor {
        (norm2(conv2(norm1(conv1(x)).relu())) + x).relu()
    }
}
