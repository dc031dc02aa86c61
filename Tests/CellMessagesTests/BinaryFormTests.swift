import CellMessages
import Testing

/// Every message survives the channel, and bytes that are no message are told apart from one.
@Suite struct BinaryFormTests {
    static let messages: [CellMessage] = [
        .text(.standardOutput, Array("epoch 1: loss 0.9\n".utf8)),
        .text(.standardError, [0xff, 0x00, 0x80]),
        .remark("the output is cut off here"),
        .stop(Stop(operation: "add", explanation: "shapes [2] and [3] do not fit")),
        .points(id: 7, [Points(x: [1], y: [.nan]), Points(x: [], y: [])]),
        .progress(Progress(label: "训练", completed: 3, total: 10)),
        .check(Check(name: "accuracy", passed: false, detail: "0.79, expected 0.86 ± 0.02", line: 42)),
        .display(
            id: 7,
            .figure(
                Figure(
                    title: "Loss", summary: "",
                    panels: [
                        .plot(
                            Plot(
                                xAxis: Axis(label: "epoch", lowerBound: 1), yAxis: Axis(scale: .logarithmic),
                                series: [Series(name: "train", mark: .points, x: [1, 2], y: [.infinity, -0.5])])),
                        .heatMap(HeatMap(columns: 2, values: [1, 2, 3, 4])),
                    ]))),
        .display(
            id: 8,
            .images(
                ImageGrid(
                    width: 1, height: 2, columns: 4,
                    images: [.init(caption: "coat", isHighlighted: true, pixels: [0, 255])]))),
        .display(id: 9, .table(Table(columns: ["p", "mean"], rows: [["0.5", "1.001"]]))),
    ]

    /// Compared as bytes: not every number equals itself.
    @Test(arguments: messages) func roundTrip(message: CellMessage) throws {
        let bytes = BinaryForm.encode(message)
        let read = try BinaryForm.decode(CellMessage.self, from: bytes)
        #expect(BinaryForm.encode(read) == bytes)
        #expect("\(read)" == "\(message)")
        #expect(read.inconsistency == nil)
    }

    @Test(arguments: messages) func everyCutIsTruncated(message: CellMessage) {
        let bytes = BinaryForm.encode(message)
        for end in bytes.indices {
            #expect(throws: BinaryForm.Fault.truncated) {
                try BinaryForm.decode(CellMessage.self, from: bytes[..<end])
            }
        }
    }

    @Test(arguments: messages) func bytesAfterTheValueAreMalformed(message: CellMessage) {
        #expect(throws: BinaryForm.Fault.malformed("bytes after the value")) {
            try BinaryForm.decode(CellMessage.self, from: BinaryForm.encode(message) + [0])
        }
    }

    @Test func protocolsSurvive() throws {
        var rules = CellRules()
        rules.allowsWriting = true
        let settings = HostSettings(folder: "a", scratch: "b", disposable: "c", seed: .max, rules: rules)
        let place = CodeAddress(library: "/tmp/cell1.so", offset: 4711)
        for request in [
            GuardianRequest.begin(settings), .watch(cell: -1, states: [1, 2]), .settle(states: []),
            .signal(9, process: 1),
        ] {
            #expect(try BinaryForm.decode(from: BinaryForm.encode(request)) == request)
        }
        for event in [
            GuardianEvent.begun(gaps: [.network, .metadata]), .exceeded(.memory(1)), .exceeded(.processes(2)),
            .settled(ended: 3),
        ] {
            #expect(try BinaryForm.decode(from: BinaryForm.encode(event)) == event)
        }
        for request in [HostRequest.run(library: "l", entryPoint: "e"), .runHere(library: "l", entryPoint: "e")] {
            #expect(try BinaryForm.decode(from: BinaryForm.encode(request)) == request)
        }
        for event in [
            HostEvent.ready(process: 1), .loadingFailed("r"), .message(.remark("x")),
            .threw(error: "e", places: [place]), .finished(seconds: 0.5, canFork: true),
            .childEnded(process: 1, status: 9),
        ] {
            #expect(try BinaryForm.decode(from: BinaryForm.encode(event)) == event)
        }
    }

    /// The cell's process writes such a note with nothing but system calls, byte by byte as here.
    @Test func aNoteHasTheFormThatTheHandlerOfSignalsWrites() throws {
        func integer(_ value: Int) -> [UInt8] { withUnsafeBytes(of: Int64(value).littleEndian, Array.init) }
        let bytes =
            [3, 7, 0, 0, 0] + integer(2) + [65, 66] + integer(1) + integer(1) + [67] + integer(5) + integer(0)
        let note = EndingNote(
            kind: .exit, number: 7, words: [65, 66], places: [CodeAddress(library: "C", offset: 5)], cellPlaces: [])
        #expect(try BinaryForm.decode(EndingNote.self, from: bytes) == note)
        #expect(BinaryForm.encode(note) == bytes)
    }

    /// What the report could not draw, or what nobody can mean: a cell that makes its own messages can send them.
    @Test(arguments: [
        CellMessage.display(id: 0, .figure(Figure(panels: [.plot(Plot(series: [Series(name: "", x: [1], y: [])]))]))),
        .display(id: 0, .figure(Figure(panels: [.heatMap(HeatMap(columns: 2, values: [1, 2, 3]))]))),
        .display(id: 0, .figure(Figure(panels: [.heatMap(HeatMap(columns: .max, values: []))]))),
        .display(id: 0, .figure(Figure(panels: [.heatMap(HeatMap(columns: -1, values: [1]))]))),
        .display(id: 0, .images(ImageGrid(width: .max, height: 2, columns: 1, images: []))),
        .display(id: 0, .images(ImageGrid(width: 2, height: 2, columns: 1, images: [.init(caption: "", pixels: [0])]))),
        .display(id: 0, .table(Table(columns: ["a", "b"], rows: [["1"]]))),
        .points(id: 0, [Points(x: [1], y: [])]),
        .progress(Progress(label: "", completed: .max, total: .max)),
        .progress(Progress(label: "", completed: -1, total: 2)),
        .progress(Progress(label: "", completed: 3, total: 2)),
        .progress(Progress(label: String(repeating: "x", count: 1 << 20 + 1), completed: 0, total: 2)),
        .check(Check(name: "", passed: true, detail: String(repeating: "x", count: 1 << 20 + 1), line: 1)),
    ]) func whatCannotBeIsToldApart(message: CellMessage) {
        #expect(message.inconsistency != nil)
        #expect(HostEvent.message(message).inconsistency != nil)
    }

    @Test func eventsOfAStrangerAreBounded() {
        let places = [CodeAddress](repeating: CodeAddress(library: "", offset: 0), count: 1000)
        for event in [
            HostEvent.threw(error: "", places: places), .threw(error: "", places: [.init(library: "", offset: -1)]),
            .finished(seconds: .nan, canFork: true), .finished(seconds: .infinity, canFork: true),
            .finished(seconds: -1, canFork: false),
        ] {
            #expect(event.inconsistency != nil, "\(event)")
        }
        #expect(GuardianEvent.settled(ended: -1).inconsistency != nil)
        #expect(GuardianEvent.exceeded(.memory(.min)).inconsistency != nil)
    }

    @Test func unknownCasesAreMalformed() {
        for bytes in [[99], [4, 0x6e, 0x6f, 0x6e, 0x65], [1, 0xff]] as [[UInt8]] {
            #expect(throws: BinaryForm.Fault.self) { try BinaryForm.decode(CellMessage.self, from: bytes) }
        }
    }

    /// A count that the bytes cannot hold must not make room for its elements.
    @Test func countsBeyondTheBytesAreTruncated() {
        let counts: [Int64] = [.max, .max / 8 + 1, .max / 4 + 1, -1, 1 << 40]
        for count in counts {
            let bytes = withUnsafeBytes(of: count.littleEndian, Array.init) + [0, 0]
            #expect(throws: BinaryForm.Fault.truncated) { try BinaryForm.decode([Double].self, from: bytes) }
            #expect(throws: BinaryForm.Fault.truncated) { try BinaryForm.decode([UInt8].self, from: bytes) }
            #expect(throws: BinaryForm.Fault.truncated) { try BinaryForm.decode(String.self, from: bytes) }
            #expect(throws: BinaryForm.Fault.truncated) { try BinaryForm.decode([String].self, from: bytes) }
        }
    }

    /// A copy of the numbers, and no more: the same for numbers and for a million bytes of text.
    @Test func numbersAreCopiedWhole() {
        let numbers = [Double](repeating: 1.5, count: 1_000_000)
        let boxed = (0..<10_000).map { ["\($0)"] }
        let clock = ContinuousClock()
        let wholeTime = clock.measure { #expect(BinaryForm.encode(numbers).count == 8_000_008) }
        let boxedTime = clock.measure { #expect(BinaryForm.encode(boxed).count > 100_000) }
        // A hundred times as many; one by one they would take far longer.
        #expect(wholeTime < boxedTime * 10)
    }
}
