/// What can stand in a tensor's brackets: a position, a range of positions (`1..<3`, `2...`, all of them `0...`), every
/// n-th position of a range (`(0...).step(2)`), `nil` for a new dimension of size 1, or a tensor of positions or of truth
/// values.
public protocol TensorIndex {
    /// What the index picks from the dimension it stands for.
    var selection: TensorSelection { get }
}

/// What an index picks from a dimension.
public enum TensorSelection {
    /// One position; the dimension disappears.
    case position(Int)
    /// Every `step`-th position from `start` on and before `end`, or before the dimension's end; negative ones count from
    /// the end.
    case range(start: Int, end: Int?, step: Int)
    /// The positions that an int64 tensor numbers, or where a tensor of truth values is true.
    case tensor(Tensor)
}

extension Int: TensorIndex {
    /// The position itself; its dimension disappears.
    public var selection: TensorSelection { .position(self) }
}

extension Range: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public var selection: TensorSelection { .range(start: lowerBound, end: upperBound, step: 1) }
}

extension ClosedRange: TensorIndex where Bound == Int {
    /// The positions of the range; negative bounds count from the end.
    public var selection: TensorSelection {
        .range(start: lowerBound, end: upperBound == -1 ? nil : upperBound + 1, step: 1)
    }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
    /// The positions of the range; a negative bound counts from the end.
    public var selection: TensorSelection { .range(start: lowerBound, end: nil, step: 1) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
    /// The positions of the range; a negative bound counts from the end.
    public var selection: TensorSelection { .range(start: 0, end: upperBound, step: 1) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
    /// The positions of the range; a negative bound counts from the end.
    public var selection: TensorSelection { .range(start: 0, end: upperBound == -1 ? nil : upperBound + 1, step: 1) }
}

extension Tensor: TensorIndex {
    /// The positions that this tensor numbers, or where it is true.
    public var selection: TensorSelection { .tensor(self) }
}

/// Every n-th position of a range, such as `(1...).step(2)`: Python's `1::2`.
public struct SteppedRange: TensorIndex {
    /// The positions that are picked.
    public let selection: TensorSelection
}

extension TensorIndex {
    /// Every `step`-th position of this range: `x[(0...).step(2)]` is Python's `x[::2]`.
    public func step(_ step: Int) -> SteppedRange {
        guard case .range(let start, let end, 1) = selection, step > 0 else {
            stop("subscript", "step(\(step)) needs a range of positions and a positive step")
        }
        return SteppedRange(selection: .range(start: start, end: end, step: step))
    }
}

/// The range from `lower` up to, but without, `upper`.
///
/// A negative upper bound counts from a tensor's end only where no lower bound stands before it: `x[..<(-1)]`.
@inlinable
public func ..< (lower: Int, upper: Int) -> Range<Int> {
    if upper < lower { stopForRange("\(lower)..<\(upper)", lower, upper) }
    return Range(uncheckedBounds: (lower, upper))
}

/// The range from `lower` to `upper`, both included.
@inlinable
public func ... (lower: Int, upper: Int) -> ClosedRange<Int> {
    if upper < lower { stopForRange("\(lower)...\(upper)", lower, upper) }
    return ClosedRange(uncheckedBounds: (lower, upper))
}

@usableFromInline
func stopForRange(_ range: String, _ lower: Int, _ upper: Int) -> Never {
    stop(
        range,
        "a range cannot end before it begins; x[\(lower)...][..<(-1)] leaves out the last element, "
            + "x[..<(-1)] does from the first on")
}

extension Tensor {
    /// The values that `indices` pick from the first dimensions: `x[0]`, `x[-1]`, `x[1..<3]`, `x[0..., 2]`, `x[nil]`,
    /// `x[mask]`, `x[0..., numbers]`.
    ///
    /// Positions and ranges give a view. With tensors among the indices the values are copied, as PyTorch's advanced
    /// indexing does: tensors of positions are broadcast to one shape, which takes the place of their dimensions where
    /// these stand side by side, and else comes first. Assigning changes the values, after broadcasting.
    ///
    /// ```swift
    /// let x = Tensor.arange(6).reshape(2, 3)
    /// print(x[0], x[1, 2], x[0..., -1])
    /// x[x .> 3] = 0
    /// print(x)
    /// ```
    /// ```output
    /// tensor([0., 1., 2.]) tensor(5.) tensor([2., 5.])
    /// tensor([[0., 1., 2.],
    ///         [3., 0., 0.]])
    /// ```
    public subscript(_ indices: (any TensorIndex)?...) -> Tensor {
        get { picked(by: indices) }
        set { put(newValue, at: indices) }
    }

    /// The values that `indices` pick from the last dimensions; those before them stay whole: `x[..., 0]`.
    public subscript(_ before: (UnboundedRange_) -> Void, _ indices: (any TensorIndex)?...) -> Tensor {
        get { picked(by: completed(indices)) }
        set { put(newValue, at: completed(indices)) }
    }

    /// `indices` behind whole dimensions.
    private func completed(_ indices: [(any TensorIndex)?]) -> [(any TensorIndex)?] {
        Array(repeating: 0..., count: Swift.max(0, ndim - spannedDimensions(indices))) + indices
    }

    private func spannedDimensions(_ indices: [(any TensorIndex)?]) -> Int {
        indices.reduce(0) { count, index in
            guard let index else { return count }
            if case .tensor(let tensor) = index.selection, tensor.dtype == .bool { return count + tensor.ndim }
            return count + 1
        }
    }

    private func picked(by indices: [(any TensorIndex)?]) -> Tensor {
        let (view, positions) = viewed(at: indices)
        guard !positions.isEmpty else { return view }
        let indexing = AdvancedIndexing(view.shape, positions)
        let rows = view.permute(indexing.order).reshape(indexing.joinedShape)
            .rows(Tensor(indexing.numbers), for: "index")
        return rows.reshape(indexing.pickedShape).permute(indexing.placement).named("index")
    }

    private func put(_ value: Tensor, at indices: [(any TensorIndex)?]) {
        let (view, positions) = viewed(at: indices)
        guard !positions.isEmpty else { return view.copy(from: value) }
        // The places of the values that are picked, found by picking from the places themselves.
        let places = noGrad { Tensor.arange(numel, dtype: .int64).reshape(shape).picked(by: indices) }
        guard value.layout.expanded(to: places.shape) != nil else {
            stopForShapes("subscript", places.shape, value.shape, "the second must broadcast to the first")
        }
        copy(from: replacing(places, with: value.to(dtype)), recordedAs: "indexPut")
    }

    /// The values with those at row-major `places` replaced. ∂/∂values = the gradient at its place.
    func replacing(_ places: Tensor, with values: Tensor) -> Tensor {
        let given = Tensor(storage: values.storage, layout: values.expandedLayout(places.shape), dtype: dtype)
        let result = copiedValues()
        switch dtype {
        case .float32: result.write(given, of: Float.self, at: places)
        case .int64: result.write(given, of: Int.self, at: places)
        case .bool: result.write(given, of: Bool.self, at: places)
        }
        let valueShape = values.shape
        return differentiable("indexPut", [self, values], saving: [places], result) { context in
            let gradient = context.gradient
            let rest = gradient.copiedValues()
            rest.write(Tensor.zeros(context.shape(0)), of: Float.self, at: context[0])
            return [
                context.needs(0) ? rest : nil,
                context.needs(1)
                    ? gradient.taken(context[0].contiguousValues(), context.shape(0)).summed(to: valueShape) : nil,
            ]
        }
    }

    /// Writes `values`, which have the shape of `places`, at row-major places of this contiguous tensor.
    private func write<E: Element>(_ values: Tensor, of type: E.Type, at places: Tensor) {
        let to = pointer(E.self)
        values.withContents(of: E.self) { values in
            places.withContents(of: Int.self) { places in
                for (place, value) in zip(places, values) { to[place] = value }
            }
        }
        withExtendedLifetime(self) {}
    }

    /// The view that positions, ranges and new dimensions make, and the tensors of positions in its dimensions.
    private func viewed(at indices: [(any TensorIndex)?]) -> (Tensor, [Int: Tensor]) {
        guard spannedDimensions(indices) <= ndim else {
            stop("subscript", "\(indices.count) indices for shape \(shape)")
        }
        var result = self
        var positions: [Int: Tensor] = [:]
        var dimension = 0
        for index in indices {
            switch index?.selection {
            case nil:
                result = result.unsqueeze(dimension)
                dimension += 1
            case .position(let position):
                result = result.select(dimension, resolvedIndex(position, result.shape[dimension], "subscript"))
            case .range(let start, let end, let step):
                let size = result.shape[dimension]
                // Bounds beyond the end mean the end, as in Python.
                let first = Swift.min(Swift.max(start < 0 ? start + size : start, 0), size)
                let last = Swift.min(Swift.max(end.map { $0 < 0 ? $0 + size : $0 } ?? size, first), size)
                result = result.slice(dim: dimension, from: first, to: last, step: step)
                dimension += 1
            case .tensor(let tensor):
                if tensor.dtype == .bool && tensor.ndim == 0 {
                    // A single truth value takes all or nothing, along a dimension of its own.
                    result = result.unsqueeze(dimension)
                    positions[dimension] = tensor.reshape(1).nonzero().select(1, 0)
                    dimension += 1
                    continue
                }
                for numbers in result.numbers(tensor, dimension) {
                    positions[dimension] = numbers
                    dimension += 1
                }
            }
        }
        return (result, positions)
    }

    /// An index tensor as numbers of positions, one tensor for each dimension it stands for from `dimension` on.
    private func numbers(_ index: Tensor, _ dimension: Int) -> [Tensor] {
        switch index.dtype {
        case .int64: return [index]
        case .bool:
            guard index.shape == Array(shape[dimension...].prefix(index.ndim)) else {
                stopForShapes("subscript", shape, index.shape, "the mask must have the sizes of what it stands for")
            }
            let places = index.nonzero()
            return (0..<index.ndim).map { places.select(1, $0) }
        case .float32: stop("subscript", "an index must be int64 or bool, not float32")
        }
    }
}

/// How tensors of positions pick from some of a tensor's dimensions.
private struct AdvancedIndexing {
    /// The tensor's dimensions, those that are indexed first.
    let order: [Int]
    /// The shape with the indexed dimensions as one, which comes first.
    let joinedShape: [Int]
    /// The positions in the joined dimension, in the order of the result.
    let numbers: [Int]
    /// The shape of what is picked: that of the positions, then the other dimensions.
    let pickedShape: [Int]
    /// The order that puts the positions' dimensions where PyTorch has them.
    let placement: [Int]

    init(_ shape: [Int], _ positions: [Int: Tensor]) {
        let indexed = positions.keys.sorted()
        let others = shape.indices.filter { positions[$0] == nil }
        order = indexed + others
        let tensors = indexed.compactMap { positions[$0] }
        let common = tensors.reduce([]) { Layout.broadcast($0, $1.shape, in: "subscript") }
        var numbers = [Int](repeating: 0, count: common.reduce(1, *))
        for (dimension, tensor) in zip(indexed, tensors) {
            let size = shape[dimension]
            for (place, number) in tensor.expand(common).ints.enumerated() {
                numbers[place] = numbers[place] * size + resolvedIndex(number, size, "subscript")
            }
        }
        self.numbers = numbers
        let rest = others.map { shape[$0] }
        joinedShape = [indexed.reduce(1) { $0 * shape[$1] }] + rest
        pickedShape = common + rest
        let isRun = (indexed.last ?? 0) - (indexed.first ?? 0) == indexed.count - 1
        let before = isRun ? indexed.first ?? 0 : 0
        let (first, all) = (common.count, 0..<common.count + rest.count)
        placement = Array(all[first..<first + before]) + Array(0..<first) + Array(all[(first + before)...])
    }
}
