import Foundation
import Testing

/// A short run of the fuzzer; `make fuzz` is the long one.
@Suite(.timeLimit(.minutes(5))) struct FuzzingTests {
    @Test func mutatedChaptersNeitherCrashNorHang() throws {
        let outcome = try Command.run("ChapterFuzzing", ["--count", "400", "--seed", "1"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
        // Rejecting everything, or nothing, would try little.
        let tally = try #require(outcome.output.firstMatch(of: /(\d+) rendered, (\d+) rejected, 0 failed/))
        #expect(try #require(Int(tally.1)) > 100)
        #expect(try #require(Int(tally.2)) > 20)
    }
}
