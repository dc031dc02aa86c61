/// A matrix in memory, row-major or transposed, as BLAS wants it.
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
        // A stride along a dimension of size 1 is never walked, but BLAS checks it.
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

    private var rowStride: Int { isTransposed ? 1 : leadingStride }
    private var columnStride: Int { isTransposed ? leadingStride : 1 }
}

extension Matrix {
    /// Rows of a tile, or columns where there are no more rows. Fixed, so that the digits do not depend on the number of
    /// threads; 128 measured fastest.
    private static let tileSize = 128
    /// Below this many multiplications a plain loop beats the call of BLAS.
    private static let smallProduct = 1024

    /// c ← a·b, or c ← c + a·b, for a row-major c; `bias`, if given, is put in every row of c first.
    static func multiply(
        _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, adding: Bool = false,
        bias: UnsafePointer<Float>? = nil
    ) {
        let (m, n, k) = (a.rows, b.columns, a.columns)
        guard m > 0 && n > 0 else { return }
        if m * n * k <= smallProduct {
            if let bias {
                for row in 0..<m { (c + row * n).update(from: bias, count: n) }
            } else if !adding {
                c.update(repeating: 0, count: m * n)
            }
            multiplySmall(a, b, addingTo: c)
            return
        }
        let isCutInRows = m > tileSize
        Parallel.forRanges(isCutInRows ? m : n, size: tileSize) { range in
            let (rows, columns) = isCutInRows ? (range, 0..<n) : (0..<m, range)
            let c = c + rows.lowerBound * n + columns.lowerBound
            if let bias {
                let bias = bias + columns.lowerBound
                for row in 0..<rows.count { (c + row * n).update(from: bias, count: columns.count) }
            }
            BLAS.multiply(
                m: rows.count, n: columns.count, k: k, a.values + rows.lowerBound * a.rowStride, a.leadingStride,
                transposed: a.isTransposed, b.values + columns.lowerBound * b.columnStride, b.leadingStride,
                transposed: b.isTransposed, keeping: adding || bias != nil ? 1 : 0, c, n)
        }
    }

    private static func multiplySmall(_ a: Matrix, _ b: Matrix, addingTo c: UnsafeMutablePointer<Float>) {
        for row in 0..<a.rows {
            for step in 0..<a.columns {
                let factor = a.values[row * a.rowStride + step * a.columnStride]
                for column in 0..<b.columns {
                    c[row * b.columns + column] += factor * b.values[step * b.rowStride + column * b.columnStride]
                }
            }
        }
    }
}
