extension Tensor: CustomStringConvertible {
    /// The tensor as PyTorch prints it, such as `tensor([1., 2.], requires_grad=True)`.
    public var description: String {
        var suffixes: [String] = []
        if numel == 0 {
            // Without values nothing shows the shape and the type.
            if ndim != 1 { suffixes.append("size=\(pythonTuple(shape))") }
            if dtype != .float32 { suffixes.append("dtype=torch.\(dtype)") }
        }
        if let gradientFunctionName {
            suffixes.append("grad_fn=<\(gradientFunctionName)>")
        } else if requiresGrad {
            suffixes.append("requires_grad=True")
        }
        return text.description(suffixes: suffixes)
    }

    private var text: TensorText {
        switch dtype {
        case .float32:
            withContents(of: Float.self) { values in TensorText(shape: shape, floating: { Double(values[$0]) }) }
        case .int64:
            withContents(of: Int.self) { values in TensorText(shape: shape, text: { "\(values[$0])" }) }
        case .bool:
            withContents(of: Bool.self) { values in TensorText(shape: shape, text: { values[$0] ? "True" : "False" }) }
        }
    }
}

/// `(2, 3)`, and `(2,)` for one element, as Python writes a shape.
func pythonTuple(_ sizes: [Int]) -> String {
    sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.map(String.init).joined(separator: ", ")))"
}
