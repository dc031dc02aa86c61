/// Makes one dimension of several: pictures of shape `[count, 1, 28, 28]` become rows of shape `[count, 784]`.
public final class Flatten: Module {
    private let startDim: Int
    private let endDim: Int

    /// Joins the dimensions from `startDim` to `endDim`, which may be counted from the end.
    public init(startDim: Int = 1, endDim: Int = -1) {
        self.startDim = startDim
        self.endDim = endDim
    }

    public override func forward(_ x: Tensor) -> Tensor { x.flatten(startDim: startDim, endDim: endDim) }

    public override var extraDescription: String { "start_dim=\(startDim), end_dim=\(endDim)" }
}
