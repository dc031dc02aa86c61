import CellMessages
import Synchronization
import TensorKernel
import Testing

/// Checks of properties: each passes where the property holds, fails where it does not, and says what was found.
@Suite(.serialized) struct PropertyExpectationTests {
    /// The checks that `body` makes.
    private func checks(_ body: () throws -> Void) rethrows -> [Check] {
        let found = Found()
        CellChannel.connect { if case .check(let check) = $0 { found.checks.withLock { $0.append(check) } } }
        defer { CellChannel.connect { _ in } }
        try body()
        return found.checks.withLock { $0 }
    }

    private final class Found: Sendable {
        let checks = Mutex<[Check]>([])
    }

    @Test func whatHoldsPasses() throws {
        let x = Tensor([0.2, 0.3, 0.5])
        let made = checks {
            expect(x, shape: [3], "shape")
            expect(x, in: 0...1, "range")
            expect(0.5, in: 0...1, "number")
            expect(Tensor.rand([4, 5]).softmax(dim: 1), sumsTo: 1, "sums")
            expect(falling: [3.0, 2, 1], "falls")
            expect(falling: [3.0, 3.1, 1], within: 0.2, "falls nearly")
            expect(runs: 3, "same") { x * 2 }
            expect(over: 0..<8, "every seed") { _ in Tensor.rand([3]).max().item() < 1 }
            let leaf = Tensor([0.5, -0.25], requiresGrad: true)
            expect(gradcheck([leaf]) { $0[0].sigmoid() }, "gradients")
        }
        #expect(made.count == 9)
        #expect(made.allSatisfy { $0.passed }, "\(made)")
        let lines = made.map(\.line)
        #expect(Set(lines).count == 9 && lines == lines.sorted())
    }

    @Test func whatDoesNotHoldFailsAndSaysWhy() throws {
        let made = checks {
            expect(Tensor.ones([2, 3]), shape: [3, 2], "")
            expect(Tensor([0.5, 1.5, .nan]), in: 0...1, "")
            expect(Double.nan, in: 0...1, "")
            expect(Tensor([0.5, 0.4]), sumsTo: 1, "")
            expect(falling: [3.0, 2, 2, 1], "")
            expect(falling: [3.0, .nan, 1], "")
            expect(falling: [1.0], "")
            expect(falling: [1.0, 1.1], within: 0.2, "")
            expect(runs: 2, "") { Tensor.rand([4]) }
            expect(runs: 1, "") { Tensor.ones([1]) }
            expect(over: 0..<4, "") { $0 != 2 }
            expect(over: [Int](), "") { _ in true }
            let leaf = Tensor([0.5], requiresGrad: true)
            expect(gradcheck([leaf]) { $0[0].detach() * $0[0] }, "")
        }
        #expect(made.count == 13)
        #expect(made.allSatisfy { !$0.passed }, "\(made)")
        let details = made.map(\.detail)
        #expect(details[0] == "shape [2, 3], expected [3, 2]")
        #expect(details[1] == "2 of 3 values outside, such as 1.5, expected 0 to 1")
        #expect(details[3] == "off by 0.1 at most, expected within 1e-05")
        #expect(details[4] == "from 2 to 2 at step 3")
        #expect(details[7] == "from 1 to 1.1")
        #expect(details[8].hasPrefix("run 2 differs from the first in "))
        #expect(details[10] == "not for 1 of 4 seeds: 2")
        #expect(details[12].hasPrefix("input 0, value 0: backward gives 0.25, differences 0."))
    }

    @Test func seedsLeaveTheGeneratorAlone() throws {
        manualSeed(7)
        let undisturbed = Tensor.rand([3]).scalars
        manualSeed(7)
        _ = checks { expect(over: [1, 2], "drawn") { _ in Tensor.rand([5]).numel == 5 } }
        #expect(Tensor.rand([3]).scalars == undisturbed)
    }
}
