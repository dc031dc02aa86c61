import Foundation
import TensorKernel
import Testing

/// The same bits on every code path, and results that are what they should be.
@Suite(.serialized, .ownGenerator) struct CodePathTests {
    @Test func everyPathGivesTheSameBits() throws {
        let before = CodePath.current
        defer { before.use() }
        let digests = CodePath.available.map { path in
            path.use()
            #expect(CodePath.current.name == path.name)
            return [
                Workload.digest(), Workload.trainingDigest(), Workload.layerDigest(), Workload.functionDigest(),
            ]
        }
        #expect(CodePath.available.last?.name == "portable")
        for (path, digest) in zip(CodePath.available, digests) {
            #expect(digest == digests[0], "\(path.name) differs from \(CodePath.available[0].name)")
        }
    }

    /// Σ over k in blocks of 256, in order, each one chain of fused multiply-adds.
    @Test(arguments: [
        (1, 1, 1), (1, 1, 600), (3, 5, 7), (1, 90, 300), (90, 1, 300), (2, 140, 40), (14, 32, 256), (15, 31, 257),
        (130, 40, 30), (61, 530, 20), (5, 4, 0), (1, 1, 255), (1, 1, 5000), (1, 1, 0), (37, 1, 700), (1, 37, 700),
    ])
    func elementsOfProductsAreChains(rows: Int, columns: Int, depth: Int) {
        let a = Tensor.randn(rows, depth)
        let b = Tensor.randn(depth, columns)
        let (left, right) = (a.floats, b.floats)
        let expected = (0..<rows * columns).map { index in
            var sum: Float = 0
            for block in stride(from: 0, to: depth, by: 256) {
                let chain = (block..<min(block + 256, depth)).reduce(into: Float(0)) { chain, k in
                    chain.addProduct(left[index / columns * depth + k], right[k * columns + index % columns])
                }
                sum = block == 0 ? chain : sum + chain
            }
            return sum
        }
        #expect(a.matmul(b).floats == expected)
        #expect(a.T.contiguous().T.matmul(b).floats == expected)
        #expect(a.matmul(b.T.contiguous().T).floats == expected)
        #expect(a.T.contiguous().T.matmul(b.T.contiguous().T).floats == expected)
    }

    /// Within 2 units in the last place of what the C library computes in double precision.
    @Test(arguments: FunctionCase.all) func functionsAreExactToTwoUnits(_ function: FunctionCase) {
        let inputs = stride(from: UInt32(0), to: .max - 20_011, by: 20_011).map { Float(bitPattern: $0) }
        let results = function.computed(Tensor(inputs)).floats
        for (x, y) in zip(inputs, results) {
            let exact = function.exact(Double(x))
            if exact.isNaN || y.isNaN {
                #expect(exact.isNaN && y.isNaN, "\(function) of \(x) is \(y), not \(exact)")
            } else if Float(exact).isInfinite || y.isInfinite {
                #expect(Float(exact) == y, "\(function) of \(x) is \(y), not \(exact)")
            } else {
                let unit = Double(Float(exact).ulp)
                #expect(abs(Double(y) - exact) <= 2 * unit, "\(function) of \(x) is \(y), not \(exact)")
            }
        }
    }

    @Test func anglesOfPointsAreExactToTwoUnits() {
        let special: [Float] = [0, -0.0, 1, -1, 2.5, -1e-30, 1e30, .infinity, -.infinity, .nan]
        let points =
            special.flatMap { y in special.map { (y, $0) } }
            + zip(Tensor.randn(1000).floats, Tensor.randn(1000).floats)
        let results = Tensor(points.map(\.0)).atan2(Tensor(points.map(\.1))).floats
        for ((y, x), result) in zip(points, results) {
            let exact = Foundation.atan2(Double(y), Double(x))
            if exact.isNaN {
                #expect(result.isNaN, "(\(x), \(y))")
            } else {
                #expect(abs(Double(result) - exact) <= 2 * Double(Float(exact).ulp), "(\(x), \(y))")
                #expect((result.sign == .minus) == (exact.sign == .minus), "(\(x), \(y))")
            }
        }
    }

    @Test func powersAreExactToTwoUnits() {
        let special: [Float] = [
            0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, .infinity, -.infinity, .nan, 1e-40, -1e-40, 3e38, -3e38,
            16_777_216,
            8_388_609, -8_388_609, 0.1, 2_147_483_648, 1.000_000_1, -1.000_000_1, 0.999_999_94,
        ]
        let pairs =
            special.flatMap { x in special.map { (x, $0) } }
            + zip(Tensor.randn(10_000).exp().floats, (Tensor.randn(10_000) * 20).floats)
        let results = Tensor(pairs.map(\.0)).pow(Tensor(pairs.map(\.1))).floats
        for ((x, y), result) in zip(pairs, results) {
            let exact = Foundation.pow(Double(x), Double(y))
            if exact.isNaN || Float(exact).isInfinite || exact == 0 {
                #expect(exact.isNaN ? result.isNaN : Float(exact) == result, "\(x) to the power of \(y)")
            } else {
                #expect(abs(Double(result) - exact) <= 2 * Double(Float(exact).ulp), "\(x) to the power of \(y)")
            }
        }
    }
}

/// A function of single numbers: ours, and one to compare with.
struct FunctionCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var computed: @Sendable (Tensor) -> Tensor
    var exact: @Sendable (Double) -> Double

    static let all: [FunctionCase] = [
        .init("exp", { $0.exp() }, Foundation.exp), .init("expm1", { $0.expm1() }, Foundation.expm1),
        .init("log", { $0.log() }, Foundation.log), .init("log2", { $0.log2() }, Foundation.log2),
        .init("log10", { $0.log10() }, Foundation.log10), .init("log1p", { $0.log1p() }, Foundation.log1p),
        .init("sqrt", { $0.sqrt() }, Foundation.sqrt), .init("rsqrt", { $0.rsqrt() }, { 1 / Foundation.sqrt($0) }),
        .init("sin", { $0.sin() }, Foundation.sin), .init("cos", { $0.cos() }, Foundation.cos),
        .init("tan", { $0.tan() }, Foundation.tan), .init("tanh", { $0.tanh() }, Foundation.tanh),
        .init("erf", { $0.erf() }, Foundation.erf),
        .init("erfc", { $0.erfc() }, Foundation.erfc), .init("exp2", { $0.exp2() }, Foundation.exp2),
        .init("asin", { $0.asin() }, Foundation.asin), .init("acos", { $0.acos() }, Foundation.acos),
        .init("atan", { $0.atan() }, Foundation.atan), .init("sinh", { $0.sinh() }, Foundation.sinh),
        .init("cosh", { $0.cosh() }, Foundation.cosh), .init("asinh", { $0.asinh() }, Foundation.asinh),
        .init("acosh", { $0.acosh() }, Foundation.acosh), .init("atanh", { $0.atanh() }, Foundation.atanh),
        .init("sigmoid", { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }),
        .init("gelu", { $0.gelu() }, { $0.isInfinite ? max($0, 0) : 0.5 * $0 * erfc(-$0 * 0.5.squareRoot()) }),
    ]

    private init(
        _ name: String, _ computed: @escaping @Sendable (Tensor) -> Tensor,
        _ exact: @escaping @Sendable (Double) -> Double
    ) {
        (testDescription, self.computed, self.exact) = (name, computed, exact)
    }
}
