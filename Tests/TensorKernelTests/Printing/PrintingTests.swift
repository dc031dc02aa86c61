import TensorKernel
import Testing

/// Tensors print as PyTorch prints them, character by character.
@Suite struct PrintingTests {
    struct Case: Decodable {
        let tensor: StoredTensor
        let op: String?
        let text: String
    }

    private let cases: [Case]

    init() throws {
        cases = try loadFixture("printing.json")
    }

    @Test func valuesOfEveryKind() {
        let plain = cases.filter { $0.op == nil }
        #expect(plain.count > 250)
        for example in plain {
            let text = example.tensor.tensor.description
            #expect(text == example.text)
        }
    }

    @Test func gradientSuffixes() throws {
        let recorded = cases.filter { $0.op != nil }
        #expect(recorded.count > 70)
        for example in recorded {
            let leaf = example.tensor.tensor
            leaf.requiresGrad = true
            let operation = try #require(example.op)
            let text = try apply(operation, to: leaf).description
            #expect(text == example.text, "\(operation)")
        }
    }

    @Test func viewsPrintTheirOwnValues() {
        let matrix = Tensor.arange(6).reshape(2, 3)
        #expect(matrix.T.description == "tensor([[0., 3.],\n        [1., 4.],\n        [2., 5.]])")
        #expect(matrix[1].description == "tensor([3., 4., 5.])")
        #expect(matrix[0..., 2].description == "tensor([2., 5.])")
    }

    @Test func numbersForLessons() {
        #expect(fixed(0.87412, 3) == "0.874")
        #expect(fixed(0.8745, 3) == "0.875")
        #expect(fixed(2.5, 0) == "2")
        #expect(fixed(Float(0.1), 10) == "0.1000000015")
        #expect(fixed(-0.0004, 2) == "-0.00")
        #expect(fixed(3.14159, 2, width: 8) == "    3.14")
        #expect(fixed(Double.infinity, 2) == "inf")
        #expect(fixed(-Double.nan, 2) == "nan")
        #expect(fixed(Double.greatestFiniteMagnitude, 100).count == 410)
        #expect(scientific(12345.0, 2) == "1.23e+04")
        #expect(scientific(Double.leastNonzeroMagnitude, 1) == "4.9e-324")
    }

    private func apply(_ operation: String, to leaf: Tensor) throws -> Tensor {
        let operations: [String: (Tensor) -> Tensor] = [
            "leaf": { $0 }, "add": { $0 + 1 }, "subtract": { $0 - 1 }, "multiply": { $0 * 2 }, "divide": { $0 / 2 },
            "negate": { -$0 }, "sum": { $0.sum() }, "mean": { $0.mean() }, "exp": { $0.exp() }, "log": { $0.log() },
            "relu": { $0.relu() }, "sigmoid": { $0.sigmoid() }, "tanh": { $0.tanh() }, "sqrt": { $0.sqrt() },
            "abs": { $0.abs() }, "detach": { $0.detach() }, "sumOfColumns": { $0.sum(dim: 0) },
        ]
        let ofMatrices: [String: (Tensor) -> Tensor] = [
            "matmul": { $0.matmul($0.T) }, "reshape": { $0.reshape(-1) }, "meanOfRows": { $0.mean(dim: 1) },
            "select": { $0[0] },
            "slice": { $0[0..., 1..<3] }, "transpose": { $0.transpose(0, 1) }, "unsqueeze": { $0.unsqueeze(0) },
            "squeeze": { $0.unsqueeze(0).squeeze(0) }, "max": { $0.max() },
            "softmax": { $0.softmax(dim: 1) }, "logSoftmax": { $0.logSoftmax(dim: 1) }, "pow": { $0.pow(2) },
            "clamp": { $0.clamp(min: 1) }, "cat": { Tensor.cat([$0, $0]) }, "clone": { $0.clone() },
            "norm": { $0.norm() }, "prod": { $0.prod() },
            "linear": { $0.linear(weight: $0, bias: Tensor.zeros($0.size(0))) },
            "linearWithoutBias": { $0.linear(weight: $0) }, "where": { Tensor.where($0 .> 1, $0, 0 * $0) },
            "rows": { $0[Tensor([0, 0])] }, "log1p": { $0.log1p() },
            "expand": { $0.unsqueeze(0).expand([2] + $0.shape) },
        ]
        let compute = try #require(operations[operation] ?? ofMatrices[operation] ?? composedOperations[operation])
        return compute(leaf)
    }
}

/// What `composed` in make_fixtures.py computes.
private let composedOperations: [String: @Sendable (Tensor) -> Tensor] = [
    "numberMinus": { 1.0 - $0 }, "numberOver": { 2.0 / $0 }, "square": { $0.square() }, "powTensor": { $0.pow($0) },
    "T": { $0.T }, "permute": { $0.permute(1, 0) }, "flatten": { $0.flatten() }, "reshapeT": { $0.T.reshape(-1) },
    "squeezeAll": { $0.unsqueeze(0).squeeze() }, "stack": { Tensor.stack([$0, $0]) }, "std": { $0.std() },
    "var": { $0.var(dim: 0) }, "logsumexp": { $0.logsumexp(dim: 1) }, "maxAlong": { $0.max(dim: 1).values },
    "minAlong": { $0.min(dim: 1).values }, "amax": { $0.amax(dims: [1]) }, "topk": { $0.topk(2).values },
    "sort": { $0.sort().values }, "gather": { $0.gather(dim: 1, Tensor([[0]])) },
    "indexSelect": { $0.indexSelect(dim: 0, Tensor([0])) },
    "mask": { $0[$0 .> 1] }, "pairs": { $0[Tensor([0]), Tensor([1])] }, "flip": { $0.flip(dims: [0]) },
    "dot": { $0[0].dot($0[0]) }, "mv": { $0.matmul($0[0]) }, "vm": { $0[0].matmul($0.T) },
    "batched": { $0.unsqueeze(0).matmul($0.unsqueeze(0).transpose(1, 2)) }, "outer": { $0[0].outer($0[0]) },
    "norm1": { $0.norm(1) }, "sumAll": { $0.sum(dims: [0, 1]) }, "sumVector": { $0[0].sum(dim: 0) },
    "cumsum": { $0.cumsum(dim: 0) }, "split": { $0.split(1)[0] }, "narrow": { $0.narrow(1, start: 0, length: 2) },
    "maximum": { $0.maximum(2 * $0) }, "remainder": { $0.remainder(2.0) }, "erf": { $0.erf() },
    "expm1": { $0.expm1() }, "gelu": { $0.gelu() }, "reciprocal": { $0.reciprocal() }, "log2": { $0.log2() },
    "leakyRelu": { $0.leakyRelu() }, "tril": { $0.tril() }, "triu": { $0.triu() }, "diag": { $0[0].diag() },
    "repeat": { $0.repeat(2, 1) }, "roll": { $0.roll(1, dim: 0) }, "maskedFill": { $0.maskedFill($0 .> 1, 0.0) },
    "linear1": { $0[0].linear(weight: $0) },
    "linear3": { $0.unsqueeze(0).linear(weight: $0, bias: Tensor.zeros($0.size(0))) },
    "layerNorm": { LayerNorm($0.size(1))($0) },
    "changed": {
        let changed = $0 * 2
        changed += $0
        return changed
    },
    "assigned": {
        let assigned = $0 * 2
        assigned[0] = $0[0]
        return assigned
    },
    "filled": {
        let filled = $0 * 2
        filled.fill(1)
        return filled
    },
    "masked": {
        let masked = $0 * 2
        masked[masked .> 2] = 0
        return masked
    },
    "maskedProduct": { $0 * ($0 .> 1) },
]
