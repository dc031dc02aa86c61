extension Tensor {
    /// mask · x / (1 − p): dropout with a mask of truth values that is false where a value is dropped, in one pass.
    ///
    /// Derivative: mask / (1 − p).
    public func dropout(mask: Tensor, p: Double) -> Tensor {
        guard mask.shape == shape, mask.dtype == .bool else {
            stopForShapes("dropout", shape, mask.shape, "the mask must be of truth values and have the input's shape")
        }
        let scale = Float(p < 1 ? 1 / (1 - p) : 0)
        return differentiable("dropout", [self], saving: [mask], masked(self, mask, scale)) { context in
            [masked(context.gradient, context[0], scale)]
        }
    }
}

private func masked(_ x: Tensor, _ mask: Tensor, _ scale: Float) -> Tensor {
    zipElements("dropout", x, mask) { $0.each { (x: Float, isKept: Bool) in isKept ? x * scale : 0 } }
}
