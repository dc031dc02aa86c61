// The same values several times, or in other places.

extension Tensor {
    /// The tensor `counts` times along each dimension; more counts than dimensions add dimensions in front.
    ///
    /// Derivative: the sum over the repetitions.
    public func `repeat`(_ counts: [Int]) -> Tensor {
        let missing = counts.count - ndim
        guard missing >= 0, counts.allSatisfy({ $0 >= 0 }) else {
            stop("repeat", "\(counts) are no counts for the dimensions of shape \(shape)")
        }
        // [count, size] for each dimension, where the count is stretched and the two are then joined.
        let sizes = Array(repeating: 1, count: missing) + shape
        let apart = reshape(sizes.flatMap { [1, $0] }).expand(zip(counts, sizes).flatMap { [$0, $1] })
        let result = apart.reshape(zip(counts, sizes).map { $0 * $1 })
        // The result has values of its own, even where every count is 1.
        return (result.storage === storage ? result.clone() : result).named("repeat")
    }

    /// The tensor `counts` times along each dimension; more counts than dimensions add dimensions in front.
    public func `repeat`(_ counts: Int...) -> Tensor { `repeat`(counts) }

    /// Each position of a dimension `count` times in a row. Derivative: the sum over the repetitions.
    public func repeatInterleave(_ count: Int, dim: Int) -> Tensor {
        guard count >= 0 else { stop("repeatInterleave", "\(count) is no count") }
        return rows(Tensor((0..<size(dim) * count).map { $0 / count }), dim: dim, for: "repeatInterleave").named(
            "reshape")
    }

    /// The positions of a dimension moved by `shift`; those beyond the end come back at the front. Derivative: moved back.
    public func roll(_ shift: Int, dim: Int) -> Tensor {
        let count = size(dim)
        return rows(Tensor((0..<count).map { (($0 - shift) % count + count) % count }), dim: dim, for: "roll")
    }
}
