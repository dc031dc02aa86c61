/// Modules one after another: each takes what the one before it gives.
///
/// ```swift
/// let net = Sequential {
///     Linear(4, 8)
///     ReLU()
///     Linear(8, 2)
/// }
/// print(net)
/// print(net(Tensor.zeros(5, 4)).shape)
/// ```
/// ```output
/// Sequential(
///   (0): Linear(in_features=4, out_features=8, bias=True)
///   (1): ReLU()
///   (2): Linear(in_features=8, out_features=2, bias=True)
/// )
/// [5, 2]
/// ```
public final class Sequential: Module {
    /// The modules, in the order in which they are applied.
    public let layers: [Module]

    /// The modules that `content` lists.
    public convenience init(@ModuleListBuilder _ content: () -> [Module]) {
        self.init(content())
    }

    /// The modules of an array.
    public init(_ layers: [Module]) {
        self.layers = layers
    }

    /// The modules given one by one.
    public convenience init(_ layers: Module...) {
        self.init(layers)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        var x = x
        for layer in layers { x = layer.forward(x) }
        return x
    }

    public override var children: [(name: String, module: Module)] {
        layers.enumerated().map { ("\($0.offset)", $0.element) }
    }
}

extension Sequential: RandomAccessCollection {
    /// The position of the first module.
    public var startIndex: Int { 0 }
    /// The position after the last module.
    public var endIndex: Int { layers.count }
    /// The module at a position.
    public subscript(index: Int) -> Module {
        guard layers.indices.contains(index) else {
            stop("Sequential", "there is no module \(index): the network has \(layers.count)")
        }
        return layers[index]
    }
}

/// Collects the modules of a ``Sequential``; `if` and `for` may choose and repeat them.
@resultBuilder
public enum ModuleListBuilder {
    /// A module by itself.
    public static func buildExpression(_ module: Module) -> [Module] { [module] }
    /// An array of modules, in its order.
    public static func buildExpression(_ modules: [Module]) -> [Module] { modules }
    /// The modules of all lines, one after another.
    public static func buildBlock(_ parts: [Module]...) -> [Module] { Array(parts.joined()) }
    /// The modules of an `if`, or none.
    public static func buildOptional(_ part: [Module]?) -> [Module] { part ?? [] }
    /// The modules of the branch that is taken.
    public static func buildEither(first part: [Module]) -> [Module] { part }
    /// The modules of the branch that is taken.
    public static func buildEither(second part: [Module]) -> [Module] { part }
    /// The modules of every round of a `for`.
    public static func buildArray(_ parts: [[Module]]) -> [Module] { Array(parts.joined()) }
}
