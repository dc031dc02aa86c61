extension Tensor {
    /// A new tensor of `shape` whose values `fill` writes, in row-major order; nothing is copied.
    package convenience init<E: Element>(
        shape: [Int], of type: E.Type = E.self, filledBy fill: (UnsafeMutableBufferPointer<E>) -> Void
    ) {
        self.init(uninitialized: shape, E.dtype)
        fill(UnsafeMutableBufferPointer(start: pointer(E.self), count: numel))
    }

    /// A tensor of a number, an array of numbers, an array of equally long arrays of numbers, and so on.
    ///
    /// ```swift
    /// let x = Tensor([[1.0, 2], [3, 4]])
    /// print(x)
    /// ```
    /// ```output
    /// tensor([[1., 2.],
    ///         [3., 4.]])
    /// ```
    ///
    /// - Parameters:
    ///   - values: the values; `[[1.0, 2], [3, 4]]` is a matrix of two rows.
    ///   - shape: the shape they fill in row-major order, if not that of the arrays.
    ///   - dtype: the type, if not that of the numbers: float32 for `Float` and `Double`, int64 for `Int`.
    ///   - requiresGrad: whether `backward()` computes the derivative with respect to this tensor.
    public convenience init<V: TensorValues>(
        _ values: V, shape: [Int]? = nil, dtype: DType? = nil, requiresGrad: Bool = false
    ) {
        self.init(uninitialized: shape ?? values.nestedShape, dtype ?? V.dtype)
        switch self.dtype {
        case .float32: fill(from: values, as: Float.self)
        case .int64: fill(from: values, as: Int.self)
        case .bool: fill(from: values, as: Bool.self)
        }
        if requiresGrad { self.requiresGrad = true }
    }

    private func fill<V: TensorValues, E: Element>(from values: V, as type: E.Type) {
        let target = pointer(E.self)
        if let array = values as? [E] {
            guard array.count == numel else { stopForCount(array.count) }
            target.initialize(from: array, count: numel)
            return
        }
        var count = 0
        values.forEachValue { value in
            if count < numel { target[count] = (value as? E) ?? E(converting: value.doubleValue) }
            count += 1
        }
        guard count == numel else { stopForCount(count) }
    }

    private func stopForCount(_ count: Int) -> Never { stop("Tensor", "\(count) values do not fill shape \(shape)") }

    /// Writes `value` everywhere in a new, contiguous tensor.
    func setAll(_ value: Double) {
        switch dtype {
        case .float32: pointer(Float.self).initialize(repeating: Float(value), count: numel)
        case .int64: pointer(Int.self).initialize(repeating: Int(converting: value), count: numel)
        case .bool: pointer(Bool.self).initialize(repeating: value != 0, count: numel)
        }
    }
}

extension Tensor {
    /// A tensor filled with `value`.
    ///
    /// ```swift
    /// print(Tensor.full([2, 3], 7.0))
    /// ```
    /// ```output
    /// tensor([[7., 7., 7.],
    ///         [7., 7., 7.]])
    /// ```
    public static func full<S: TensorScalar>(
        _ shape: [Int], _ value: S, dtype: DType? = nil, requiresGrad: Bool = false
    ) -> Tensor {
        let result = Tensor(uninitialized: shape, dtype ?? S.dtype)
        if let whole = value as? Int, result.dtype == .int64 {
            result.pointer(Int.self).initialize(repeating: whole, count: result.numel)
        } else {
            result.setAll(value.doubleValue)
        }
        result.requiresGrad = requiresGrad
        return result
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: [Int], dtype: DType = .float32, requiresGrad: Bool = false) -> Tensor {
        full(shape, 0, dtype: dtype, requiresGrad: requiresGrad)
    }

    /// A tensor of zeros.
    ///
    /// ```swift
    /// print(Tensor.zeros(2, 3))
    /// ```
    /// ```output
    /// tensor([[0., 0., 0.],
    ///         [0., 0., 0.]])
    /// ```
    public static func zeros(_ shape: Int..., dtype: DType = .float32, requiresGrad: Bool = false) -> Tensor {
        zeros(shape, dtype: dtype, requiresGrad: requiresGrad)
    }

    /// Zeros of the shape and type of `other`.
    public static func zeros(like other: Tensor) -> Tensor { zeros(other.shape, dtype: other.dtype) }

    /// A tensor of ones.
    public static func ones(_ shape: [Int], dtype: DType = .float32, requiresGrad: Bool = false) -> Tensor {
        full(shape, 1, dtype: dtype, requiresGrad: requiresGrad)
    }

    /// A tensor of ones.
    ///
    /// ```swift
    /// print(Tensor.ones(3, dtype: .int64))
    /// ```
    /// ```output
    /// tensor([1, 1, 1])
    /// ```
    public static func ones(_ shape: Int..., dtype: DType = .float32, requiresGrad: Bool = false) -> Tensor {
        ones(shape, dtype: dtype, requiresGrad: requiresGrad)
    }

    /// Ones of the shape and type of `other`.
    public static func ones(like other: Tensor) -> Tensor { ones(other.shape, dtype: other.dtype) }

    /// The numbers 0, 1, 2, … below `end`.
    ///
    /// ```swift
    /// print(Tensor.arange(5))
    /// print(Tensor.arange(5, dtype: .int64))
    /// ```
    /// ```output
    /// tensor([0., 1., 2., 3., 4.])
    /// tensor([0, 1, 2, 3, 4])
    /// ```
    public static func arange<S: TensorScalar>(_ end: S, dtype: DType = .float32) -> Tensor {
        arange(0, end.doubleValue, step: 1, dtype: dtype)
    }

    /// The numbers `start`, `start + step`, … before `end` is reached.
    public static func arange<S: TensorScalar>(
        _ start: S, _ end: S, step: S = S(converting: 1), dtype: DType = .float32
    ) -> Tensor {
        let whole = (start as? Int, end as? Int, step as? Int)
        let (start, end, step) = (start.doubleValue, end.doubleValue, step.doubleValue)
        let count = ((end - start) / step).rounded(.up)
        guard step != 0, (end - start) / step >= 0, count < 0x1p62 else {
            stop("arange", "steps of \(step) do not lead from \(start) to \(end)")
        }
        if dtype == .int64 {
            if case (let start?, let end?, let step?) = whole {
                return Tensor(Array(stride(from: start, to: end, by: step)))
            }
            // As in PyTorch, the number of steps is that of the fractions, and each step is one of integers.
            let (first, step) = (Int(converting: start), Int(converting: step))
            return Tensor((0..<Int(count)).map { first &+ $0 &* step })
        }
        return Tensor(shape: [Int(count)], of: Float.self) { values in
            for index in values.indices { values[index] = Float(start + Double(index) * step) }
        }.to(dtype)
    }

    /// `count` evenly spaced numbers from `start` to `end`, both included.
    ///
    /// As in PyTorch, the second half is counted back from `end`, so that both ends are exact.
    ///
    /// ```swift
    /// print(Tensor.linspace(0, 1, 5))
    /// ```
    /// ```output
    /// tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
    /// ```
    public static func linspace(_ start: Double, _ end: Double, _ count: Int) -> Tensor {
        guard count >= 0 else { stop("linspace", "\(count) is no count") }
        let step = count > 1 ? (Float(end) - Float(start)) / Float(count - 1) : 0
        return Tensor(
            (0..<count).map {
                $0 < count / 2 || count == 1
                    ? Float(start) + step * Float($0) : Float(end) - step * Float(count - 1 - $0)
            })
    }

    /// The identity matrix of `rows` rows and as many columns, or of `columns` columns.
    ///
    /// ```swift
    /// print(Tensor.eye(2))
    /// ```
    /// ```output
    /// tensor([[1., 0.],
    ///         [0., 1.]])
    /// ```
    public static func eye(_ rows: Int, _ columns: Int? = nil, dtype: DType = .float32) -> Tensor {
        let columns = columns ?? rows
        let values = (0..<rows * columns).map { $0 / columns == $0 % columns ? 1 : 0 }
        return Tensor(values, shape: [rows, columns], dtype: dtype)
    }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A literal where a tensor is wanted, such as `x[0] = 1.5`, is a single number.
    public convenience init(floatLiteral value: Double) { self.init(value) }

    /// A literal where a tensor is wanted, such as `x[0] = 1`, is a single number.
    public convenience init(integerLiteral value: Int) { self.init(value) }
}
