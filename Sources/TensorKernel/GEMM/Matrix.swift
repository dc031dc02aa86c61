/// A matrix in memory, row-major or transposed.
struct Matrix {
    let values: UnsafePointer<Float>
    let rows: Int
    let columns: Int
    /// Whether the values lie column after column.
    let isTransposed: Bool
    /// How far apart rows, or columns if transposed, begin.
    let leadingStride: Int

    private init(_ values: UnsafePointer<Float>, _ rows: Int, _ columns: Int, _ isTransposed: Bool, _ stride: Int) {
        self.values = values
        self.rows = rows
        self.columns = columns
        self.isTransposed = isTransposed
        leadingStride = stride
    }

    /// A row-major matrix.
    init(_ values: UnsafePointer<Float>, rows: Int, columns: Int) {
        self.init(values, rows, columns, false, max(columns, 1))
    }

    /// The matrix in the last two dimensions of a layout, at `values`; nil if neither dimension is contiguous.
    init?(_ values: UnsafePointer<Float>, _ layout: Layout) {
        let last = layout.shape.count - 1
        let (rows, columns) = (layout.shape[last - 1], layout.shape[last])
        let (rowStride, columnStride) = (layout.strides[last - 1], layout.strides[last])
        if rows == 0 || columns == 0 {
            self.init(values, rows: rows, columns: columns)
            return
        }
        // A stride along a dimension of size 1 is never walked.
        if columnStride == 1 || columns == 1, rows == 1 || rowStride >= columns {
            self.init(values, rows, columns, false, rows == 1 ? columns : rowStride)
        } else if rowStride == 1 || rows == 1, columns == 1 || columnStride >= rows {
            self.init(values, rows, columns, true, columns == 1 ? rows : columnStride)
        } else {
            return nil
        }
    }

    /// Rows and columns exchanged.
    var transposed: Matrix { Matrix(values, columns, rows, !isTransposed, leadingStride) }

    fileprivate var rowStride: Int { isTransposed ? 1 : leadingStride }
    fileprivate var columnStride: Int { isTransposed ? leadingStride : 1 }
}

extension Matrix {
    /// How many multiplications are worth a thread of their own.
    private static let multiplicationsPerPiece = 1 << 18

    /// c ← a·b, or c ← c + a·b, for a row-major c; `bias`, if given, is put in every row of c first.
    ///
    /// Every element is computed in one order of operations, so it does not matter how c is cut into pieces.
    static func multiply(
        _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, adding: Bool = false,
        bias: UnsafePointer<Float>? = nil
    ) {
        let (m, n, k) = (a.rows, b.columns, a.columns)
        guard m > 0 && n > 0 else { return }
        let isCutInRows = m >= n
        let longer = isCutInRows ? m : n
        let pieces = min(KernelThreads.count, m * n * k / multiplicationsPerPiece + 1)
        Parallel.forRanges(longer, size: (longer + pieces - 1) / pieces) { range in
            let (rows, columns) = isCutInRows ? (range, 0..<n) : (0..<m, range)
            let c = c + rows.lowerBound * n + columns.lowerBound
            if let bias {
                let bias = bias + columns.lowerBound
                for row in 0..<rows.count { (c + row * n).update(from: bias, count: columns.count) }
            }
            CodePath.multiply(
                rows.count, columns.count, k, a.values + rows.lowerBound * a.rowStride, a.rowStride, a.columnStride,
                b.values + columns.lowerBound * b.columnStride, b.rowStride, b.columnStride,
                adding: adding || bias != nil, c, n)
        }
    }
}
