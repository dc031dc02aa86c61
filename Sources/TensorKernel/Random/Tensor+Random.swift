extension Tensor {
    /// Numbers drawn evenly from [0, 1), as `torch.rand`.
    public static func rand(
        _ shape: [Int], generator: Generator = .default, requiresGrad: Bool = false
    ) -> Tensor {
        drawn(shape, requiresGrad) { generator.fillUniform($0) }
    }

    /// Numbers drawn evenly from [0, 1), as `torch.rand`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.rand(3))
    /// ```
    /// ```output
    /// tensor([0.4963, 0.7682, 0.0885])
    /// ```
    public static func rand(_ shape: Int..., generator: Generator = .default, requiresGrad: Bool = false) -> Tensor {
        rand(shape, generator: generator, requiresGrad: requiresGrad)
    }

    /// Numbers drawn evenly from [0, 1), in the shape of `other`.
    public static func rand(like other: Tensor, generator: Generator = .default) -> Tensor {
        other.drawnInMemoryOrder { rand($0, generator: generator) }
    }

    /// Numbers drawn from the normal distribution with mean 0 and standard deviation 1, as `torch.randn`.
    public static func randn(
        _ shape: [Int], generator: Generator = .default, requiresGrad: Bool = false
    ) -> Tensor {
        drawn(shape, requiresGrad) { generator.fillNormal($0) }
    }

    /// Numbers drawn from the normal distribution with mean 0 and standard deviation 1, as `torch.randn`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.randn(3))
    /// ```
    /// ```output
    /// tensor([ 1.5410, -0.2934, -2.1788])
    /// ```
    public static func randn(_ shape: Int..., generator: Generator = .default, requiresGrad: Bool = false) -> Tensor {
        randn(shape, generator: generator, requiresGrad: requiresGrad)
    }

    /// Numbers drawn from the normal distribution with mean 0 and standard deviation 1, in the shape of `other`.
    public static func randn(like other: Tensor, generator: Generator = .default) -> Tensor {
        other.drawnInMemoryOrder { randn($0, generator: generator) }
    }

    /// Numbers drawn from the normal distribution, as `torch.normal(mean, std, size)`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.normal(10, 2, [3]))
    /// ```
    /// ```output
    /// tensor([13.0820,  9.4131,  5.6424])
    /// ```
    public static func normal(
        _ mean: Double, _ std: Double, _ shape: [Int], generator: Generator = .default, requiresGrad: Bool = false
    ) -> Tensor {
        drawn(shape, requiresGrad) { generator.fillNormal($0, mean: mean, standardDeviation: std) }
    }

    /// Integers drawn evenly from `low` up to, but without, `high`, as `torch.randint`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.randint(high: 10, [4]))
    /// ```
    /// ```output
    /// tensor([4, 9, 3, 0])
    /// ```
    public static func randint(
        low: Int = 0, high: Int, _ shape: [Int], generator: Generator = .default
    ) -> Tensor {
        guard low < high else { stop("randint", "there is no integer from \(low) up to, but without, \(high)") }
        let result = Tensor(uninitialized: shape, .int64)
        generator.fillIntegers(
            UnsafeMutableBufferPointer(start: result.pointer(Int.self), count: result.numel), in: low..<high)
        return result
    }

    /// The integers 0, …, n−1 in random order, as `torch.randperm`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.randperm(5))
    /// ```
    /// ```output
    /// tensor([4, 0, 1, 3, 2])
    /// ```
    public static func randperm(_ n: Int, generator: Generator = .default) -> Tensor {
        guard n >= 0 else { stop("randperm", "\(n) is not a count") }
        return Tensor(generator.permutation(n))
    }

    /// 1 with the probability that each value states, else 0, as `torch.bernoulli`.
    ///
    /// ```swift
    /// manualSeed(0)
    /// print(Tensor.full([4], 0.5).bernoulli())
    /// ```
    /// ```output
    /// tensor([1., 0., 1., 1.])
    /// ```
    public func bernoulli(generator: Generator = .default) -> Tensor {
        guard dtype == .float32 else { stop("bernoulli", "probabilities must be float32, not \(dtype)") }
        let result = Tensor(uninitialized: shape, .float32)
        let values = UnsafeMutableBufferPointer(start: result.pointer(Float.self), count: numel)
        withContents(of: Float.self) { probabilities in
            guard probabilities.allSatisfy({ 0 <= $0 && $0 <= 1 }) else {
                stop("bernoulli", "probabilities must lie between 0 and 1")
            }
            _ = values.update(fromContentsOf: probabilities)
        }
        generator.drawBernoulli(values)
        return result
    }

    /// What `draw` draws for this shape, in the order in which PyTorch does: that of the dimensions in this tensor's memory.
    func drawnInMemoryOrder(_ draw: ([Int]) -> Tensor) -> Tensor {
        guard !isContiguous else { return draw(shape) }
        let order = layout.memoryOrder
        let inverse = order.indices.sorted { order[$0] < order[$1] }
        let drawn = noGrad { draw(order.map { shape[$0] }) }
        return Tensor(storage: drawn.storage, layout: drawn.layout.permuted(inverse), dtype: drawn.dtype)
    }

    private static func drawn(
        _ shape: [Int], _ requiresGrad: Bool, _ fill: (UnsafeMutableBufferPointer<Float>) -> Void
    ) -> Tensor {
        guard shape.allSatisfy({ $0 >= 0 }) else { stop("random numbers", "\(shape) is not a shape") }
        let result = Tensor(uninitialized: shape, .float32)
        fill(UnsafeMutableBufferPointer(start: result.pointer(Float.self), count: result.numel))
        result.requiresGrad = requiresGrad
        return result
    }
}
