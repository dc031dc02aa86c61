/// How to walk through operands of one broadcast shape: rows along the last dimension, in row-major order.
///
/// Neighbouring dimensions that every operand lays out like one long dimension are joined first.
struct BroadcastPlan {
    /// The sizes of the dimensions above the rows.
    private(set) var outerSizes: [Int]
    /// How many values a row has.
    private(set) var rowCount: Int
    /// How many rows there are.
    let rows: Int
    /// For each operand, the strides of the dimensions above the rows.
    private(set) var outerStrides: [[Int]]
    /// For each operand, the stride within a row.
    private(set) var rowStrides: [Int]

    /// A plan for `layouts`, all of `shape`.
    init(_ shape: [Int], _ layouts: [Layout]) {
        var sizes: [Int] = []
        var strides: [[Int]] = Array(repeating: [], count: layouts.count)
        for dimension in shape.indices where shape[dimension] != 1 {
            let size = shape[dimension]
            let joins =
                !sizes.isEmpty
                && layouts.indices.allSatisfy {
                    strides[$0][sizes.count - 1] == layouts[$0].strides[dimension] * size
                }
            if joins {
                sizes[sizes.count - 1] *= size
                for operand in layouts.indices {
                    strides[operand][sizes.count - 1] = layouts[operand].strides[dimension]
                }
            } else {
                sizes.append(size)
                for operand in layouts.indices { strides[operand].append(layouts[operand].strides[dimension]) }
            }
        }
        rowCount = sizes.popLast() ?? 1
        rowStrides = strides.map { $0.last ?? 0 }
        outerSizes = sizes
        outerStrides = strides.map { Array($0.dropLast()) }
        rows = sizes.reduce(1, *)
    }

    /// How far from the first value of an operand a row begins.
    @inline(__always)
    func start(of row: Int, operand: Int) -> Int {
        if outerSizes.count == 1 { return row * outerStrides[operand][0] }
        var rest = row
        var start = 0
        for dimension in outerSizes.indices.reversed() {
            start += rest % outerSizes[dimension] * outerStrides[operand][dimension]
            rest /= outerSizes[dimension]
        }
        return start
    }

    /// Calls `body` with ranges of rows and of positions within a row, from several threads; the pieces are fixed.
    @inline(__always)
    func forPieces(_ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
        if rows == 1 {
            Parallel.forRanges(rowCount) { body(0..<1, $0) }
        } else {
            Parallel.forRanges(rows, size: max(1, Parallel.elementsPerPiece / max(1, rowCount))) {
                body($0, 0..<rowCount)
            }
        }
    }
}
