internal import CTensorKernels

/// The kernel's inner loops, written in C and compiled for several kinds of processors, which all give the same bits.
///
/// The best path that the processor can run is used, or the one that `LECTERN_CODE_PATH` in the environment names:
/// `avx512`, `avx2`, `neon` or `portable`. This is the one place that calls them.
package struct CodePath: Sendable {
    private let number: Int32
    /// The name for `LECTERN_CODE_PATH`.
    package let name: String

    /// All paths that this processor can run, from the fastest to the portable one.
    package static let available = (0..<codePathCount())
        .filter { isCodePathAvailable($0) != 0 }
        .map { CodePath(number: $0, name: String(cString: codePathName($0))) }

    /// The path in use.
    package static var current: CodePath {
        let number = currentCodePath()
        return CodePath(number: number, name: String(cString: codePathName(number)))
    }

    /// Uses this path from now on.
    package func use() { setCodePath(number) }
}

extension CodePath {
    /// c ← a·b, or c ← c + a·b, for a of m rows and k columns, b of k rows and n columns, and a c whose rows are neighbours'
    /// distances `cRow` apart; a's and b's rows and columns have the given distances in memory.
    static func multiply(
        _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int, _ b: UnsafePointer<Float>,
        _ bRow: Int, _ bColumn: Int, adding: Bool, _ c: UnsafeMutablePointer<Float>, _ cRow: Int
    ) {
        let workspace = Storage(byteCount: PRODUCT_WORKSPACE * MemoryLayout<Float>.size)
        multiplyMatrices(
            m, n, k, a, aRow, aColumn, b, bRow, bColumn, adding ? 1 : 0, c, cRow,
            workspace.bytes.assumingMemoryBound(to: Float.self))
        withExtendedLifetime(workspace) {}
    }
}

/// A function of single numbers, within 2 units in the last place of the true value.
struct VectorFunction {
    private let number: VectorFunctionNumber

    static let exp = VectorFunction(number: vectorFunction_exp)
    static let exp2 = VectorFunction(number: vectorFunction_exp2)
    static let expm1 = VectorFunction(number: vectorFunction_expm1)
    static let log = VectorFunction(number: vectorFunction_log)
    static let log2 = VectorFunction(number: vectorFunction_log2)
    static let log10 = VectorFunction(number: vectorFunction_log10)
    static let log1p = VectorFunction(number: vectorFunction_log1p)
    static let sqrt = VectorFunction(number: vectorFunction_sqrt)
    static let rsqrt = VectorFunction(number: vectorFunction_rsqrt)
    static let sin = VectorFunction(number: vectorFunction_sin)
    static let cos = VectorFunction(number: vectorFunction_cos)
    static let tan = VectorFunction(number: vectorFunction_tan)
    static let asin = VectorFunction(number: vectorFunction_asin)
    static let acos = VectorFunction(number: vectorFunction_acos)
    static let atan = VectorFunction(number: vectorFunction_atan)
    static let sinh = VectorFunction(number: vectorFunction_sinh)
    static let cosh = VectorFunction(number: vectorFunction_cosh)
    static let tanh = VectorFunction(number: vectorFunction_tanh)
    static let asinh = VectorFunction(number: vectorFunction_asinh)
    static let acosh = VectorFunction(number: vectorFunction_acosh)
    static let atanh = VectorFunction(number: vectorFunction_atanh)
    static let erf = VectorFunction(number: vectorFunction_erf)
    static let erfc = VectorFunction(number: vectorFunction_erfc)
    static let sigmoid = VectorFunction(number: vectorFunction_sigmoid)
    /// x · Φ(x).
    static let gelu = VectorFunction(number: vectorFunction_gelu)
    /// The derivative of `gelu`.
    static let geluSlope = VectorFunction(number: vectorFunction_geluSlope)

    /// Writes the function of each of `count` values; `to` may be `from`.
    func map(_ from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>, count: Int) {
        mapFunction(number, from, to, count)
    }

    /// The function of one number.
    func callAsFunction(_ x: Float) -> Float {
        var result: Float = 0
        withUnsafePointer(to: x) { mapFunction(number, $0, &result, 1) }
        return result
    }
}

/// xʸ for `count` pairs of values at the given distances.
func mapPowers(
    _ x: UnsafePointer<Float>, _ xStride: Int, _ y: UnsafePointer<Float>, _ yStride: Int,
    to result: UnsafeMutablePointer<Float>, count: Int
) {
    mapPower(x, xStride, y, yStride, result, count)
}

/// The angles of `count` points (x, y) at the given distances.
func mapAngles(
    _ y: UnsafePointer<Float>, _ yStride: Int, _ x: UnsafePointer<Float>, _ xStride: Int,
    to result: UnsafeMutablePointer<Float>, count: Int
) {
    mapAngle(y, yStride, x, xStride, result, count)
}

/// What is computed of a row of neighbouring values, in one order of operations.
enum Row {
    static func sum(_ from: UnsafePointer<Float>, _ count: Int) -> Float { sumOfRow(from, count) }

    /// Writes the sums of columns, each over 32 rows at a time.
    static func addColumns(
        _ from: UnsafePointer<Float>, rows: Int, columns: Int, to result: UnsafeMutablePointer<Float>
    ) {
        addRows(from, rows, columns, result)
    }

    /// The greatest value; one that is no number counts as the greatest.
    static func greatest(_ from: UnsafePointer<Float>, _ count: Int) -> Float { greatestOfRow(from, count) }

    /// The least value; one that is no number counts as the least.
    static func least(_ from: UnsafePointer<Float>, _ count: Int) -> Float { leastOfRow(from, count) }

    /// The first place of a value that is in the row; what is no number is found too.
    static func firstPlace(of value: Float, _ from: UnsafePointer<Float>, _ count: Int) -> Int {
        firstPlaceInRow(from, count, value)
    }

    /// Writes the softmax; returns the greatest value and ln Σ e^(x − greatest).
    static func softmax(
        _ from: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>, _ count: Int
    ) -> (greatest: Float, logSum: Float) {
        var greatest: Float = 0
        let sum = softmaxOfRow(from, result, count, &greatest)
        return (greatest, VectorFunction.log(sum))
    }

    /// Writes the logarithm of the softmax.
    static func logSoftmax(_ from: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>, _ count: Int) {
        logSoftmaxOfRow(from, result, count)
    }

    /// Σ (x − mean)².
    static func sumOfSquares(_ from: UnsafePointer<Float>, mean: Float, _ count: Int) -> Float {
        sumOfSquaresOfRow(from, mean, count)
    }

    /// Σ a·(b − center).
    static func sumOfProducts(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, center: Float, _ count: Int
    ) -> Float {
        sumOfProductsOfRow(a, b, center, count)
    }

    /// Writes the derivative of the softmax y: y·(g − Σ g·y).
    static func softmaxGradient(
        _ gradient: UnsafePointer<Float>, _ y: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>,
        _ count: Int
    ) {
        softmaxGradientOfRow(gradient, y, result, count)
    }

    /// Writes the derivative of the softmax's logarithm y: g − e^y · Σ g.
    static func logSoftmaxGradient(
        _ gradient: UnsafePointer<Float>, _ y: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>,
        _ count: Int
    ) {
        logSoftmaxGradientOfRow(gradient, y, result, count)
    }

    /// Writes the sums of the first 1, 2, 3, … values of each row, or of its last ones.
    static func runningSums(
        _ from: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>, rows: Int, _ count: Int, fromEnd: Bool
    ) {
        CTensorKernels.runningSums(from, result, rows, count, fromEnd ? 1 : 0)
    }

    /// Writes (x − center) · factor + offset.
    static func scale(
        _ from: UnsafePointer<Float>, center: Float, factor: Float, offset: Float,
        to result: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        scaleRow(from, center, factor, offset, result, count)
    }

    /// Writes g · factor + (x − center) · slope + offset.
    static func scaleGradient(
        _ gradient: UnsafePointer<Float>, _ from: UnsafePointer<Float>, center: Float, factor: Float, slope: Float,
        offset: Float, to result: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        scaleRowGradient(gradient, from, center, factor, slope, offset, result, count)
    }

    /// Writes (x − mean) · scale · weight + bias, and returns the mean and scale = 1/√(variance + ε).
    static func normalize(
        _ from: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, eps: Float,
        to result: UnsafeMutablePointer<Float>, _ count: Int
    ) -> (mean: Float, scale: Float) {
        var (mean, scale): (Float, Float) = (0, 0)
        normalizeRow(from, weight, bias, eps, result, count, &mean, &scale)
        return (mean, scale)
    }

    /// The derivatives of `normalize`: writes the row's, and adds those of weight and bias.
    static func normalizeGradient(
        _ gradient: UnsafePointer<Float>, _ from: UnsafePointer<Float>, weight: UnsafePointer<Float>, mean: Float,
        scale: Float, to result: UnsafeMutablePointer<Float>, weightGradient: UnsafeMutablePointer<Float>,
        biasGradient: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        normalizeRowGradient(gradient, from, weight, mean, scale, result, weightGradient, biasGradient, count)
    }
}

/// Steps of gated recurrent layers for one row of `size` numbers a gate.
enum GateRow {
    /// Writes the next state and the gates r, z and n.
    static func gru(
        _ input: UnsafePointer<Float>, _ state: UnsafePointer<Float>, _ h: UnsafePointer<Float>,
        to result: UnsafeMutablePointer<Float>, gates: UnsafeMutablePointer<Float>, _ size: Int
    ) {
        gruStep(input, state, h, result, gates, size)
    }

    /// Writes the derivatives with respect to the input's and the state's affine maps and the state.
    static func gruGradient(
        _ gradient: UnsafePointer<Float>, gates: UnsafePointer<Float>, state: UnsafePointer<Float>,
        h: UnsafePointer<Float>, input inputGradient: UnsafeMutablePointer<Float>,
        state stateGradient: UnsafeMutablePointer<Float>, h hGradient: UnsafeMutablePointer<Float>, _ size: Int
    ) {
        CTensorKernels.gruGradient(gradient, gates, state, h, inputGradient, stateGradient, hGradient, size)
    }

    /// Writes the next state, the next memory and the gates i, f, g and o.
    static func lstm(
        _ input: UnsafePointer<Float>, _ state: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
        h: UnsafeMutablePointer<Float>, next: UnsafeMutablePointer<Float>, gates: UnsafeMutablePointer<Float>,
        _ size: Int
    ) {
        lstmStep(input, state, c, h, next, gates, size)
    }

    /// Writes the derivatives with respect to either affine map and the memory.
    static func lstmGradient(
        _ hGradient: UnsafePointer<Float>, _ nextGradient: UnsafePointer<Float>, gates: UnsafePointer<Float>,
        c: UnsafePointer<Float>, next: UnsafePointer<Float>, input inputGradient: UnsafeMutablePointer<Float>,
        c cGradient: UnsafeMutablePointer<Float>, _ size: Int
    ) {
        CTensorKernels.lstmGradient(hGradient, nextGradient, gates, c, next, inputGradient, cGradient, size)
    }
}

/// Replaces blocks of 16 uniform numbers of [0, 1) by normally distributed ones.
func makeNormalBlocks(
    _ values: UnsafeMutablePointer<Float>, blocks: Int, mean: Float, standardDeviation: Float
) {
    makeNormal(values, blocks, mean, standardDeviation)
}

/// Writes a matrix of `rows` rows, `fromRow` apart, as one whose rows, `toRow` apart, are its columns.
func copyMatrixTransposed(
    _ from: UnsafePointer<Float>, _ fromRow: Int, rows: Int, columns: Int, to result: UnsafeMutablePointer<Float>,
    _ toRow: Int
) {
    copyTransposed(from, fromRow, rows, columns, result, toRow)
}

/// A block of values whose rows lie apart, such as a part of a picture.
enum Block {
    /// Copies `rows` rows of `columns` values.
    static func copy(
        _ from: UnsafePointer<Float>, _ fromRow: Int, rows: Int, columns: Int, to result: UnsafeMutablePointer<Float>,
        _ toRow: Int
    ) {
        copyBlock(from, fromRow, rows, columns, result, toRow)
    }

    /// Adds `rows` rows of `columns` values to what is there.
    static func add(
        _ from: UnsafePointer<Float>, _ fromRow: Int, rows: Int, columns: Int, to result: UnsafeMutablePointer<Float>,
        _ toRow: Int
    ) {
        addBlock(from, fromRow, rows, columns, result, toRow)
    }
}
