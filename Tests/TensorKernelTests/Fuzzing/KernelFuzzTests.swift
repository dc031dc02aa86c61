import Foundation
import Testing

/// Random ops on random views (with an offset, strided, transposed, expanded, empty, of no dimension), in-place writes and
/// `backward()` give what a slow and obvious reference gives.
@Suite struct KernelFuzzTests {
    /// `make fuzz-kernel` sets a larger number.
    private static let rounds = ProcessInfo.processInfo.environment["LECTERN_FUZZ_ROUNDS"].flatMap(Int.init) ?? 500

    @Test func randomProgramsAgreeWithTheReference() {
        for seed in 0..<UInt64(Self.rounds) {
            var program = RandomProgram(seed: seed)
            guard let difference = program.run(steps: 14) else { continue }
            Issue.record("seed \(seed): \(difference)\n\(program.log.joined(separator: "\n"))")
            return
        }
    }
}
