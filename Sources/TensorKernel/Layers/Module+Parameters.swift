extension Module {
    /// Every parameter with its path, such as `hidden.weight`; a parameter shared by two modules appears once.
    ///
    /// The network is searched on each call, which is no work for every step: an optimiser takes the list once.
    public var namedParameters: [(name: String, parameter: Tensor)] {
        var seen: Set<ObjectIdentifier> = []
        return namedTensors.filter { $0.tensor.requiresGrad && seen.insert(ObjectIdentifier($0.tensor)).inserted }
            .map { ($0.name, $0.tensor) }
    }

    /// Every parameter, in the order of declaration.
    public var parameters: [Tensor] { namedParameters.map(\.parameter) }

    /// Every tensor of the state that is not learned by gradients, such as running means, with its path.
    public var namedBuffers: [(name: String, buffer: Tensor)] {
        namedTensors.filter { !$0.tensor.requiresGrad }.map { ($0.name, $0.tensor) }
    }

    /// Forgets the gradients of all parameters.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    /// The stored tensors of this module and of all inside it, with their paths as PyTorch writes them.
    var namedTensors: [(name: String, tensor: Tensor)] {
        storedTensors.map { (snakeCase($0.name), $0.tensor) }
    }

    private var storedTensors: [(name: String, tensor: Tensor)] {
        ownTensors
            + children.flatMap { child in
                child.module.storedTensors.map { ("\(child.name).\($0.name)", $0.tensor) }
            }
    }
}
