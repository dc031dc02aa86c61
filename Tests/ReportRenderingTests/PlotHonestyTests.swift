import CellMessages
import ReportRendering
import Testing

/// Plots do not mislead: axes can be read, numbers told apart, and what is not drawn is said.
struct PlotHonestyTests {
    private func html(
        _ series: [Series], x: Axis = Axis(), y: Axis = Axis(), language: String = "en"
    ) throws -> String {
        try html(.plot(Plot(xAxis: x, yAxis: y, series: series)), language: language)
    }

    private func html(_ panel: Panel, language: String = "en") throws -> String {
        let text = "---\nlanguage: \(language)\n---\n# T\n\n```swift cell hide\nshow()\n```\n"
        let display = Display.figure(Figure(panels: [panel]))
        return try SampleChapter.html(text, results: [0: SampleChapter.ran([.display(id: 1, display)])])
    }

    /// The words of a drawing that stand at one anchor: `end` is the vertical axis, `middle` the horizontal one.
    private func labels(_ html: String, anchor: String) -> [String] {
        let drawing = html.components(separatedBy: "<g class=\"frame\">").dropFirst().first ?? ""
        let frame = drawing.components(separatedBy: "</g>")[0]
        return frame.matches(of: /<text(?<attributes>[^>]*)>(?<words>[^<]*)</)
            .filter { $0.attributes.contains("text-anchor=\"\(anchor)\"") }.map { String($0.words) }
    }

    @Test func linesOfTheGridAreNoSurface() throws {
        let page = try html([Series(name: "a", x: [0, 1, 2], y: [1e-30, 1, 1e30])], y: Axis(scale: .logarithmic))
        let lines = page.components(separatedBy: "<line class=\"grid\"").count - 1
        #expect((2...20).contains(lines), "\(lines)")
        #expect(lines == labels(page, anchor: "end").count)
    }

    @Test func aPlotOfNothingSaysSo() throws {
        #expect(try html([Series(name: "a", x: [], y: [])]).contains("There are no values to draw."))
        #expect(try html([Series(name: "a", x: [], y: [])], language: "zh").contains("没有可画的数值。"))
        #expect(try !html([Series(name: "a", x: [1], y: [1])]).contains("There are no values to draw."))
    }

    private static let ranges: [[Double]] = [
        [1.01, 1.02, 1.04], [0.45, 0.46], [2, 5], [3, 3], [1, 1, 1], [0, 0], [0], [7], [1e-8, 3e-8], [1e-8],
        [2.6e6, 2.6e6],
        [10, 10 + 5e-10, 10 + 1e-9], [0.9999999999999997, 1, 1.0000000000000036], [1, 1.0.nextUp],
        [1_700_000_000, 1_700_000_001, 1_700_000_002], [1_700_000_000], [1990, 2020], [123456.781, 123456.795],
        [1e300, -1e300, 1.7e308], [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], [.greatestFiniteMagnitude],
        [5e-324, 1e-323], [5e-324], [1e-320, 1], [-3, -3], [-1e-9, 1e-9], [99, 101], [0.5, 1e13],
        [9_007_199_254_740_993],
        [.nan], [.infinity, 4], [], [1e-13, 1], [99_999, 100_001], [-2, -1],
    ]

    @Test(arguments: ranges, [Axis.Scale.linear, .logarithmic])
    func everyAxisHasTwoLabelsThatDiffer(values: [Double], scale: Axis.Scale) throws {
        for mark in [Series.Mark.line, .points] {
            let places = values.indices.map { 3 + Double($0) }
            let upright = try html([Series(name: "", mark: mark, x: places, y: values)], y: Axis(scale: scale))
            let level = try html([Series(name: "", mark: mark, x: values, y: places)], x: Axis(scale: scale))
            for labels in [labels(upright, anchor: "end"), labels(level, anchor: "middle")] {
                #expect(labels.count >= 2, "\(values), \(scale): \(labels)")
                #expect(Set(labels).count == labels.count, "\(values), \(scale): \(labels)")
            }
        }
    }

    @Test func limitsThatLeaveNoRoomStillGiveTwoLabels() throws {
        for bounds in [(0.6, 1.4), (5, 5), (5, 1), (1e9, 1e9 + 0.001)] {
            let axis = Axis(lowerBound: bounds.0, upperBound: bounds.1)
            let html = try self.html([Series(name: "", x: [1, 2, 3], y: [1, 2, 3])], x: axis, y: axis)
            for anchor in ["end", "middle"] {
                let labels = labels(html, anchor: anchor)
                #expect(labels.count >= 2 && Set(labels).count == labels.count, "\(bounds): \(labels)")
            }
        }
    }

    @Test func labelsHaveRoomBesideTheAxis() throws {
        let html = try self.html([Series(name: "", x: [0, 1], y: [10, 10 + 1e-9])])
        let place = try #require(html.firstMatch(of: /<text x="([\d.]+)" y="[\d.]+" text-anchor="end">10\.0000000002</))
        let end = try #require(Double(place.1))
        #expect(end >= 13 * 7, "\(end) units for 13 characters")
    }

    @Test func labelsOnALogarithmicAxisDoNotMeet() throws {
        let html = try self.html(
            [Series(name: "", x: [0.011, 0.9], y: [1, 2])], x: Axis(scale: .logarithmic))
        let labels = html.matches(of: /<text x="([\d.]+)" y="[\d.]+" text-anchor="middle">([^<]*)</)
            .compactMap { match in Double(match.1).map { (place: $0, words: match.2) } }
        for (first, second) in zip(labels, labels.dropFirst()) {
            #expect(second.place - first.place >= Double(first.words.count + second.words.count) * 3)
        }
    }

    @Test func numbersAndHintsTellNeighboursApart() throws {
        let columns: [[Double]] = [
            [123456.781, 123456.789, 123456.795], [0.99991, 0.99993, 0.99996],
            [1_700_000_000, 1_700_000_001, 1_700_000_002],
            [10, 10 + 5e-10, 10 + 1e-9], [1e300, 1.0000001e300, 1.7e308],
        ]
        for values in columns {
            let html = try self.html([Series(name: "", x: values, y: values)])
            let cells = html.matches(of: /<td[^>]*>([^<]*)<\/td>/).map { String($0.1) }
            #expect(cells.count == 6 && Set(cells).count == 3, "\(cells)")
            let hints = html.matches(of: /<title>([^<]*)\n([^<]*)<\/title>/)
            #expect(Set(hints.map { String($0.1) }).count == 3 && Set(hints.map { String($0.2) }).count == 3)
        }
    }

    @Test func aDescriptionTellsTheCourse() throws {
        func description(_ y: [Double]) throws -> String {
            let html = try self.html([Series(name: "loss", x: y.indices.map(Double.init), y: y)])
            return String(try #require(html.firstMatch(of: /<desc[^>]*>([^<]*)</)).1)
        }
        #expect(try description([10, 10 + 1e-9]) == "y against x: loss from 10 to 10.000000001.")
        #expect(try description([1, 5, 1.5]) == "y against x: loss from 1 to 1.5, between 1 and 5.")
        #expect(try description([.nan]) == "y against x: loss no values.")
    }

    @Test func aTableOfManyRowsEndsWithTheLast() throws {
        let html = try self.html(
            [Series(name: "", x: (0..<100).map(Double.init), y: (0..<100).map { 1000 + Double($0) })])
        #expect(html.contains("<p>One row in 2 is shown, and the last.</p>"))
        #expect(html.contains("<td class=\"number\">1099</td>"))
    }

    @Test func whatIsNotDrawnIsSaid() throws {
        func remark(_ html: String) -> String? {
            html.firstMatch(of: /<p class="omissions">([^<]*)</).map { String($0.1) }
        }
        let x = [1.0, 2, 3, 4, 5]
        let odd = [1, .nan, .infinity, 0, -2]
        #expect(
            remark(try html([Series(name: "", x: x, y: odd)])) == "Not drawn: 1 not a number (nan), 1 infinite.")
        #expect(
            remark(try html([Series(name: "", x: x, y: odd)], y: Axis(scale: .logarithmic)))
                == "Not drawn: 1 not a number (nan), 1 infinite, 2 not positive, on a logarithmic axis.")
        #expect(
            remark(try html([Series(name: "", x: [0, 1], y: [1, 2])], x: Axis(scale: .logarithmic)))
                == "Not drawn: 1 not positive, on a logarithmic axis.")
        #expect(
            remark(try html([Series(name: "a", x: x, y: x), Series(name: "b", x: x, y: odd)]))
                == "Not drawn: b: 1 not a number (nan), 1 infinite.")
        let bounded = remark(try html([Series(name: "", x: x, y: x)], y: Axis(upperBound: 3)))
        #expect(bounded?.hasPrefix("Not drawn: 2 outside the axes") == true)
        #expect(
            remark(try html([Series(name: "", mark: .histogram, x: [0, 1, 2], y: [3, 4], omitted: 2)]))
                == "Not drawn: 2 in no bin: outside of them, or not a number.")
        #expect(
            remark(try html(.heatMap(HeatMap(columns: 2, values: [1, .nan, 2, 3]))))
                == "Not drawn: 1 not a number (nan).")
        #expect(remark(try html([Series(name: "", x: x, y: odd)], language: "zh")) == "未画出：1 个非数值（nan），1 个无穷大。")
        #expect(remark(try html([Series(name: "", x: x, y: x)])) == nil)
    }

    @Test func everyCurveHasALookAndALegendOfItsOwn() throws {
        let series = (0..<20).map { Series(name: $0 == 4 ? "" : "curve \($0)", x: [1, 2], y: [Double($0), 1]) }
        let html = try self.html(series)
        let entries = html.matches(of: /<li><svg class="swatch series (s\d)".*?<\/li>/.dotMatchesNewlines())
        let names = entries.map { $0.0.replacing(/<[^>]*>/.dotMatchesNewlines(), with: "") }
        #expect(names.count == 20 && Set(names).count == 20 && names[4].contains("series 5"))
        let looks = entries.map { $0.0.replacing(/<\/svg>.*/.dotMatchesNewlines(), with: "") }
        #expect(Set(looks).count == 20)
    }
}
