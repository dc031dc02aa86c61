import TensorKernel
import Testing

/// Every layer starts from PyTorch's parameters, and computes PyTorch's outputs and gradients.
@Suite(.ownGenerator) struct LayerParityTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name, mode, text: String
        let inputs, parameters, outputs, inputGradients, parameterGradients, buffers: [StoredTensor]

        var testDescription: String { "\(name), \(mode)" }
    }

    /// PyTorch's vector code adds in another order.
    private static let tolerance = 2e-5

    @Test(arguments: try loadFixture("layers.json", as: [Case].self))
    func layer(_ example: Case) throws {
        manualSeed(31)
        let build = try #require(Self.builders[example.name])
        let module = build()
        if example.mode == "eval" {
            for scale in [0.5, 2.0] { _ = module(example.inputs[0].tensor * scale + 1) }
            module.eval()
        }
        #expect(module.description == example.text)
        compare(module.parameters, example.parameters, "initial parameter", tolerance: 1e-6)

        let inputs = example.inputs.map(\.tensor)
        let leaves = inputs.filter { $0.dtype == .float32 }
        for leaf in leaves { leaf.requiresGrad = true }
        let outputs = apply(module, to: inputs)
        compare(outputs, example.outputs, "output", tolerance: Self.tolerance)

        outputs.map { ($0 * Self.placeWeights($0)).sum() }.reduce(Tensor(0.0), +).backward()
        compare(leaves.compactMap(\.grad), example.inputGradients, "input gradient", tolerance: Self.tolerance)
        compare(
            module.parameters.compactMap(\.grad), example.parameterGradients, "parameter gradient",
            tolerance: Self.tolerance)
        compare(module.namedBuffers.map(\.buffer), example.buffers, "buffer", tolerance: Self.tolerance)
    }

    private func compare(_ found: [Tensor], _ expected: [StoredTensor], _ kind: String, tolerance: Double) {
        #expect(found.count == expected.count, "number of \(kind)s")
        for (index, pair) in zip(found, expected).enumerated() {
            expectClose(pair.0, pair.1, tolerance: tolerance, "\(kind) \(index)")
        }
    }

    private func apply(_ module: Module, to inputs: [Tensor]) -> [Tensor] {
        switch module {
        case let cell as RNNCell: [cell(inputs[0], inputs[1])]
        case let cell as GRUCell: [cell(inputs[0], inputs[1])]
        case let cell as LSTMCell:
            { [$0.h, $0.c] }(cell(inputs[0], (inputs[1], inputs[2])))
        case let layer as RNN: { [$0.output, $0.h] }(layer(inputs[0], inputs.count > 1 ? inputs[1] : nil))
        case let layer as GRU: { [$0.output, $0.h] }(layer(inputs[0], nil))
        case let layer as LSTM:
            { [$0.output, $0.state.h, $0.state.c] }(
                layer(inputs[0], inputs.count > 1 ? (inputs[1], inputs[2]) : nil))
        case let layer as MultiheadAttention:
            { [$0.output, $0.weights] }(layer(inputs[0], inputs[1], inputs[2]))
        default: [module(inputs[0])]
        }
    }

    /// What make_fixtures.py multiplies the outputs by, so that no two have the same gradient.
    private static func placeWeights(_ output: Tensor) -> Tensor {
        Tensor.linspace(-1, 1, max(2, output.numel))[0..<output.numel].reshape(output.shape)
    }

    private static var builders: [String: () -> Module] {
        [
            "Linear": { Linear(6, 5) },
            "Linear without bias": { Linear(6, 3, bias: false) },
            "Linear on three dimensions": { Linear(7, 2) },
            "Conv2d": { Conv2d(3, 4, kernelSize: 3) },
            "Conv2d with stride and padding": { Conv2d(3, 2, kernelSize: 5, stride: 2, padding: 2) },
            "Conv2d without bias": { Conv2d(3, 2, kernelSize: 1, bias: false) },
            "MaxPool2d": { MaxPool2d(kernelSize: 2) },
            "MaxPool2d with stride and padding": { MaxPool2d(kernelSize: 3, stride: 2, padding: 1) },
            "AvgPool2d": { AvgPool2d(kernelSize: 2) },
            "AvgPool2d with stride and padding": { AvgPool2d(kernelSize: 3, stride: 2, padding: 1) },
            "BatchNorm1d": { BatchNorm1d(6) },
            "BatchNorm2d": { BatchNorm2d(3) },
            "LayerNorm": { LayerNorm(6) },
            "LayerNorm over two dimensions": { LayerNorm([7, 7]) },
            "Embedding": { Embedding(9, 4) },
            "Dropout": { Dropout(0.3) },
            "Flatten": { Flatten() },
            "RNNCell": { RNNCell(6, 5) },
            "LSTMCell": { LSTMCell(6, 5) },
            "GRUCell": { GRUCell(6, 5) },
            "ReLU": { ReLU() },
            "Sigmoid": { Sigmoid() },
            "Tanh": { Tanh() },
            "GELU": { GELU() },
            "Softmax": { Softmax(dim: 1) },
            "Conv2d with groups and dilation": {
                Conv2d(3, 6, kernelSize: 3, padding: 1, dilation: 2, groups: 3)
            },
            "Conv1d": { Conv1d(7, 4, kernelSize: 3, stride: 2, padding: 1) },
            "ConvTranspose2d": { ConvTranspose2d(3, 2, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1) },
            "AdaptiveAvgPool2d": { AdaptiveAvgPool2d(Size2D(3, 2)) },
            "AdaptiveMaxPool2d": { AdaptiveMaxPool2d(2) },
            "GroupNorm": { GroupNorm(2, 6) },
            "RNN": { RNN(7, 5) },
            "RNN of two layers": { RNN(7, 5, numLayers: 2, nonlinearity: .relu, batchFirst: true) },
            "GRU": { GRU(7, 4, numLayers: 2, bidirectional: true) },
            "GRU without bias": { GRU(7, 5, bias: false, batchFirst: true) },
            "LSTM": { LSTM(7, 5) },
            "LSTM of two layers": { LSTM(7, 5, numLayers: 2, batchFirst: true) },
            "LSTM in both directions": { LSTM(7, 5, bidirectional: true) },
            "MultiheadAttention": { MultiheadAttention(6, 2) },
            "MultiheadAttention, batch first": { MultiheadAttention(6, 3, batchFirst: true) },
            "TransformerEncoderLayer": { TransformerEncoderLayer(6, 2, feedForwardSize: 8, dropout: 0) },
            "TransformerEncoderLayer, norm first": {
                TransformerEncoderLayer(
                    6, 2, feedForwardSize: 8, dropout: 0, activation: { $0.gelu() }, batchFirst: true, normFirst: true)
            },
            "Sequential": { Sequential(Linear(6, 8), ReLU(), Sequential(Linear(8, 2), Tanh())) },
        ]
    }
}
