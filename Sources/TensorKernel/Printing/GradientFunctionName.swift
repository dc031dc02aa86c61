extension Tensor {
    /// What PyTorch calls the recorded op that this tensor came from, such as `AddBackward0`; nil for leaves.
    var gradientFunctionName: String? {
        guard let node else { return nil }
        let operation = "\(node.name)"
        switch operation {
        // PyTorch numbers the variants: over everything, and over given dimensions.
        case "sum", "mean", "prod": return capitalized(operation) + (ndim == 0 ? "Backward0" : "Backward1")
        case "max", "min": return capitalized(operation) + (ndim == 0 ? "Backward1" : "Backward0")
        case "matmul":
            return ["DotBackward0", "MvBackward0", "MmBackward0"][Swift.min(ndim, 2)]
        default:
            return torchNames[operation] ?? capitalized(operation) + "Backward0"
        }
    }
}

/// Where PyTorch's name is not simply the op's own.
private let torchNames = [
    "subtract": "SubBackward0", "multiply": "MulBackward0", "divide": "DivBackward0", "negate": "NegBackward0",
    "linear": "AddmmBackward0", "crossEntropy": "NllLossBackward0", "log1p": "Log1PBackward0",
    "clamp": "ClampBackward1", "reshape": "ViewBackward0", "rows": "IndexBackward0", "dropout": "MulBackward0",
    "conv2d": "ConvolutionBackward0", "maxPool2d": "MaxPool2DWithIndicesBackward0",
    "avgPool2d": "AvgPool2DBackward0", "norm": "LinalgVectorNormBackward0",
]

private func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
}
