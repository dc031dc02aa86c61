import CellMessages
import MessageSamples
import Testing

/// Every message survives the channel, and bytes that are no message are told apart from one.
@Suite struct BinaryFormTests {
    /// Compared as bytes: not every number equals itself.
    @Test(arguments: MessageSamples.cellMessages) func roundTrip(message: CellMessage) throws {
        let bytes = BinaryForm.encode(message)
        let read = try BinaryForm.decode(CellMessage.self, from: bytes)
        #expect(BinaryForm.encode(read) == bytes)
        #expect("\(read)" == "\(message)")
        #expect(read.inconsistency == nil)
    }

    @Test(arguments: MessageSamples.cellMessages) func everyCutIsTruncated(message: CellMessage) {
        let bytes = BinaryForm.encode(message)
        for end in bytes.indices {
            #expect(throws: BinaryForm.Fault.truncated) {
                try BinaryForm.decode(CellMessage.self, from: bytes[..<end])
            }
        }
    }

    @Test(arguments: MessageSamples.cellMessages) func bytesAfterTheValueAreMalformed(message: CellMessage) {
        #expect(throws: BinaryForm.Fault.malformed("bytes after the value")) {
            try BinaryForm.decode(CellMessage.self, from: BinaryForm.encode(message) + [0])
        }
    }

    @Test func protocolsSurvive() throws {
        func check<Value: BoundaryMessage>(_ values: [Value]) throws {
            for value in values {
                let bytes = BinaryForm.encode(value)
                let read = try BinaryForm.decode(Value.self, from: bytes)
                #expect(BinaryForm.encode(read) == bytes)
                #expect("\(read)" == "\(value)")
                #expect(read.inconsistency == nil)
            }
        }
        try check(MessageSamples.hostEvents)
        try check(MessageSamples.hostRequests)
        try check(MessageSamples.guardianEvents)
        try check(MessageSamples.guardianRequests)
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
        .display(
            id: 0, .figure(Figure(panels: [.heatMap(HeatMap(columns: 1, values: [1], bounds: [1, .nan]))]))),
        .display(id: 0, .figure(Figure(panels: [], columns: .max))),
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
