/// A part of a network: a function with parameters that are learned.
///
/// Stored properties that are modules or arrays of modules become children, and stored tensors become parameters (where
/// they require gradients) or buffers (where they do not), in the order in which they are declared.
///
/// ```swift
/// final class Net: Module {
///     let hidden = Linear(4, 8)
///     let output = Linear(8, 2)
///     override func forward(_ x: Tensor) -> Tensor { output(hidden(x).relu()) }
/// }
/// print(Net().namedParameters.map(\.name))
/// ```
/// ```output
/// ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]
/// ```
open class Module {
    /// Whether the network is being trained: dropout drops, and batch normalisation learns its statistics.
    public private(set) var isTraining = true

    /// A module in training mode.
    public init() {}

    /// The module's output for the input `x`; subclasses override it.
    open func forward(_ x: Tensor) -> Tensor {
        stop("\(type(of: self))", "forward(_:) is not defined; override it")
    }

    /// The module's output for the input `x`.
    public func callAsFunction(_ x: Tensor) -> Tensor { forward(x) }

    /// The modules directly inside, with their names, in the order of declaration.
    open var children: [(name: String, module: Module)] {
        storedProperties(of: self).flatMap { name, value in modules(in: value, named: name) }
    }

    /// The tensors stored in this module itself, with their names.
    var ownTensors: [(name: String, tensor: Tensor)] {
        storedProperties(of: self).flatMap { name, value -> [(name: String, tensor: Tensor)] in
            if let tensor = value as? Tensor { return [(name, tensor)] }
            guard let tensors = value as? [Tensor] else { return [] }
            return tensors.enumerated().map { ("\(name).\($0.offset)", $0.element) }
        }
    }

    /// What stands between the parentheses when the module is printed, before its children, such as `p=0.5`.
    open var extraDescription: String { "" }

    /// Switches this module and all inside it to training.
    public func train(_ isTraining: Bool = true) {
        self.isTraining = isTraining
        for child in children { child.module.train(isTraining) }
    }

    /// Switches this module and all inside it to evaluation.
    public func eval() { train(false) }

    /// Calls `body` with every module inside, innermost first, and then with this one.
    @discardableResult
    public func apply(_ body: (Module) throws -> Void) rethrows -> Self {
        for child in children { try child.module.apply(body) }
        try body(self)
        return self
    }
}

private func modules(in value: Any, named name: String) -> [(name: String, module: Module)] {
    if let module = value as? Module { return [(name, module)] }
    guard let modules = value as? [Module] else { return [] }
    return modules.enumerated().map { ("\(name).\($0.offset)", $0.element) }
}
