extension Tensor {
    /// mask · x / (1 − p): dropout with a mask of truth values that is false where a value is dropped.
    ///
    /// Derivative: mask / (1 − p).
    public func dropout(mask: Tensor, p: Double) -> Tensor {
        guard mask.shape == shape, mask.dtype == .bool else {
            stopForShapes("dropout", shape, mask.shape, "the mask must be of truth values and have the input's shape")
        }
        let factors = noGrad { mask * scaleOfKept(p) }
        return recordingDropout(factors, noGrad { self * factors })
    }

    /// Dropout with a mask that `generator` draws; each part is used while it is still in the cache.
    func dropout(p: Double, generator: Generator) -> Tensor {
        guard isContiguous else {
            let factors = drawnInMemoryOrder { shape in
                Tensor(shape: shape, of: Float.self) {
                    generator.fillBernoulli($0, probability: 1 - p, value: scaleOfKept(p)) { _ in }
                }
            }
            return recordingDropout(factors, noGrad { self * factors })
        }
        let (factors, result) = (Tensor(uninitialized: shape, .float32), Tensor(uninitialized: shape, .float32))
        let (from, by, to) = (pointer(Float.self), factors.pointer(Float.self), result.pointer(Float.self))
        generator.fillBernoulli(
            UnsafeMutableBufferPointer(start: by, count: numel), probability: 1 - p, value: scaleOfKept(p)
        ) { places in
            for index in places { to[index] = from[index] * by[index] }
        }
        return recordingDropout(factors, result)
    }

    private func recordingDropout(_ factors: Tensor, _ result: Tensor) -> Tensor {
        differentiable("dropout", [self], saving: [factors], result) { [$0.gradient * $0[0]] }
    }
}

/// What makes up for the dropped values in the expectation.
private func scaleOfKept(_ p: Double) -> Float { Float(p < 1 ? 1 / (1 - p) : 0) }
