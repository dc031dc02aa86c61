/// A loss that is computed from each prediction and its target alone, and then reduced.
///
/// `value` is the loss of a pair, `slope` its derivative with respect to the prediction, and `targetSlope` that with
/// respect to the target; by default −`slope`, as for every function of the difference.
func pairwiseLoss(
    _ name: StaticString, _ prediction: Tensor, _ target: Tensor, _ reduction: Reduction,
    value: (Float, Float) -> Float, slope: @escaping (Float, Float) -> Float,
    targetSlope: ((Float, Float) -> Float)? = nil
) -> Tensor {
    checkShapes("\(name)", prediction, target)
    let (prediction, target) = (prediction.to(.float32), target.to(.float32))
    let losses = zipElements("\(name)", prediction, target) { $0.each(value) }
    let scale: Float = reduction == .mean ? 1 / Float(max(1, losses.numel)) : 1
    return differentiable(name, [prediction, target], saving: [prediction, target], reduction(losses)) { context in
        let (prediction, target) = (context[0], context[1])
        let weight = context.gradient * scale
        let towardsTarget = targetSlope ?? { -slope($0, $1) }
        return [
            context.needs(0) ? zipElements("\(name)", prediction, target) { $0.each(slope) } * weight : nil,
            context.needs(1) ? zipElements("\(name)", prediction, target) { $0.each(towardsTarget) } * weight : nil,
        ]
    }
}

/// Broadcasting a column against a row would give a matrix of losses that nobody meant.
func checkShapes(_ loss: String, _ prediction: Tensor, _ target: Tensor) {
    guard prediction.shape == target.shape else {
        stopForShapes(loss, prediction.shape, target.shape, "prediction and target must have the same shape")
    }
}
