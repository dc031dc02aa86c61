/// How to walk through two operands of one broadcast shape: row by row, in row-major order of the result.
///
/// Neighbouring dimensions that both operands lay out like one long dimension are joined first.
struct BroadcastPlan {
    /// How far apart neighbours of a row lie in the left operand.
    let leftStride: Int
    /// How far apart neighbours of a row lie in the right operand.
    let rightStride: Int
    private let rowCount: Int
    private let rows: Int
    private let outer: [(size: Int, left: Int, right: Int)]

    /// A plan for operands that are broadcast to `shape`, as their layouts say or can be stretched to.
    init(_ shape: [Int], _ left: Layout, _ right: Layout) {
        // Operands that are laid out alike, or a single number beside the other, are one long row.
        let isLeftWhole = left.isContiguous && left.shape == shape
        let isRightWhole = right.isContiguous && right.shape == shape
        if (isLeftWhole || left.count == 1) && (isRightWhole || right.count == 1) {
            leftStride = isLeftWhole ? 1 : 0
            rightStride = isRightWhole ? 1 : 0
            rowCount = shape.reduce(1, *)
            rows = 1
            outer = []
            return
        }
        var joined: [(size: Int, left: Int, right: Int)] = []
        let (leftStrides, rightStrides) = (left.stretchedStrides(shape), right.stretchedStrides(shape))
        for dimension in shape.indices where shape[dimension] != 1 {
            let next = (size: shape[dimension], left: leftStrides[dimension], right: rightStrides[dimension])
            if let last = joined.last, last.left == next.left * next.size, last.right == next.right * next.size {
                joined[joined.count - 1] = (last.size * next.size, next.left, next.right)
            } else {
                joined.append(next)
            }
        }
        let row = joined.popLast() ?? (1, 0, 0)
        (rowCount, leftStride, rightStride) = row
        rows = joined.reduce(1) { $0 * $1.size }
        outer = joined
    }

    /// Where a row, or a piece of one, begins in each operand and in the result, and its length.
    struct RowStart {
        let left: Int
        let right: Int
        let result: Int
        let count: Int
    }

    /// Calls `body` for each row, or for pieces of a single row. Pieces are fixed and divided among threads.
    func forRows(_ body: (RowStart) -> Void) {
        if rows == 1 {
            Parallel.forRanges(rowCount) { range in
                let start = range.lowerBound
                body(RowStart(left: start * leftStride, right: start * rightStride, result: start, count: range.count))
            }
            return
        }
        Parallel.forRanges(rows, size: max(1, Parallel.elementsPerPiece / max(1, rowCount))) { range in
            for row in range {
                var (rest, left, right) = (row, 0, 0)
                for dimension in outer.reversed() {
                    let position = rest % dimension.size
                    rest /= dimension.size
                    left += position * dimension.left
                    right += position * dimension.right
                }
                body(RowStart(left: left, right: right, result: row * rowCount, count: rowCount))
            }
        }
    }
}

extension Layout {
    /// The strides after broadcasting to `target`, which must have come from `Layout.broadcast`.
    fileprivate func stretchedStrides(_ target: [Int]) -> [Int] {
        let missing = target.count - shape.count
        return target.indices.map { $0 < missing || shape[$0 - missing] == 1 ? 0 : strides[$0 - missing] }
    }
}
