import Foundation
import SeededRandom

/// One mutated chapter: named by a seed and a number, the same on every run.
struct FuzzedInput {
    let seed: UInt64
    let number: Int

    /// The name of the file that keeps it, which says how to make it again.
    var fileName: String { "seed-\(seed)-input-\(number).md" }

    init(seed: UInt64, number: Int) {
        self.seed = seed
        self.number = number
    }

    /// The input that a kept file's name tells of; nil for another name.
    init?(fileName: String) {
        guard let match = fileName.wholeMatch(of: /seed-(\d+)-input-(\d+)\.md/), let seed = UInt64(match.1),
            let number = Int(match.2)
        else { return nil }
        self.init(seed: seed, number: number)
    }

    /// Its bytes.
    func bytes(from seeds: SeedTexts) -> [UInt8] {
        var mutation = Mutation(of: seeds, random: random(0))
        return mutation.input()
    }

    /// The random numbers that make its cells' results up.
    var resultsRandom: SplitMix { random(1) }

    private func random(_ stream: UInt64) -> SplitMix {
        var random = SplitMix(seed: seed &* 0x1_0000_0001 &+ UInt64(number) &* 2 &+ stream)
        return SplitMix(seed: random.next())
    }
}
