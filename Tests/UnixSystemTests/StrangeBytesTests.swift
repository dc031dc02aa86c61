import CellMessages
import Foundation
import MessageSamples
import SeededRandom
import Testing
import UnixSystem

/// Mutated bytes in place of messages, in every protocol: they are read or refused, and neither crash a process nor fill its memory.
///
/// `make fuzz-messages` searches further, with libFuzzer.
@Suite struct StrangeBytesTests {
    private static let count = 20_000

    /// One to four bytes changed, often to what counts and sizes get wrong, and now and then a part cut out or doubled.
    private func mutated(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[place] = [0, 1, 0x7f, 0x80, 0xff][Int.random(in: 0..<5, using: &random)]
            case 1: bytes.replaceSubrange(place..<min(place + 8, bytes.count), with: [UInt8](repeating: 0xff, count: 8))
            case 2 where bytes.count > 1: bytes.removeSubrange(place..<min(place + 3, bytes.count - 1))
            case 3: bytes.insert(contentsOf: bytes[place..<min(place + 9, bytes.count)], at: place)
            default: bytes[place] = .random(in: 0...255, using: &random)
            }
        }
        return bytes
    }

    private func tryMutations<Value: Codable>(of values: [Value]) {
        let seeds = values.map { BinaryForm.encode($0) }
        var random = SplitMix(seed: 7)
        for _ in 0..<Self.count {
            let bytes = mutated(seeds[Int.random(in: seeds.indices, using: &random)], &random)
            guard let value = try? BinaryForm.decode(Value.self, from: bytes) else { continue }
            if let message = value as? any BoundaryMessage { _ = message.inconsistency }
            // What is read has one form only.
            #expect(BinaryForm.encode(value) == bytes)
        }
    }

    @Test func eventsOfAHost() { tryMutations(of: MessageSamples.hostEvents) }

    @Test func requestsToAHost() { tryMutations(of: MessageSamples.hostRequests) }

    @Test func eventsOfAGuardian() { tryMutations(of: MessageSamples.guardianEvents) }

    @Test func requestsToAGuardian() { tryMutations(of: MessageSamples.guardianRequests) }

    @Test func notesOfEndings() { tryMutations(of: MessageSamples.endingNotes) }

    /// A stream whose marks and sizes are damaged too: after the first fault nothing is read any more.
    @Test func connections() throws {
        var random = SplitMix(seed: 9)
        for _ in 0..<max(100, Self.count / 100) {
            let (near, far) = try #require(MessageSocket.pair())
            var whole: [UInt8] = []
            for message in MessageSamples.cellMessages {
                let bytes = BinaryForm.encode(message)
                whole +=
                    [0x54, 0x43, 0x45, 0x4C] + withUnsafeBytes(of: UInt32(bytes.count).littleEndian, Array.init) + bytes
            }
            let bytes = mutated(whole, &random)
            let descriptor = far.descriptor
            #expect(write(descriptor, bytes, bytes.count) == bytes.count)
            far.close()
            var count = 0
            reading: while near.fill() {
                do {
                    while try near.next(CellMessage.self) != nil { count += 1 }
                } catch {
                    break reading
                }
            }
            #expect(count <= MessageSamples.cellMessages.count + 4)
        }
    }
}
