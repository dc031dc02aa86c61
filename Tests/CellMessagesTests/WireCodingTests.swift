import CellMessages
import Testing

/// Every message survives the channel, and bytes that are no message are told apart from one.
@Suite struct WireCodingTests {
    static let messages: [CellMessage] = [
        .text(.standardOutput, Array("epoch 1: loss 0.9\n".utf8)),
        .text(.standardError, [0xff, 0x00, 0x80]),
        .remark("the output is cut off here"),
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

    @Test(arguments: messages) func roundTrip(message: CellMessage) throws {
        var writer = WireWriter()
        writer.write(message)
        var reader = WireReader(writer.bytes)
        #expect(try reader.read(CellMessage.self) == message)
        #expect(reader.isAtEnd)
    }

    @Test(arguments: messages) func everyCutIsTruncated(message: CellMessage) {
        var writer = WireWriter()
        writer.write(message)
        for end in writer.bytes.indices {
            #expect(throws: WireError.truncated) {
                var reader = WireReader(writer.bytes[..<end])
                _ = try reader.read(CellMessage.self)
            }
        }
    }

    /// Displays that the report could not draw: a cell that makes its own can send them.
    @Test(arguments: [
        Display.figure(Figure(panels: [.plot(Plot(series: [Series(name: "", x: [1], y: [])]))])),
        .figure(Figure(panels: [.heatMap(HeatMap(columns: 2, values: [1, 2, 3]))])),
        .figure(Figure(panels: [.heatMap(HeatMap(columns: .max, values: []))])),
        .figure(Figure(panels: [.heatMap(HeatMap(columns: -1, values: [1]))])),
        .images(ImageGrid(width: .max, height: 2, columns: 1, images: [])),
        .images(ImageGrid(width: 2, height: 2, columns: 1, images: [.init(caption: "", pixels: [0])])),
        .table(Table(columns: ["a", "b"], rows: [["1"]])),
    ]) func displaysThatDoNotGoTogetherAreMalformed(display: Display) {
        var writer = WireWriter()
        writer.write(display)
        #expect(throws: WireError.self) {
            var reader = WireReader(writer.bytes)
            _ = try reader.read(Display.self)
        }
    }

    @Test func unknownKindIsMalformed() {
        #expect(throws: WireError.malformed("message kind 99")) {
            var reader = WireReader([99])
            _ = try reader.read(CellMessage.self)
        }
    }
}
