import CellMessages

/// Figures as cells send them.
enum FullSampleFigures {
    private static let epochs = (1...10).map(Double.init)

    static let curves = Figure(
        title: "Training with dropout",
        panels: [
            .plot(
                Plot(
                    xAxis: Axis(label: "epoch"), yAxis: Axis(label: "loss, accuracy"),
                    series: [
                        Series(name: "train loss", x: epochs, y: epochs.map { 0.3 + 0.8 / $0 }),
                        Series(name: "train acc", x: epochs, y: epochs.map { 0.88 - 0.33 / $0 }),
                        Series(name: "test acc", x: epochs, y: epochs.map { 0.86 - 0.3 / $0 }),
                    ]))
        ])

    static let panels = Figure(
        title: "Four views",
        panels: [
            .plot(
                Plot(
                    title: "Learning rate", xAxis: Axis(label: "learning rate", scale: .logarithmic),
                    yAxis: Axis(label: "loss", scale: .logarithmic),
                    series: [
                        Series(
                            name: "SGD", x: [0.0001, 0.001, 0.01, 0.1, 1], y: [2.2, 1.1, 0.4, 0.05, 0.9])
                    ])),
            .plot(
                Plot(
                    title: "Expectation", xAxis: Axis(label: "p"), yAxis: Axis(label: "mean"),
                    series: [
                        Series(
                            name: "with scaling", mark: .points, x: (1...9).map { Double($0) / 10 },
                            y: [1.01, 0.99, 1.0, 1.02, 0.98, 1.0, 1.01, 0.97, 1.04]),
                        Series(
                            name: "without", mark: .points, x: (1...9).map { Double($0) / 10 },
                            y: (1...9).map { 1 - Double($0) / 10 }),
                    ])),
            .plot(
                Plot(
                    title: "Accuracy by class",
                    xAxis: Axis(categories: ["t-shirt", "trouser", "pullover", "dress"]),
                    yAxis: Axis(label: "accuracy"),
                    series: [
                        Series(name: "scratch", mark: .bars, x: [0, 1, 2, 3], y: [0.8, 0.97, 0.75, 0.86]),
                        Series(name: "concise", mark: .bars, x: [0, 1, 2, 3], y: [0.82, 0.96, 0.78, 0.84]),
                    ])),
            .plot(
                Plot(
                    title: "Weights", xAxis: Axis(label: "value"), yAxis: Axis(label: "count"),
                    series: [
                        Series(
                            name: "", mark: .histogram, x: (-5...5).map { Double($0) / 100 },
                            y: [12, 55, 180, 420, 700, 690, 430, 170, 60, 9])
                    ])),
        ])

    static let confusion = Figure(
        title: "Confusion matrix",
        panels: [
            .heatMap(
                HeatMap(
                    xAxis: Axis(label: "predicted", categories: ["shirt", "coat", "bag", "boot"]),
                    yAxis: Axis(label: "true", categories: ["shirt", "coat", "bag", "boot"]),
                    columns: 4, values: [812, 120, 60, 8, 95, 870, 30, 5, 11, 9, 975, 5, 2, 1, 3, 994]))
        ])

    static let graph = ComputationGraph(
        title: "A recorded step",
        nodes: [
            .init(kind: .leaf, name: "0.weight", shape: [8, 4], gradient: "‖·‖ = 0.31"),
            .init(kind: .leaf, name: "0.bias", shape: [8], gradient: "‖·‖ = 0.02"),
            .init(kind: .operation, name: "linear", shape: [3, 8], inputs: [0, 1]),
            .init(
                kind: .module, name: "1: Sequential", operations: ["relu", "linear", "…"], shape: [3, 2], inputs: [2]),
            .init(kind: .operation, name: "crossEntropy", shape: [], values: "0.6931", inputs: [3]),
        ])

    static let pictures = ImageGrid(
        title: "Samples, with what the network says", width: 28, height: 28,
        images: (0..<12).map { index in
            ImageGrid.Image(
                caption: index % 5 == 3 ? "boot\nnot sandal" : "boot", isHighlighted: index % 5 == 3,
                pixels: (0..<784).map { pixel in
                    let (x, y) = (pixel % 28 - 14, pixel / 28 - 14)
                    return x * x + y * y < 20 + 12 * index ? UInt8(120 + 5 * (x + 14)) : 0
                })
        })
}
