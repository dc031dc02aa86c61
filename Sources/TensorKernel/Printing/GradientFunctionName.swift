extension Tensor {
    /// What PyTorch calls the recorded op that this tensor came from, such as `AddBackward0`; nil for leaves.
    ///
    /// An op that is made of others here, such as `std`, has the name of the last of them.
    var gradientFunctionName: String? {
        guard let node else { return nil }
        let operation = "\(node.name)"
        switch operation {
        // PyTorch numbers the variants: over everything, and over given dimensions.
        case "sum", "mean", "prod": return capitalized(operation) + (ndim == 0 ? "Backward0" : "Backward1")
        case "max", "min": return capitalized(operation) + "Backward1"
        case "matmul", "linear":
            let hasBias = node.edges.count == 3
            return ndim > 2 ? "UnsafeViewBackward0" : hasBias ? "AddmmBackward0" : "MmBackward0"
        default: return torchNames[operation] ?? capitalized(operation) + "Backward0"
        }
    }
}

/// Where PyTorch's name is not simply the op's own.
private let torchNames = [
    "subtract": "SubBackward0", "multiply": "MulBackward0", "divide": "DivBackward0", "negate": "NegBackward0",
    "crossEntropy": "NllLossBackward0", "log1p": "Log1PBackward0", "clamp": "ClampBackward1",
    "squeeze": "SqueezeBackward1", "reshape": "ViewBackward0", "rows": "IndexBackward0", "dropout": "MulBackward0",
    "conv2d": "ConvolutionBackward0", "maxPool2d": "MaxPool2DWithIndicesBackward0",
    "avgPool2d": "AvgPool2DBackward0", "norm": "LinalgVectorNormBackward0", "assign": "CopySlices",
]

private func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
}
