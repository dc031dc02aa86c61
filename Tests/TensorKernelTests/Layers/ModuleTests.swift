import TensorKernel
import Testing

/// How networks are put together, searched, switched and printed.
@Suite(.ownGenerator) struct ModuleTests {
    final class Block: Module {
        let first = Linear(2, 3)
        let scale = Tensor.ones(3, requiresGrad: true)
        let offset = Tensor.zeros(3)
        var extra: Module?

        override func forward(_ x: Tensor) -> Tensor { first(x) * scale + offset }
    }

    final class Net: Module {
        let blocks = [Block(), Block(), Linear(2, 1)]
        let dropout = Dropout(0.25)
        let last: Linear
        let size = 3

        override init() {
            last = Linear(3, 1, bias: false)
        }

        override var extraDescription: String { "size=\(size)" }
        override func forward(_ x: Tensor) -> Tensor { last(dropout(blocks[0](x))) }
    }

    @Test func parametersAreFoundInTheOrderOfDeclaration() {
        let net = Net()
        #expect(
            net.namedParameters.map(\.name) == [
                "blocks.0.scale", "blocks.0.first.weight", "blocks.0.first.bias", "blocks.1.scale",
                "blocks.1.first.weight", "blocks.1.first.bias", "blocks.2.weight", "blocks.2.bias", "last.weight",
            ])
        #expect(net.namedBuffers.map(\.name) == ["blocks.0.offset", "blocks.1.offset"])
        #expect(net.parameters.count == 9)
        #expect(net.parameters.last === net.last.weight)
    }

    @Test func aSharedParameterCountsOnce() {
        let shared = Linear(2, 2)
        let net = Sequential(shared, ReLU(), shared)
        #expect(net.namedParameters.map(\.name) == ["0.weight", "0.bias"])
    }

    @Test func anOptionalModuleCountsOnceItIsThere() {
        let block = Block()
        #expect(block.children.map(\.name) == ["first"])
        block.extra = Tanh()
        #expect(block.children.map(\.name) == ["first", "extra"])
    }

    @Test func evaluationReachesEveryModuleInside() {
        let net = Net()
        net.eval()
        #expect(!net.isTraining && !net.dropout.isTraining && !net.blocks[1].isTraining)
        let x = Tensor.ones(2, 2)
        #expect(net(x).floats == net(x).floats)
        net.train()
        #expect(net.isTraining && net.dropout.isTraining && net.blocks[1].isTraining)
    }

    @Test func applyVisitsTheInnermostFirst() {
        var visited: [String] = []
        Sequential(Linear(1, 1), Sequential(ReLU())).apply { visited.append("\(type(of: $0))") }
        #expect(visited == ["Linear", "ReLU", "Sequential", "Sequential"])
    }

    @Test func theBuilderRepeatsAndChooses() {
        let withDropout = false
        let net = Sequential {
            Flatten()
            for width in [8, 4] {
                Linear(width, width / 2)
                ReLU()
            }
            if withDropout { Dropout() }
        }
        #expect(net.layers.map { "\(type(of: $0))" } == ["Flatten", "Linear", "ReLU", "Linear", "ReLU"])
        #expect((net[3] as? Linear)?.weight.shape == [2, 4])
        #expect(net(Tensor.ones(5, 2, 4)).shape == [5, 2])
    }

    @Test func aNetworkOfOnesOwnPrintsItsParts() {
        #expect(
            Net().description == """
                Net(
                  size=3
                  (blocks): ModuleList(
                    (0-1): 2 x Block(
                      (first): Linear(in_features=2, out_features=3, bias=True)
                    )
                    (2): Linear(in_features=2, out_features=1, bias=True)
                  )
                  (dropout): Dropout(p=0.25, inplace=False)
                  (last): Linear(in_features=3, out_features=1, bias=False)
                )
                """)
    }
}
