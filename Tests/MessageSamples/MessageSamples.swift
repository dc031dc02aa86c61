#if canImport(CellMessages)
    import CellMessages
#endif

/// A value of every kind that goes from one process to another. `Scripts/fuzz-messages` compiles this together with
/// CellMessages.
package enum MessageSamples {
    /// What a running cell says.
    package static let cellMessages: [CellMessage] = [
        .text(.standardOutput, Array("epoch 1: loss 0.9\n".utf8)),
        .text(.standardError, [0xff, 0x00, 0x80]),
        .remark("the output is cut off here"),
        .stop(Stop(operation: "add", explanation: "shapes [2] and [3] do not fit")),
        .stop(Stop(operation: "Tensor", explanation: "80 bytes more do not fit", reason: .outOfMemory)),
        .points(id: 7, [Points(x: [1], y: [.nan]), Points(x: [], y: [])]),
        .progress(Progress(label: "训练", completed: 3, total: 10)),
        .check(Check(name: "accuracy", passed: false, detail: "0.79, expected 0.86 ± 0.02", line: 42)),
        .choice(Choice(name: "p", labels: ["0.2", "0.5"], isNumeric: true, start: 1)),
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
        .display(
            id: 10,
            .graph(
                ComputationGraph(
                    title: "g",
                    nodes: [
                        .init(kind: .leaf, name: "w", shape: [2], values: "[1., 2.]", gradient: "[2., 4.]"),
                        .init(kind: .module, name: "0: Linear", operations: ["linear"], shape: [], inputs: [0]),
                    ]))),
        .display(id: 9, .table(Table(columns: ["p", "mean"], rows: [["0.5", "1.001"]]))),
    ]

    private static let place = CodeAddress(library: "/tmp/cell1.so", offset: 4711)

    /// What a host tells the runner.
    package static let hostEvents: [HostEvent] =
        cellMessages.map(HostEvent.message) + [
            .ready(process: 1), .loadingFailed("no such file"), .threw(error: "E()", places: [place, place]),
            .finished(seconds: 0.5, canFork: true), .childEnded(process: 1, status: 9),
        ]

    /// What the runner asks of a host.
    package static let hostRequests: [HostRequest] = [
        .run(library: "/tmp/cell1.so", entryPoint: "main", chosen: [ChosenValue(name: "p", index: 1)]),
        .runHere(library: "/tmp/cell1.so", entryPoint: "main"),
    ]

    /// What the guardian tells the runner.
    package static let guardianEvents: [GuardianEvent] = [
        .begun(gaps: [.network, .files, .metadata]), .exceeded(.memory(1 << 33)), .exceeded(.processes(99)),
        .exceeded(.disk(7)), .settled(ended: 3),
    ]

    /// What the runner asks of the guardian.
    package static let guardianRequests: [GuardianRequest] = [
        .begin(HostSettings(folder: "/a", scratch: "/b", disposable: "/c", seed: .max, rules: CellRules())),
        .watch(cell: -1, states: [1, 2]), .settle(states: []), .signal(9, process: 1),
    ]

    /// How cells ended.
    package static let endingNotes: [EndingNote] = [
        EndingNote(kind: .trap, number: 4, words: Array("Fatal error".utf8), places: [place], cellPlaces: [place]),
        EndingNote(kind: .stalled),
    ]
}
