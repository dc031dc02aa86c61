import CellMessages
import Synchronization
import TensorKernel
import Testing

/// What a lesson's calls send to the runner. Serialized: the channel is the process's.
@Suite(.serialized) struct DisplayTests {
    private func messages(_ body: () throws -> Void) rethrows -> [CellMessage] {
        let received = Mutex<[CellMessage]>([])
        CellChannel.connect { message in received.withLock { $0.append(message) } }
        defer { CellChannel.connect { _ in } }
        try body()
        CellChannel.flush()
        return received.withLock { $0 }
    }

    private func figures(_ body: () throws -> Void) rethrows -> [Figure] {
        try messages(body).compactMap { message in
            if case .display(_, .figure(let figure)) = message { figure } else { nil }
        }
    }

    private func plots(_ body: () throws -> Void) rethrows -> [Plot] {
        try figures(body).flatMap(\.panels).compactMap { panel in
            if case .plot(let plot) = panel { plot } else { nil }
        }
    }

    @Test func aPlotTakesTensorsArraysAndRanges() {
        let made = plots {
            plot(
                0..<3, [Tensor([1.0, 2, 3]), [4, 5, 6]], labels: ["a", "b"], xLabel: "x", yLabel: "y", title: "t",
                yScale: .logarithmic, yLimits: 1...10)
            plot([0.5, 1.5], [2, 3])
        }
        #expect(
            made == [
                Plot(
                    title: "t", xAxis: Axis(label: "x"),
                    yAxis: Axis(label: "y", scale: .logarithmic, lowerBound: 1, upperBound: 10),
                    series: [
                        Series(name: "a", x: [0, 1, 2], y: [1, 2, 3]), Series(name: "b", x: [0, 1, 2], y: [4, 5, 6]),
                    ]),
                Plot(series: [Series(name: "", x: [0.5, 1.5], y: [2, 3])]),
            ])
    }

    @Test func theCommonCasesTakeFewWords() {
        let made = plots {
            plot([3.0, 2.0, 1.0], xLabel: "step")
            bars(["a", "b"], [[1, 2], [3, 4]], labels: ["one", "two"])
        }
        #expect(made[0] == Plot(xAxis: Axis(label: "step"), series: [Series(name: "", x: [0, 1, 2], y: [3, 2, 1])]))
        #expect(made[1].series.map(\.name) == ["one", "two"])
        #expect(made[1].series.map(\.y) == [[1, 2], [3, 4]])
        #expect(made[1].xAxis.categories == ["a", "b"])
    }

    @Test func otherMarks() {
        let made = plots {
            scatter(1...2, [3.0, 4.0], label: "s")
            scatter(points: (x: [1], y: [2]), line: (x: [0, 3], y: [0, 6]), labels: ["data", "fit"])
            bars(["a", "b"], [1, 2], yLabel: "count")
            histogram([0, 0.1, 0.9, 1, 5, .nan], bins: 2, range: 0...1)
        }
        #expect(made.flatMap { $0.series.map(\.mark) } == [.points, .points, .line, .bars, .histogram])
        #expect(made[2].xAxis.categories == ["a", "b"] && made[2].series[0].x == [0, 1])
        #expect(made[3].series[0].x == [0, 0.5, 1] && made[3].series[0].y == [2, 2])
        // 5 and nan are in no bin.
        #expect(made[3].series[0].omitted == 2)
    }

    @Test func aHistogramCountsValuesOfAnySize() {
        for values in [[1e300, 1e300], [-1.7e308, 1.7e308], [5e-324, 1e-323], [1e16, 1e16]] {
            let made = plots { histogram(values, bins: 5) }
            #expect(made[0].series[0].y.reduce(0, +) == 2)
        }
    }

    @Test func aHistogramOfEqualValuesHasOneFullBin() {
        let made = plots { histogram(Tensor.ones(4), bins: 5) }
        #expect(made[0].series[0].y == [0, 0, 4, 0, 0])
    }

    @Test func panelsOfAFigureStandSideBySide() {
        let made = figures {
            figure("two") {
                plot([1], [1], title: "left")
                heatMap(Tensor([[1.0, 2], [3, 4]]), title: "right", columnNames: ["a", "b"])
            }
            plot([1], [1])
        }
        #expect(made.map(\.panels.count) == [2, 1])
        #expect(made[0].title == "two")
        #expect(
            made[0].panels[1]
                == .heatMap(
                    HeatMap(title: "right", xAxis: Axis(categories: ["a", "b"]), columns: 2, values: [1, 2, 3, 4])))
    }

    @Test func panelsCanBeCountedAndMapsCompared() {
        let made = figures {
            figure("two", columns: 2) {
                heatMap(Tensor([[1.0, 2]]), range: 0...4)
                heatMap([[1, 4]], range: 0...4)
            }
        }
        #expect(made[0].columns == 2)
        #expect(made[0].panels[0] == .heatMap(HeatMap(columns: 2, values: [1, 2], bounds: [0, 4])))
        #expect(made[0].panels[1] == .heatMap(HeatMap(columns: 2, values: [1, 4], bounds: [0, 4])))
    }

    @Test func learningCurvesGrowInTheirPlace() {
        let sent = messages {
            let curves = LearningCurves(["loss", "accuracy"], xLimits: 1...2)
            curves.add(x: 1, 0.5, nil)
            curves.add(x: 2, 0.25, 0.75)
        }
        #expect(sent.count == 2)
        guard case .display(let id, .figure(let figure)) = sent[0], case .plot(let plot) = figure.panels[0] else {
            Issue.record("the first message is no plot")
            return
        }
        #expect(plot.series.map(\.x) == [[1], []])
        #expect(plot.xAxis.label == "epoch" && plot.xAxis.upperBound == 2)
        #expect(sent[1] == .points(id: id, [Points(x: [2], y: [0.25]), Points(x: [2], y: [0.75])]))
    }

    @Test func manyPointsAreSentOnceEach() {
        var seconds = 0.0
        let sent = messages {
            let curves = LearningCurves(["loss", "accuracy"])
            let clock = ContinuousClock()
            seconds = clock.measure { for step in 0..<20_000 { curves.add(x: step, 0.5, Double(step)) } } / .seconds(1)
        }
        var counts = [0, 0]
        for message in sent {
            switch message {
            case .display(_, .figure(let figure)):
                guard case .plot(let plot) = figure.panels[0] else { continue }
                counts = plot.series.map(\.x.count)
            case .points(_, let points): counts = zip(counts, points).map { $0 + $1.x.count }
            default: Issue.record("\(message)")
            }
        }
        #expect(counts == [20_000, 20_000])
        // Twenty messages a second, the first and the last.
        #expect(sent.count <= Int(seconds * 20) + 3)
    }

    @Test func curvesThatGoOnInTheNextCellAreShownThereWhole() {
        let curves = LearningCurves(["loss"])
        let first = messages { curves.add(x: 1, 0.5) }
        let second = messages { curves.add(x: 2, 0.25) }
        #expect(first.count == 1 && second.count == 1)
        guard case .display(_, .figure(let figure))? = second.first, case .plot(let plot) = figure.panels[0] else {
            Issue.record("no plot in the next cell")
            return
        }
        #expect(plot.series.map(\.x) == [[1, 2]])
    }

    /// The runner takes no message that cannot be, so lessons must not come to send one.
    @Test func whatIsEmptyOrEndlessCanBeShown() {
        let sent = messages {
            heatMap(Tensor.zeros(0, 5))
            show(images: Tensor.zeros(0, 28, 28))
            for number in progress(over: 0..<Int.max) where number == 3 { break }
        }
        #expect(sent.count == 3)
        #expect(sent.compactMap(\.inconsistency).isEmpty)
    }

    @Test func picturesShowWhereAPredictionIsWrong() throws {
        let sent = messages {
            show(
                images: Tensor([0, 0.5, 1, 2, -1, .nan, 0.2, 0.4] as [Float], shape: [2, 1, 2, 2]),
                labels: Tensor([0, 1]), predictions: Tensor([0, 0]), names: ["cat", "dog"])
            show(images: Tensor.arange(12).reshape(1, 3, 2, 2), range: 0...255)
        }
        guard case .display(_, .images(let grey)) = sent[0], case .display(_, .images(let coloured)) = sent[1] else {
            Issue.record("no pictures were sent")
            return
        }
        #expect(grey.width == 2 && grey.height == 2 && !grey.isColored)
        #expect(grey.images.map(\.caption) == ["cat", "cat ≠ dog"])
        #expect(grey.images.map(\.isHighlighted) == [false, true])
        #expect(grey.images.map(\.pixels) == [[0, 128, 255, 255], [0, 0, 51, 102]])
        #expect(coloured.isColored && coloured.images[0].pixels == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
    }

    @Test func aTableHoldsTexts() {
        let sent = messages { show(table: [["a", 1, 2.5], ["b", true, "c"]], columns: ["x", "y", "z"], title: "t") }
        let expected = Table(title: "t", columns: ["x", "y", "z"], rows: [["a", "1", "2.5"], ["b", "true", "c"]])
        guard case .display(_, .table(let table)) = sent[0] else {
            Issue.record("no table was sent")
            return
        }
        #expect(table == expected)
    }

    private func graph(_ body: () -> Void) throws -> ComputationGraph {
        let sent = messages(body)
        guard sent.count == 1, case .display(_, .graph(let graph)) = sent[0] else {
            throw MissingDisplay()
        }
        return graph
    }

    private struct MissingDisplay: Error {}

    @Test func aGraphHoldsOpsLeavesValuesAndGradients() throws {
        let w = Tensor([1.0, 2], requiresGrad: true)
        let b = Tensor(3.0, requiresGrad: true)
        let squares = w * w
        let loss = (squares + b).sum()
        loss.backward()
        let graph = try graph { show(graph: loss, names: ["w": w, "b": b], title: "t") }
        #expect(
            graph
                == ComputationGraph(
                    title: "t",
                    nodes: [
                        .init(kind: .leaf, name: "w", shape: [2], values: "[1., 2.]", gradient: "[2., 4.]"),
                        .init(kind: .operation, name: "*", shape: [2], values: "[1., 4.]", inputs: [0]),
                        .init(kind: .leaf, name: "b", shape: [], values: "3.", gradient: "2."),
                        .init(kind: .operation, name: "+", shape: [2], values: "[4., 7.]", inputs: [1, 2]),
                        .init(kind: .operation, name: "sum", shape: [], values: "11.", inputs: [3]),
                    ]))
    }

    /// Values that an in-place op has changed since are not what the op gave.
    @Test func valuesThatHaveChangedAreNotShown() throws {
        let x = Tensor([1.0, 2], requiresGrad: true)
        let y = x * 2
        let z = y.sum()
        noGrad { y.fill(7) }
        let graph = try graph { show(graph: z) }
        #expect(graph.nodes.map(\.values) == ["[1., 2.]", "", "6."])
    }

    @Test func aLargeGraphIsFoldedByModule() throws {
        manualSeed(0)
        let net = Sequential {
            Linear(2, 8)
            for _ in 0..<20 {
                Sequential {
                    Linear(8, 8)
                    ReLU()
                    Linear(8, 8)
                    Tanh()
                }
            }
        }
        let small = try graph { show(graph: Sequential(Linear(2, 8), ReLU())(Tensor.ones(3, 2)).sum()) }
        #expect(small.nodes.map(\.kind) == [.leaf, .leaf, .operation, .operation, .operation])
        let loss = net(Tensor.ones(3, 2)).sum()
        let folded = try graph { show(graph: loss, of: net) }
        #expect(folded.nodes.count == 22)
        #expect(folded.nodes.first == .init(kind: .module, name: "0: Linear", operations: ["linear"], shape: [3, 8]))
        #expect(
            folded.nodes[1]
                == .init(
                    kind: .module, name: "1: Sequential", operations: ["linear", "relu", "tanh"], shape: [3, 8],
                    inputs: [0]))
        #expect(folded.nodes.last?.name == "sum")
    }

    @Test func progressEndsAtItsTotal() {
        var seen: [Int] = []
        let sent = messages { for element in progress(over: 1...4, "training") { seen.append(element) } }
        #expect(seen == [1, 2, 3, 4])
        #expect(sent.first == .progress(Progress(label: "training", completed: 0, total: 4)))
        #expect(sent.last == .progress(Progress(label: "training", completed: 4, total: 4)))
    }

    @Test func checksAreSentWithTheirLine() {
        let sent = messages {
            expect(0.853, near: 0.86, within: 0.02, "accuracy", line: 7)
            expect(Float.nan, near: 0, within: 1, "loss", line: 8)
            expect(2 > 3, "order", line: 9)
            expect(Tensor([1.0, 2]), near: Tensor([1.25, 2]), within: 0.5, "weights", line: 10)
            expect(Tensor([1.0, .nan]), near: Tensor([1.0, 2]), within: 0.5, "weights", line: 11)
            expect(Tensor([1.0]), near: Tensor([1.0, 2]), within: 0.5, "weights", line: 12)
        }
        #expect(
            sent == [
                .check(Check(name: "accuracy", passed: true, detail: "0.853, expected 0.86 ± 0.02", line: 7)),
                .check(Check(name: "loss", passed: false, detail: "nan is not near 0: nan is not a number", line: 8)),
                .check(Check(name: "order", passed: false, detail: "", line: 9)),
                .check(
                    Check(name: "weights", passed: true, detail: "off by 0.25 at most, expected within 0.5", line: 10)),
                .check(
                    Check(
                        name: "weights", passed: false,
                        detail: "1 of 2 are nan, not numbers, such as that at [1]", line: 11)),
                .check(Check(name: "weights", passed: false, detail: "shape [1], expected [2]", line: 12)),
            ])
    }
}
