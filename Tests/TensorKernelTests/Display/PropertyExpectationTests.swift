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
            expect(Tensor.zeros([0]), near: Tensor.zeros([0]), within: 1, "")
            expect(Tensor.zeros([0, 3]), near: Tensor(1), within: 1, "")
            expect(Tensor.zeros([0]), in: 0...1, "")
            expect(Tensor.zeros([0, 3]), sumsTo: 1, "")
            expect(runs: 2, "") { Tensor.zeros([0]) }
            expect(Double.nan, near: 1, within: 1, "")
            expect(1.0, near: .nan, within: 1, "")
            expect(Tensor([1, .nan]), near: Tensor([1, 1]), within: 1, "")
            expect(Tensor(Float.nan), near: Tensor(1), within: 1, "")
        }
        #expect(made.count == 22)
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
        #expect(details[13...17].allSatisfy { $0 == "there are no values to check" }, "\(details)")
        #expect(details[18] == "nan is not near 1: nan is not a number")
        #expect(details[19] == "1 is not near nan: nan is not a number")
        #expect(details[20] == "1 of 2 are nan, not numbers, such as that at [1]")
        #expect(details[21] == "it is nan, not a number")
    }

    @Test func whatIsNoToleranceStops() async throws {
        let infinite = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            expect(1.0, near: 1, within: .infinity, "")
        }
        try expectStopped(with: "expect: within: inf is no tolerance; it takes a number of 0 or more", infinite)
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            expect(Tensor([1]), near: Tensor([1]), within: -1, "")
        }
        try expectStopped(with: "within: -1 is no tolerance", negative)
        let missing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            expect(falling: [2.0, 1], within: .nan, "")
        }
        try expectStopped(with: "within: nan is no tolerance", missing)
    }

    @Test func seedsLeaveTheGeneratorAlone() throws {
        manualSeed(7)
        let undisturbed = Tensor.rand([3]).scalars
        manualSeed(7)
        _ = checks { expect(over: [1, 2], "drawn") { _ in Tensor.rand([5]).numel == 5 } }
        #expect(Tensor.rand([3]).scalars == undisturbed)
    }
}
