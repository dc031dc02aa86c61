/// An array of numbers of any number of dimensions, which can take part in automatic differentiation.
///
/// A tensor is a reference: views such as `x[0]`, `x.T` or `x.reshape(2, 8)` share its values, and in-place ops such as
/// `x += 1` change what all of them see. Tensors may be read from several threads at once; writing is for one thread.
public final class Tensor: @unchecked Sendable {
    /// What the values are.
    public let dtype: DType
    /// Where the values lie in the storage.
    package let layout: Layout
    var storage: Storage

    /// The derivative of what `backward()` was called on with respect to this leaf, or nil before the first call.
    ///
    /// What is assigned must be float32, have this tensor's shape and be another tensor.
    public var grad: Tensor? {
        didSet {
            guard let grad else { return }
            guard grad.shape == shape else {
                stopForShapes("grad", shape, grad.shape, "a gradient has the shape of its tensor")
            }
            guard grad.dtype == .float32, dtype == .float32 else {
                stop("grad", "a tensor of \(dtype) cannot have a gradient of \(grad.dtype); both must be float32")
            }
            guard grad !== self else { stop("grad", "a tensor cannot be its own gradient") }
        }
    }

    /// The op this tensor came from, while gradients are recorded.
    var node: Node?
    /// The tensor whose values this view shows, so that recorded in-place ops reach it.
    let base: Tensor?
    /// The version of the values when this view was taken.
    let viewedVersion: Int
    var isLeafWithGradient = false
    /// Whether this is a view that was made within `noGrad`, so that its base does not know what is recorded through it.
    var isUnrecordedView = false

    /// A view of `storage`.
    init(storage: Storage, layout: Layout, dtype: DType) {
        self.storage = storage
        self.layout = layout
        self.dtype = dtype
        base = nil
        viewedVersion = 0
    }

    /// A new tensor whose values are not set yet.
    init(uninitialized shape: [Int], _ dtype: DType) {
        for size in shape where size < 0 { stop("Tensor", "shape \(shape) has the negative size \(size)") }
        layout = Layout(shape: shape)
        let (byteCount, isTooLarge) = layout.count.multipliedReportingOverflow(by: dtype.byteCount)
        if isTooLarge { stop("Tensor", "shape \(shape) has more values than memory can hold") }
        storage = Storage(byteCount: byteCount)
        self.dtype = dtype
        base = nil
        viewedVersion = 0
    }

    /// A view of `base`, through which recorded in-place ops reach it.
    init(viewOf base: Tensor, layout: Layout) {
        self.base = base.base ?? base
        self.layout = layout
        storage = base.storage
        dtype = base.dtype
        viewedVersion = storage.version
    }

    /// The size of each dimension; empty for a single number.
    ///
    /// ```swift
    /// print(Tensor.zeros(2, 3).shape)
    /// ```
    /// ```output
    /// [2, 3]
    /// ```
    public var shape: [Int] { layout.shape }
    /// How many dimensions there are.
    public var ndim: Int { layout.shape.count }
    /// How many values there are.
    public var numel: Int { layout.count }
    /// How far apart neighbours along each dimension lie in memory, counted in values.
    public var strides: [Int] { layout.strides }
    /// Whether the values lie one after another in row-major order.
    public var isContiguous: Bool { layout.isContiguous }

    /// The size of one dimension; negative numbers count from the end.
    ///
    /// ```swift
    /// print(Tensor.zeros(2, 3).size(-1))
    /// ```
    /// ```output
    /// 3
    /// ```
    public func size(_ dimension: Int) -> Int { shape[layout.dimension(dimension, in: "size")] }

    /// The address of the first value.
    @inline(__always)
    func pointer<E: Element>(_ type: E.Type = E.self) -> UnsafeMutablePointer<E> {
        storage.bytes.assumingMemoryBound(to: E.self) + layout.offset
    }
}
