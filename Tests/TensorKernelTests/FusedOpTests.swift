import TensorKernel
import Testing

/// Ops that are computed in one go give what their plain formulas give, forward and backward.
@Suite(.ownGenerator) struct FusedOpTests {
    /// The result and the gradients of the leaves, for a random gradient of the result.
    private func results(_ leaves: [Tensor], _ function: ([Tensor]) -> Tensor) -> [Tensor] {
        let copies = leaves.map { leaf in
            let copy = leaf.detach().clone()
            copy.requiresGrad = true
            return copy
        }
        let result = function(copies)
        manualSeed(3)
        (result * Tensor.randn(result.shape)).sum().backward()
        return [result.detach()] + copies.compactMap(\.grad)
    }

    private func expectAlike(
        _ leaves: [Tensor], _ fused: ([Tensor]) -> Tensor, _ plain: ([Tensor]) -> Tensor,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let (found, expected) = (results(leaves, fused), results(leaves, plain))
        #expect(found.count == leaves.count + 1 && expected.count == found.count, sourceLocation: location)
        for (a, b) in zip(found, expected) {
            #expect(a.allclose(b, rtol: 1e-4, atol: 2e-5), sourceLocation: location)
        }
    }

    @Test(arguments: [[4, 3, 5, 7], [2, 1, 16], [3, 70, 9, 9], [6, 5], [1, 2, 40, 100]])
    func batchNorm(shape: [Int]) {
        let leaves = [Tensor.randn(shape) * 2 + 3, Tensor.randn(shape[1]), Tensor.randn(shape[1])]
        expectAlike(
            leaves, { $0[0].batchNorm(weight: $0[1], bias: $0[2], eps: 1e-5).result },
            { $0[0].plainBatchNorm(weight: $0[1], bias: $0[2], eps: 1e-5).result })
        let fused = leaves[0].batchNorm(weight: leaves[1], bias: leaves[2], eps: 1e-5)
        let plain = leaves[0].plainBatchNorm(weight: leaves[1], bias: leaves[2], eps: 1e-5)
        #expect(fused.mean.allclose(plain.mean, rtol: 1e-5) && fused.variance.allclose(plain.variance, rtol: 1e-4))
    }

    @Test(arguments: [[3, 7], [2, 4, 100], [5, 1], [2, 3, 64]])
    func layerNorm(shape: [Int]) {
        let size = shape[shape.count - 1]
        expectAlike(
            [Tensor.randn(shape) + 1, Tensor.randn(size), Tensor.randn(size)],
            { $0[0].layerNorm([size], weight: $0[1], bias: $0[2], eps: 1e-2) },
            { leaves in
                let x = leaves[0]
                let mean = x.mean(dim: -1, keepdim: true)
                let variance = (x - mean).square().mean(dim: -1, keepdim: true)
                return (x - mean) / (variance + 1e-2).sqrt() * leaves[1] + leaves[2]
            })
    }

    @Test(arguments: [[3, 5], [2, 4, 100], [70, 3], [1, 5000]], [0, -1])
    func softmax(shape: [Int], dim: Int) {
        func plain(_ x: Tensor) -> Tensor { x.exp() / x.exp().sum(dim: dim, keepdim: true) }
        let x = [Tensor.randn(shape)]
        expectAlike(x, { $0[0].softmax(dim: dim) }, { plain($0[0]) })
        expectAlike(x, { $0[0].logSoftmax(dim: dim) }, { plain($0[0]).log() })
    }

    @Test(arguments: [[5, 3], [4, 40], [1, 16]])
    func stepsOfTheGatedRecurrentUnit(shape: [Int]) {
        let (count, size) = (shape[0], shape[1])
        let leaves = [Tensor.randn(count, 3 * size), Tensor.randn(count, 3 * size), Tensor.randn(shape)]
        expectAlike(leaves, { gruStep($0[0], $0[1], $0[2]) }) { leaves in
            let (a, b, h) = (leaves[0].chunk(3, dim: -1), leaves[1].chunk(3, dim: -1), leaves[2])
            let (r, z) = ((a[0] + b[0]).sigmoid(), (a[1] + b[1]).sigmoid())
            let n = (a[2] + r * b[2]).tanh()
            return (1 - z) * n + z * h
        }
    }

    @Test(arguments: [[5, 3], [4, 40], [1, 16]])
    func stepsOfLongShortTermMemory(shape: [Int]) {
        let (count, size) = (shape[0], shape[1])
        let leaves = [Tensor.randn(count, 4 * size), Tensor.randn(count, 4 * size), Tensor.randn(shape)]
        func joined(_ state: (h: Tensor, c: Tensor)) -> Tensor { Tensor.cat([state.h, state.c], dim: 0) }
        expectAlike(leaves, { joined(lstmStep($0[0], $0[1], $0[2])) }) { leaves in
            let gates = (leaves[0] + leaves[1]).chunk(4, dim: -1)
            let c = gates[1].sigmoid() * leaves[2] + gates[0].sigmoid() * gates[2].tanh()
            return joined((gates[3].sigmoid() * c.tanh(), c))
        }
    }

    @Test(arguments: [[3, 5], [20, 7], [1, 1000], [4, 3, 2]])
    func runningSums(shape: [Int]) {
        for dim in 0..<shape.count {
            expectAlike([Tensor.randn(shape)], { $0[0].cumsum(dim: dim) }) { leaves in
                let columns = leaves[0].transpose(dim, -1)
                let ones = Tensor.ones(columns.size(-1), columns.size(-1)).triu()
                return columns.matmul(ones).transpose(dim, -1)
            }
        }
    }
}
