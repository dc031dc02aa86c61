// Where values are, and how many of each there are. Results are int64 and have no derivative.

extension Tensor {
    /// The positions of all values that are not zero, one a row: of shape `[count, ndim]`.
    public func nonzero() -> Tensor {
        let places = bools.enumerated().filter(\.element).map(\.offset)
        let strides = Layout(shape: shape).strides
        return Tensor(shape: [places.count, ndim], of: Int.self) { positions in
            for (row, place) in places.enumerated() {
                for dimension in 0..<ndim {
                    positions[row * ndim + dimension] = place / strides[dimension] % shape[dimension]
                }
            }
        }
    }

    /// How often each of 0, 1, 2, … occurs in a vector of int64; at least `minLength` counts.
    public func bincount(minLength: Int = 0) -> Tensor {
        guard dtype == .int64, ndim == 1 else {
            stop("bincount", "values must be an int64 vector, not \(dtype) of shape \(shape)")
        }
        let values = ints
        var counts = [Int](repeating: 0, count: Swift.max(minLength, (values.max() ?? -1) + 1))
        for value in values {
            guard value >= 0 else { stop("bincount", "\(value) is negative") }
            counts[value] += 1
        }
        return Tensor(counts)
    }

    /// For each int64 value v, a row of `classes` zeros with a one at position v, along a new last dimension.
    ///
    /// ```swift
    /// print(Tensor([0, 2]).oneHot(3))
    /// ```
    /// ```output
    /// tensor([[1, 0, 0],
    ///         [0, 0, 1]])
    /// ```
    public func oneHot(_ classes: Int) -> Tensor {
        guard dtype == .int64 else { stop("oneHot", "classes must be int64, not \(dtype)") }
        if let wrong = ints.first(where: { $0 < 0 || $0 >= classes }) {
            stop("oneHot", "\(wrong) is not one of \(classes) classes")
        }
        return (unsqueeze(-1) .== Tensor.arange(classes, dtype: .int64)).to(.int64)
    }
}
