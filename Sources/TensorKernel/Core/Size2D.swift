/// A pair of sizes along height and width; an integer literal stands for two equal ones.
public struct Size2D: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// Along the height.
    public var height: Int
    /// Along the width.
    public var width: Int

    /// A pair of sizes.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// Two equal sizes.
    public init(_ size: Int) { self.init(size, size) }

    /// Two equal sizes.
    public init(integerLiteral value: Int) { self.init(value) }
}

/// What can be given as a size along height and width: a ``Size2D``, or an integer for two equal ones.
public protocol Size2DConvertible {
    /// The size along height and width.
    var size2D: Size2D { get }
}

extension Size2D: Size2DConvertible {
    /// The size itself.
    public var size2D: Size2D { self }
}

extension Int: Size2DConvertible {
    /// Two equal sizes.
    public var size2D: Size2D { Size2D(self) }
}
