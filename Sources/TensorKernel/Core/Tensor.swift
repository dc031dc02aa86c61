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
    public var grad: Tensor?

    /// The op this tensor came from, while gradients are recorded.
    var node: Node?
    /// The tensor whose values this view shows, so that recorded in-place ops reach it.
    private(set) var base: Tensor?
    /// The version of the values when this view was recorded.
    var viewedVersion = 0
    var isLeafWithGradient = false
    /// Whether this is a view of a recorded tensor that was itself made within `noGrad`.
    var isUnrecordedView = false

    /// A view of `storage`.
    init(storage: Storage, layout: Layout, dtype: DType) {
        self.storage = storage
        self.layout = layout
        self.dtype = dtype
    }

    /// A new tensor whose values are not set yet.
    init(uninitialized shape: [Int], _ dtype: DType) {
        for size in shape where size < 0 { stop("Tensor", "shape \(shape) has the negative size \(size)") }
        layout = Layout(shape: shape)
        storage = Storage(byteCount: layout.count * dtype.byteCount)
        self.dtype = dtype
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
    public func size(_ dimension: Int) -> Int { shape[layout.dimension(dimension, in: "size")] }

    /// The address of the first value.
    @inline(__always)
    func pointer<E: Element>(_ type: E.Type = E.self) -> UnsafeMutablePointer<E> {
        storage.bytes.assumingMemoryBound(to: E.self) + layout.offset
    }
}
