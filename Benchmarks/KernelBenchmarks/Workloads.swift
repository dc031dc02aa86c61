import TensorKernel

/// The network of the dropout chapter, and what training it asks of the machine.
struct PageNetwork {
    static let batchSize = 256

    let data: ImageDataset
    private let net = Sequential {
        Flatten()
        Linear(784, 256)
        ReLU()
        Dropout(0.2)
        Linear(256, 256)
        ReLU()
        Dropout(0.5)
        Linear(256, 10)
    }

    /// One epoch on all of the data: shuffling, dropout, loss and accuracy included.
    func trainEpoch() {
        train(net, on: data, batches: .max)
    }

    /// The matrix products of such an epoch and nothing else: three layers forward, their weights' gradients, and
    /// the inputs' gradients of the second and third layer, through the same tiles and threads as in training.
    func products() {
        let batches = (data.count + Self.batchSize - 1) / Self.batchSize
        let layers = [(784, 256), (256, 256), (256, 10)].map { inputs, outputs in
            (
                x: Tensor.rand(Self.batchSize, inputs), weight: Tensor.rand(outputs, inputs),
                gradient: Tensor.rand(Self.batchSize, outputs)
            )
        }
        noGrad {
            for _ in 0..<batches {
                for (index, layer) in layers.enumerated() {
                    _ = layer.x.matmul(layer.weight.T)
                    _ = layer.gradient.T.matmul(layer.x)
                    if index > 0 { _ = layer.gradient.matmul(layer.weight) }
                }
            }
        }
    }
}

/// LeNet with sigmoids and average pooling, as in section 6.6.
struct LeNet {
    let data: ImageDataset
    private let net = Sequential {
        Conv2d(1, 6, kernelSize: 5, padding: 2)
        Sigmoid()
        AvgPool2d(kernelSize: 2)
        Conv2d(6, 16, kernelSize: 5)
        Sigmoid()
        AvgPool2d(kernelSize: 2)
        Flatten()
        Linear(400, 120)
        Sigmoid()
        Linear(120, 84)
        Sigmoid()
        Linear(84, 10)
    }

    /// Sixty steps on batches of 256.
    func trainSixtyBatches() {
        train(net, on: data, batches: 60)
    }
}

/// Linear regression with two inputs on ten examples.
struct Regression {
    private let x = Tensor.randn(10, 2)
    private let y = Tensor.randn(10, 1)
    private let net = Linear(2, 1)
    private let loss = MSELoss()

    /// Forward, backward and SGD, `count` times.
    func steps(_ count: Int) {
        let optimizer = SGD(net.parameters, lr: 0.03)
        for _ in 0..<count {
            optimizer.zeroGrad()
            loss(net(x), y).backward()
            optimizer.step()
        }
    }
}

/// Trains on shuffled batches of 256, keeping the loss and the accuracy.
private func train(_ net: Module, on data: ImageDataset, batches: Int) {
    let loss = CrossEntropyLoss(reduction: .none)
    let optimizer = SGD(net.parameters, lr: 0.5)
    var (total, correct) = (0.0, 0.0)
    net.train()
    for (x, y) in DataLoader(data, batchSize: PageNetwork.batchSize, shuffle: true).prefix(batches) {
        let logits = net(x)
        let losses = loss(logits, y)
        optimizer.zeroGrad()
        losses.mean().backward()
        optimizer.step()
        total += Double(losses.sum().item())
        correct += Double((logits.argmax(dim: 1) .== y).sum().item())
    }
}
