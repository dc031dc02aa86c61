extension Tensor {
    /// What PyTorch calls the recorded op that this tensor came from, such as `AddBackward0`; nil for leaves.
    var gradientFunctionName: String? {
        guard let node = currentNode else { return nil }
        let operation = "\(node.name)"
        switch operation {
        case "matmul": return ndim > 2 ? "UnsafeViewBackward0" : "MmBackward0"
        case "linear":
            let hasBias = node.edges.count == 3
            if ndim == 2 { return hasBias ? "AddmmBackward0" : "MmBackward0" }
            return hasBias ? "ViewBackward0" : ndim == 1 ? "SqueezeBackward4" : "UnsafeViewBackward0"
        default: return torchNames[operation] ?? operation.prefix(1).uppercased() + operation.dropFirst() + "Backward0"
        }
    }
}

/// Where PyTorch's name is not simply the op's own. The final digit tells its variants of one function apart.
private let torchNames = [
    "subtract": "SubBackward0", "rsub": "RsubBackward1", "multiply": "MulBackward0", "divide": "DivBackward0",
    "numberDivide": "MulBackward0", "negate": "NegBackward0", "powTensor": "PowBackward1", "log1p": "Log1PBackward0",
    "clamp": "ClampBackward1",
    "dropout": "MulBackward0", "sumAlong": "SumBackward1", "meanAlong": "MeanBackward1", "prodAlong": "ProdBackward1",
    "max": "MaxBackward1", "min": "MinBackward1", "maxAlong": "MaxBackward0", "minAlong": "MinBackward0",
    "norm": "LinalgVectorNormBackward0", "crossEntropy": "NllLossBackward0", "vm": "SqueezeBackward4",
    "reshape": "ViewBackward0", "squeeze": "SqueezeBackward1", "squeezeAll": "SqueezeBackward0",
    "conv2d": "ConvolutionBackward0", "maxPool2d": "MaxPool2DWithIndicesBackward0",
    "avgPool2d": "AvgPool2DBackward0", "assign": "CopySlices", "copy": "CopyBackwards",
    "fill": "FillBackward2",
]
