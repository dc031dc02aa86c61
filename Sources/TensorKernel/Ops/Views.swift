// Other ways to look at the same values. Nothing is copied, but by `reshape` where the layout leaves no other way.

extension Tensor {
    /// A view of this tensor's values; `rule` is the derivative of taking it.
    func view(_ name: StaticString, _ layout: Layout, _ rule: @escaping (Tensor) -> Tensor) -> Tensor {
        guard GradientMode.isEnabled else {
            let result = Tensor(storage: storage, layout: layout, dtype: dtype)
            result.isUnrecordedView = true
            return result
        }
        let result = Tensor(viewOf: self, layout: layout)
        return differentiable(name, [self], result) { [rule($0.gradient)] }
    }

    /// The same values in the same order under another shape; one size may be -1 and follows from the others.
    ///
    /// A view where the layout allows it, otherwise a copy. Derivative: reshaped back.
    public func reshape(_ target: [Int]) -> Tensor {
        let target = resolved(target)
        let shape = shape
        guard let layout = target == shape ? layout : layout.reshaped(target) else {
            return contiguous().reshape(target).named("unsafeView")
        }
        return view("reshape", layout) { $0.reshape(shape) }
    }

    /// The same values in the same order under another shape; one size may be -1 and follows from the others.
    ///
    /// ```swift
    /// print(Tensor.arange(6).reshape(2, -1))
    /// ```
    /// ```output
    /// tensor([[0., 1., 2.],
    ///         [3., 4., 5.]])
    /// ```
    public func reshape(_ shape: Int...) -> Tensor { reshape(shape) }

    /// `reshape` that never copies: stops where the layout would need it.
    public func view(_ shape: Int...) -> Tensor {
        guard layout.reshaped(resolved(shape)) != nil else {
            stop("view", "a tensor of shape \(self.shape) and strides \(strides) needs reshape for \(shape)")
        }
        return reshape(shape)
    }

    private func resolved(_ target: [Int]) -> [Int] {
        var target = target
        let known = target.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
        if let free = target.firstIndex(of: -1), known > 0, numel % known == 0 { target[free] = numel / known }
        guard target.allSatisfy({ $0 >= 0 }), target.reduce(1, *) == numel else {
            stop("reshape", "shape \(shape) has \(numel) values, which do not fill shape \(target)")
        }
        return target
    }

    /// Dimensions `startDim` to `endDim` as one.
    ///
    /// ```swift
    /// print(Tensor.zeros(8, 1, 28, 28).flatten(startDim: 1).shape)
    /// ```
    /// ```output
    /// [8, 784]
    /// ```
    public func flatten(startDim: Int = 0, endDim: Int = -1) -> Tensor {
        if ndim == 0 { return reshape([1]) }
        let start = layout.dimension(startDim, in: "flatten")
        let end = layout.dimension(endDim, in: "flatten")
        guard start <= end else { stop("flatten", "dimension \(startDim) comes after dimension \(endDim)") }
        return reshape(Array(shape[..<start]) + [shape[start...end].reduce(1, *)] + Array(shape[(end + 1)...]))
    }

    /// Two dimensions exchanged. Derivative: exchanged back.
    public func transpose(_ first: Int, _ second: Int) -> Tensor {
        view("transpose", layout.transposed(first, second)) { $0.transpose(first, second) }
    }

    /// The dimensions in reverse order: of a matrix, its transpose.
    ///
    /// ```swift
    /// print(Tensor([[1.0, 2], [3, 4]]).T)
    /// ```
    /// ```output
    /// tensor([[1., 3.],
    ///         [2., 4.]])
    /// ```
    public var T: Tensor {
        ndim == 2 ? transpose(0, 1).named("permute") : permute(Array((0..<ndim).reversed()))
    }

    /// The dimensions in a new order. Derivative: put back in order.
    public func permute(_ order: [Int]) -> Tensor {
        let layout = layout.permuted(order)
        var inverse = order
        for (position, dimension) in order.enumerated() { inverse[(dimension + ndim) % ndim] = position }
        return view("permute", layout) { $0.permute(inverse) }
    }

    /// The dimensions in a new order.
    ///
    /// ```swift
    /// print(Tensor.zeros(2, 3, 4).permute(2, 0, 1).shape)
    /// ```
    /// ```output
    /// [4, 2, 3]
    /// ```
    public func permute(_ order: Int...) -> Tensor { permute(order) }

    /// Stretched without copying: sizes of 1 become those of `target`, -1 keeps a size, new dimensions come first.
    ///
    /// Derivative: the sum over what was stretched.
    public func expand(_ target: [Int]) -> Tensor {
        let missing = target.count - ndim
        let target = target.enumerated().map { $1 == -1 && $0 >= missing ? shape[$0 - missing] : $1 }
        guard target.allSatisfy({ $0 >= 0 }), let layout = layout.expanded(to: target) else {
            stopForShapes("expand", shape, target, "only dimensions of size 1 can be stretched")
        }
        let ownShape = shape
        return view("expand", layout) { $0.summed(to: ownShape) }
    }

    /// Stretched without copying: sizes of 1 become those of `target`, -1 keeps a size, new dimensions come first.
    ///
    /// ```swift
    /// print(Tensor([[1.0], [2]]).expand(2, 3))
    /// ```
    /// ```output
    /// tensor([[1., 1., 1.],
    ///         [2., 2., 2.]])
    /// ```
    public func expand(_ target: Int...) -> Tensor { expand(target) }

    /// A new dimension of size 1 at position `dim`. Derivative: without it.
    ///
    /// ```swift
    /// print(Tensor.zeros(3).unsqueeze(0).shape)
    /// ```
    /// ```output
    /// [1, 3]
    /// ```
    public func unsqueeze(_ dim: Int) -> Tensor {
        let position = dim < 0 ? dim + ndim + 1 : dim
        guard position >= 0 && position <= ndim else {
            stop("unsqueeze", "position \(dim) does not exist in shape \(shape)")
        }
        return view("unsqueeze", layout.inserting(position)) { $0.squeeze(position) }
    }

    /// Without dimension `dim` if its size is 1, without all such dimensions if nil. Derivative: with it again.
    ///
    /// ```swift
    /// print(Tensor.zeros(1, 3, 1).squeeze().shape)
    /// ```
    /// ```output
    /// [3]
    /// ```
    public func squeeze(_ dim: Int? = nil) -> Tensor {
        guard let dim else { return reshape(shape.filter { $0 != 1 }).named("squeezeAll") }
        if ndim == 0, dim == 0 || dim == -1 { return reshape([]).named("squeeze") }
        let position = layout.dimension(dim, in: "squeeze")
        guard shape[position] == 1 else { return reshape(shape).named("squeeze") }
        return view("squeeze", layout.selected(position, at: 0)) { $0.unsqueeze(position) }
    }

    /// `length` positions of a dimension from `start` on. Derivative: zeros around it.
    public func narrow(_ dim: Int, start: Int, length: Int) -> Tensor {
        let size = shape[layout.dimension(dim, in: "narrow")]
        let first = start < 0 ? start + size : start
        guard (0...size).contains(first), (0...size - first).contains(length) else {
            stop("narrow", "\(length) positions from \(start) on leave dimension \(dim) of shape \(shape)")
        }
        return slice(dim: dim, from: first, to: first + length)
    }

    /// Every `step`-th position of a dimension, from `start` on and before `end`; counted from the end if negative.
    ///
    /// Derivative: zeros around and between.
    public func slice(dim: Int, from start: Int = 0, to end: Int? = nil, step: Int = 1) -> Tensor {
        let dimension = layout.dimension(dim, in: "slice")
        let size = shape[dimension]
        let first = start < 0 ? start + size : start
        let last = end.map { $0 < 0 ? $0 + size : $0 } ?? size
        guard first >= 0, first <= last, last <= size, step > 0 else {
            stop("slice", "\(start) to \(end ?? size) by \(step) leaves dimension \(dim) of shape \(shape)")
        }
        let length = (last - first + step - 1) / step
        let shape = shape
        return view("slice", layout.sliced(dimension, from: first, length: length, step: step)) { gradient in
            let result = Tensor.zeros(shape)
            result.slice(dim: dimension, from: first, to: last, step: step).copy(from: gradient)
            return result
        }
    }

    /// Position `index` of a dimension, which disappears. Derivative: zeros elsewhere.
    public func select(_ dim: Int, _ index: Int) -> Tensor {
        let dimension = layout.dimension(dim, in: "select")
        let position = index < 0 ? index + shape[dimension] : index
        guard position >= 0 && position < shape[dimension] else {
            stop("select", "position \(index) does not exist in dimension \(dim) of shape \(shape)")
        }
        let shape = shape
        return view("select", layout.selected(dimension, at: position)) { gradient in
            let result = Tensor.zeros(shape)
            result.select(dimension, position).copy(from: gradient)
            return result
        }
    }
}
