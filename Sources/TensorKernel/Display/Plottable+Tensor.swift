extension Tensor: Plottable {
    public var plottedValues: [Double] { scalars }
}
