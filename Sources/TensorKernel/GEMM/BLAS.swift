internal import COpenBLAS

/// The one place that calls the BLAS library.
enum BLAS {
    /// OpenBLAS's own threads change the digits with their number, so it gets one; the kernel divides the work itself.
    private static let useOneThread: Void = openblas_set_num_threads(1)

    /// c ← a·b + keep·c for row-major matrices: a is m×k, b is k×n, c is m×n, with the given distances between rows.
    /// A transposed operand lies in memory as its transpose.
    static func multiply(
        m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ aStride: Int, transposed aTransposed: Bool,
        _ b: UnsafePointer<Float>, _ bStride: Int, transposed bTransposed: Bool, keeping keep: Float,
        _ c: UnsafeMutablePointer<Float>, _ cStride: Int
    ) {
        _ = useOneThread
        cblas_sgemm(
            CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), 1, a, blasint(aStride), b, blasint(bStride), keep, c, blasint(cStride))
    }
}
