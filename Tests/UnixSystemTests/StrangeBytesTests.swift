import CellMessages
import Foundation
import SeededRandom
import Testing
import UnixSystem

/// Mutated bytes in place of messages, in every protocol: they are read or refused, and neither crash a process nor fill its memory.
///
/// `make fuzz` tries many more, with `LECTERN_FUZZ_MESSAGES`.
@Suite struct StrangeBytesTests {
    static let count = ProcessInfo.processInfo.environment["LECTERN_FUZZ_MESSAGES"].flatMap { Int($0) } ?? 20_000

    static let messages: [CellMessage] = [
        .text(.standardOutput, Array("epoch 1: loss 0.9\n".utf8)), .remark("the output is cut off here"),
        .progress(Progress(label: "train", completed: 3, total: 10)),
        .check(Check(name: "accuracy", passed: false, detail: "0.79", line: 42)),
        .stop(Stop(operation: "add", explanation: "shapes do not fit")),
        .points(id: 7, [Points(x: [1], y: [2]), Points(x: [], y: [])]),
        .display(
            id: 7,
            .figure(
                Figure(
                    title: "Loss",
                    panels: [
                        .plot(
                            Plot(
                                xAxis: Axis(label: "epoch", lowerBound: 1), yAxis: Axis(scale: .logarithmic),
                                series: [Series(name: "train", mark: .points, x: [1, 2], y: [3, -0.5])])),
                        .heatMap(HeatMap(columns: 2, values: [1, 2, 3, 4])),
                    ]))),
        .display(
            id: 8,
            .images(
                ImageGrid(width: 1, height: 2, images: [.init(caption: "coat", isHighlighted: true, pixels: [0, 255])]))
        ),
        .display(id: 9, .table(Table(columns: ["p", "mean"], rows: [["0.5", "1.001"]]))),
    ]

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

    private func tryMutations<Value: BoundaryMessage>(of values: [Value]) {
        let seeds = values.map { BinaryForm.encode($0) }
        var random = SplitMix(seed: 7)
        for _ in 0..<Self.count {
            let bytes = mutated(seeds[Int.random(in: seeds.indices, using: &random)], &random)
            guard let value = try? BinaryForm.decode(Value.self, from: bytes), value.inconsistency == nil else {
                continue
            }
            // What is read has one form only.
            #expect(BinaryForm.encode(value) == bytes)
        }
    }

    @Test func eventsOfAHost() {
        let place = CodeAddress(library: "/tmp/cell1.so", offset: 4711)
        tryMutations(
            of: Self.messages.map(HostEvent.message) + [
                .ready(process: 1), .loadingFailed("r"), .threw(error: "e", places: [place, place]),
                .finished(seconds: 0.5, canFork: true), .childEnded(process: 1, status: 9),
            ])
    }

    @Test func eventsOfAGuardian() {
        tryMutations(of: [
            GuardianEvent.begun(gaps: [.network, .files]), .exceeded(.memory(1 << 33)), .exceeded(.processes(99)),
            .exceeded(.disk(7)), .settled(ended: 3),
        ])
    }

    @Test func requestsToAGuardian() {
        tryMutations(of: [
            GuardianRequest.begin(
                HostSettings(folder: "/a", scratch: "/b", disposable: "/c", seed: 7, rules: CellRules())),
            .watch(cell: 12, states: [1, 2, 3]), .settle(states: [4, 5]), .signal(9, process: 7),
        ])
    }

    @Test func requestsToAHost() {
        tryMutations(of: [
            HostRequest.run(library: "/tmp/cell1.so", entryPoint: "main"), .runHere(library: "/l", entryPoint: "e"),
        ])
    }

    @Test func notesOfEndings() {
        let place = CodeAddress(library: "/tmp/cell1.so", offset: 4711)
        let note = EndingNote(
            kind: .trap, number: 4, words: Array("Fatal error".utf8), places: [place], cellPlaces: [place])
        let seed = BinaryForm.encode(note)
        var random = SplitMix(seed: 8)
        for _ in 0..<Self.count {
            let bytes = mutated(seed, &random)
            if let note = try? BinaryForm.decode(EndingNote.self, from: bytes) {
                #expect(BinaryForm.encode(note) == bytes)
            }
        }
    }

    /// A stream whose marks and sizes are damaged too: after the first fault nothing is read any more.
    @Test func connections() throws {
        var random = SplitMix(seed: 9)
        for _ in 0..<max(100, Self.count / 100) {
            let (near, far) = try #require(MessageSocket.pair())
            var whole: [UInt8] = []
            for message in Self.messages {
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
            #expect(count <= Self.messages.count + 4)
        }
    }
}
