/// Changes parameters in the direction that their gradients tell; ``SGD``, ``Adam`` and ``AdamW`` say how.
open class Optimizer {
    /// What is learned.
    public let parameters: [Tensor]
    /// How far a step goes; schedules change it.
    public var lr: Double
    /// For each parameter, its learning rate in proportion to `lr`, and its weight decay.
    private let settings: [(lrFactor: Double, weightDecay: Double)]

    /// An optimiser of `parameters`.
    public init(_ parameters: [Tensor], lr: Double) {
        self.parameters = parameters
        self.lr = lr
        settings = parameters.map { _ in (1, 0) }
        check()
    }

    /// An optimiser of groups of parameters, of which each may have a learning rate and a weight decay of its own.
    public init(_ groups: [ParameterGroup], lr: Double, weightDecay: Double = 0) {
        parameters = groups.flatMap(\.parameters)
        self.lr = lr
        settings = groups.flatMap { group in
            group.parameters.map { _ in (lr > 0 ? (group.lr ?? lr) / lr : 1, group.weightDecay ?? weightDecay) }
        }
        check()
        for own in groups.compactMap(\.lr) where own < 0 || (lr == 0 && own > 0) {
            stop("\(type(of: self))", "a group's learning rate of \(own) has no proportion to the optimiser's, \(lr)")
        }
    }

    private func check() {
        guard !parameters.isEmpty else { stop("\(type(of: self))", "there are no parameters to optimise") }
        guard lr >= 0 else { stop("\(type(of: self))", "the learning rate \(lr) is negative") }
        guard parameters.allSatisfy(\.isLeaf) else {
            stop("\(type(of: self))", "only leaves can be optimised, not what an op computed from them")
        }
    }

    /// The learning rate of a parameter.
    final func lr(of index: Int) -> Double { lr * settings[index].lrFactor }

    /// The weight decay of a parameter.
    final func weightDecay(of index: Int) -> Double { settings[index].weightDecay }

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
