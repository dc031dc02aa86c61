import CellMessages
import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// Figures: what is drawn, and what those can read who cannot see it.
struct FigureTests {
    private func html(_ display: Display) throws -> String {
        try SampleChapter.html(
            "# T\n\n```swift cell hide\nshow()\n```\n", results: [0: SampleChapter.ran([.display(id: 1, display)])])
    }

    private func html(_ series: [Series], x: Axis = Axis(), y: Axis = Axis()) throws -> String {
        try html(.figure(Figure(panels: [.plot(Plot(xAxis: x, yAxis: y, series: series))])))
    }

    @Test func aGraphIsDrawnFromTopToBottom() throws {
        let html = try html(.graph(FullSampleFigures.graph))
        let boxes = html.matches(of: /<g class="box (\w+)"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/)
        #expect(boxes.map { String($0.1) } == ["leaf", "leaf", "operation", "module", "result"])
        let tops = boxes.compactMap { Double($0.3) }
        #expect(tops[0] == tops[1] && tops[1] < tops[2] && tops[2] < tops[3] && tops[3] < tops[4])
        let sides = boxes.prefix(2).compactMap { box in Double(box.2).flatMap { x in Double(box.4).map { (x, x + $0) } }
        }
        #expect(sides.count == 2 && sides[0].1 < sides[1].0)
        #expect(html.matches(of: /<path class="arrow"/).count == 4)
        #expect(html.contains(">= 0.6931</text>") && html.contains(">∇ ‖·‖ = 0.31</text>"))
        #expect(html.contains("3 ops and modules that start from 2 leaves"))
        #expect(html.contains(#"<td class="number">3</td><td>linear</td><td class="number">1, 2</td><td>[3, 8]</td>"#))
    }

    /// A module that comes back makes a circle, and no node may be without a place.
    @Test func aGraphWithACircleIsDrawn() throws {
        let nodes = (0..<3).map {
            ComputationGraph.Node(kind: .module, name: "\($0)", shape: [1], inputs: [($0 + 2) % 3])
        }
        let html = try html(.graph(ComputationGraph(nodes: nodes)))
        #expect(html.matches(of: /<path class="arrow"/).count == 3)
    }

    @Test func theLabelOfACellNumbersWhatItDraws() throws {
        let text = """
            ---
            number: "4.6"
            ---
            # T

            ```swift cell
            show()
            ```
            :label:`fig_loss`

            ```swift cell
            print()
            ```
            :label:`fig_none`

            See :numref:`fig_loss`.
            """
        let plot = Plot(title: "The loss", series: [Series(name: "loss", x: [1, 2], y: [2, 1])])
        let drawings = [1, 2].map { CellOutput.display(id: $0, .figure(Figure(panels: [.plot(plot)]))) }
        let ran = SampleChapter.ran([.text(.standardOutput, "1\n")] + drawings)
        let report = try ReportRenderer().render(try SampleChapter.executed(text, results: [0: ran]))
        let figures = report.html.matches(of: /<figure class="plot"[^>]*>\s*<figcaption>.*?<\/figcaption>/)
            .map { String($0.0.filter { $0 != "\n" }) }
        #expect(
            figures == [
                "<figure class=\"plot\" id=\"ref-fig_loss\"><figcaption><span class=\"number\">Fig. 4.6.1 </span>"
                    + "The loss</figcaption>",
                "<figure class=\"plot\"><figcaption>The loss</figcaption>",
            ])
        #expect(report.html.contains(##"<a class="reference" href="#ref-fig_loss">Fig. 4.6.1</a>"##))
        #expect(report.warnings.map(\.message) == ["The cell has the label `fig_none` and shows no figure"])
    }

    @Test func seriesDifferWithoutColour() throws {
        let html = try self.html(.figure(FullSampleFigures.curves))
        let drawing = html.components(separatedBy: "<svg viewBox=\"0 0 640")[1]
        #expect(drawing.contains("stroke-dasharray=\"7 4\""))
        #expect(drawing.contains("stroke-dasharray=\"2 4\""))
        #expect(drawing.components(separatedBy: "<circle").count == 11)
        #expect(drawing.components(separatedBy: "<polygon").count == 21)
        #expect(
            try html.firstMatch(of: /<ul class="legend">(.*?)<\/ul>/.dotMatchesNewlines())?.1.contains("test acc")
                == true)
    }

    @Test func aFigureIsToldInWordsAndNumbers() throws {
        let html = try self.html(
            [Series(name: "loss", x: [1, 2, 3], y: [2.3, 0.51, 0.3402])], x: Axis(label: "epoch"))
        #expect(html.contains("<desc id=\"cell-1-1-1-text\">y against epoch: loss from 2.3 to 0.3402.</desc>"))
        #expect(html.contains("role=\"img\" aria-labelledby=\"cell-1-1-1-title cell-1-1-1-text\""))
        #expect(html.contains("<td class=\"number\">0.51</td>"))
        #expect(html.contains("<title>epoch 2\nloss 0.51</title>"))
    }

    @Test func aValueThatIsNotFiniteLeavesAGap() throws {
        let html = try self.html([Series(name: "", x: [1, 2, 3, 4, 5], y: [1, 2, .nan, 2, 1])])
        let path = try #require(html.firstMatch(of: /class="line" d="([^"]*)"/)).1
        #expect(path.filter { $0 == "M" }.count == 2)
        #expect(path.filter { $0 == "L" }.count == 2)
    }

    @Test func aLongCurveStaysSmall() throws {
        let x = (0..<100_000).map(Double.init)
        let html = try self.html([Series(name: "loss", x: x, y: x.map { sin($0 / 1000) + sin($0) })])
        #expect(html.utf8.count < 120_000)
        #expect(html.contains("One row in 1667 is shown, and the last."))
    }

    @Test func degenerateDataIsDrawnAllTheSame() throws {
        for y in [
            [Double](), [.nan], [1], [5, 5, 5], [0, 0], [-.infinity, 1e300, -1e300], [.leastNonzeroMagnitude, 0],
        ] {
            for scale in [Axis.Scale.linear, .logarithmic] {
                for mark in [Series.Mark.line, .points, .bars, .histogram] {
                    let x = (0..<y.count + (mark == .histogram ? 1 : 0)).map(Double.init)
                    let html = try self.html(
                        [Series(name: "s", mark: mark, x: x, y: y)], x: Axis(scale: scale), y: Axis(scale: scale))
                    #expect(!html.contains("=\"nan") && !html.contains("inf\""))
                }
            }
        }
    }

    @Test(arguments: [Axis.Scale.linear, .logarithmic]) func extremeValuesAreDrawnAllTheSame(scale: Axis.Scale) throws {
        let extremes = [
            0, 1, 1e300, -1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, .nan,
            9_007_199_254_740_994,
        ]
        for mark in [Series.Mark.line, .points, .bars] {
            for first in extremes {
                for second in extremes {
                    for categories in [[], ["a", "b"]] {
                        let axis = Axis(scale: scale, lowerBound: second, categories: categories)
                        let html = try self.html(
                            [Series(name: "s", mark: mark, x: [first, second], y: [second, first])], x: axis,
                            y: Axis(scale: scale, upperBound: first))
                        #expect(!html.contains("=\"nan") && !html.contains("inf\""))
                    }
                }
            }
        }
    }

    @Test func aHeatMapNamesItsRowsAndColumns() throws {
        let html = try self.html(.figure(FullSampleFigures.confusion))
        #expect(html.components(separatedBy: "class=\"tile\"").count == 17)
        #expect(html.contains("<title>shirt, coat\n120</title>"))
        let large = try self.html(
            .figure(Figure(panels: [.heatMap(HeatMap(columns: 100, values: (0..<10_000).map { sin(Double($0)) }))])))
        #expect(large.contains("<image"))
        #expect(PageSize.withoutPictures(large) < 180_000)
    }

    @Test func mapsOfOneRangeHaveTheSameShades() throws {
        func shade(of values: [Double], bounds: [Double]?) throws -> String {
            let html = try self.html(
                .figure(Figure(panels: [.heatMap(HeatMap(columns: 2, values: values, bounds: bounds))], columns: 2)))
            let tile = try #require(html.firstMatch(of: /class="tile"[^>]*fill="(#[0-9a-f]{6})"/))
            return String(tile.1)
        }
        #expect(try shade(of: [1, 2], bounds: [0, 4]) == shade(of: [1, 4], bounds: [0, 4]))
        #expect(try shade(of: [1, 2], bounds: nil) != shade(of: [1, 2], bounds: [0, 4]))
        let two = Figure(
            panels: [[1.0], [2]].map { .heatMap(HeatMap(columns: 1, values: $0)) }, columns: 2)
        #expect(
            try html(.figure(two)).contains(
                "class=\"panels counted\" style=\"grid-template-columns:repeat(2,minmax(0,1fr))\""))
    }

    @Test func picturesHaveWordsAndMarks() throws {
        let html = try self.html(.images(FullSampleFigures.pictures))
        #expect(html.components(separatedBy: "src=\"data:image/png;base64,").count == 13)
        #expect(html.components(separatedBy: "class=\"highlighted\"").count == 3)
        #expect(html.contains("boot\nnot sandal"))
    }
}
