/// Changes parameters in the direction that their gradients tell; ``SGD``, ``Adam`` and ``AdamW`` say how.
open class Optimizer {
    /// What is learned.
    public let parameters: [Tensor]
    /// How far a step goes; schedules change it.
    public var lr: Double

    /// An optimiser of `parameters`.
    public init(_ parameters: [Tensor], lr: Double) {
        guard !parameters.isEmpty else { stop("\(type(of: self))", "there are no parameters to optimise") }
        guard lr >= 0 else { stop("\(type(of: self))", "the learning rate \(lr) is negative") }
        guard parameters.allSatisfy(\.isLeaf) else {
            stop("\(type(of: self))", "only leaves can be optimised, not what an op computed from them")
        }
        self.parameters = parameters
        self.lr = lr
    }

    /// Forgets all gradients; the next `backward()` starts from none.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    /// Changes every parameter that has a gradient.
    open func step() {
        stop("\(type(of: self))", "step() is not defined; override it")
    }

    /// Calls `update` with pieces of the values of a parameter and of tensors of the same shape, from several threads.
    ///
    /// The first of `tensors` is the gradient; parameter and state are written in place.
    @inline(__always)
    final func updateInPlace(
        _ parameter: Tensor, _ gradient: Tensor, state: [Tensor],
        _ update: (Range<Int>, UnsafeMutablePointer<Float>, UnsafePointer<Float>, [UnsafeMutablePointer<Float>]) -> Void
    ) {
        guard parameter.isContiguous else {
            stop("\(type(of: self))", "a parameter of shape \(parameter.shape) is a view whose values lie apart")
        }
        let gradient = gradient.contiguousValues()
        let values = parameter.pointer(Float.self)
        let slopes = UnsafePointer(gradient.pointer(Float.self))
        let states = state.map { $0.pointer(Float.self) }
        Parallel.forRanges(parameter.numel) { range in update(range, values, slopes, states) }
        withExtendedLifetime(gradient) { parameter.storage.version += 1 }
    }
}
