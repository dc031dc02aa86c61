extension Tensor: Plottable {
    /// The values in row-major order.
    public var plottedValues: [Double] { scalars }
}
