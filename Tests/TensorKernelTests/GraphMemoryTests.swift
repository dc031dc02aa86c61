import Foundation
import TensorKernel
import Testing

/// What is freed, and when: graphs with the last tensor that needs them, blocks beyond what is kept for later ones.
@Suite(.serialized) struct GraphMemoryTests {
    @Test(arguments: ["exp", "sigmoid", "tanh", "sqrt", "softmax", "relu"])
    func anOpThatSavesItsResultDoesNotKeepItAlive(name: String) {
        weak var result: Tensor?
        weak var input: Tensor?
        do {
            let x = Tensor([1.0, 2, 3], requiresGrad: true)
            let y =
                switch name {
                case "exp": x.exp()
                case "sigmoid": x.sigmoid()
                case "tanh": x.tanh()
                case "sqrt": x.sqrt()
                case "softmax": x.softmax(dim: 0)
                default: x.relu()
                }
            (result, input) = (y, x)
            #expect(result != nil && y.requiresGrad)
        }
        #expect(result == nil, "\(name) keeps its result")
        #expect(input == nil, "\(name) keeps its input")
    }

    @Test func aLongGraphIsFreedAfterBackward() {
        weak var middle: Tensor?
        let x = Tensor([1.0, 2, 3], requiresGrad: true)
        do {
            var y = x
            for step in 0..<100 {
                y = (y * 0.9).exp().log()
                if step == 50 { middle = y }
            }
            #expect(middle != nil || y.requiresGrad)
            y.sum().backward()
        }
        #expect(middle == nil)
    }

    @Test func freedBlocksAreKeptUpToALimit() throws {
        let before = try residentBytes()
        do {
            // 640 MB at once, in blocks of several sizes.
            let tensors = (0..<40).map { Tensor.ones((3 + $0 % 3) * 1_000_000) }
            #expect(try residentBytes() - before > 500 << 20, "\(tensors.count) tensors")
        }
        let kept = try residentBytes() - before
        #expect(kept < 200 << 20, "\(kept >> 20) MB are still there")
    }

    private func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(pages[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
