import CellMessages

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Draws a matrix as SVG: a square a value, or one picture where there are many.
struct HeatMapRenderer {
    /// What the identifiers of the drawing's parts begin with.
    let name: String
    let map: HeatMap
    private let ramp: ColorRamp
    private let rows: Int
    private let columns: Int
    private let side: Double
    private let left: Double
    private let top: Double
    /// The digits of the values that are written into the squares; nil where not all of them fit.
    private let digits: Int?
    private let format: NumberFormat
    private let rowNames: [String]
    private let columnNames: [String]
    private let ticks: [AxisTicks.Tick]

    /// More squares than this are one picture.
    private static let mostTiles = 400
    /// A picture of more values than this does not show them under the pointer.
    private static let mostValues = 10_000

    /// A drawing of `map`; narrow where it is one of several in a figure.
    init(name: String, map: HeatMap, isNarrow: Bool) {
        self.name = name
        self.map = map
        ramp = ColorRamp(for: map.values, bounds: map.bounds)
        columns = max(1, map.columns)
        rows = map.values.count / columns
        let side = min(44, max(1, (isNarrow ? 225 : 360) / Double(max(columns, rows, 1))))
        self.side = side
        format = NumberFormat(for: map.values)
        ticks = AxisTicks.linear(from: ramp.domain.lowerBound, to: ramp.domain.upperBound, count: 5).ticks
        let number = NumberFormat(for: [])
        func names(_ axis: Axis, _ count: Int) -> [String] {
            let text = AxisValueText(axis, number)
            return (0..<count).map { text.text(Double($0)) }
        }
        rowNames = names(map.yAxis, rows)
        columnNames = names(map.xAxis, columns)
        left = max(30, AxisLabels.width(of: rowNames.map(AxisLabels.shortened)) + 12)
        top = map.yAxis.label.isEmpty ? 6 : 30
        let domain = ramp.domain
        digits = side < 20 ? nil : [3, 2].first { Self.tells(map.values, with: $0, over: domain, in: side) }
    }

    /// Whether so many digits of each value fit into squares and tell values of different shades apart.
    private static func tells(
        _ values: [Double], with digits: Int, over domain: ClosedRange<Double>, in side: Double
    ) -> Bool {
        let widest = values.map { DecimalText.significant($0, digits: digits).count }.max() ?? 0
        let largest = max(domain.lowerBound.magnitude, domain.upperBound.magnitude)
        let places = digits - 1 - DecimalDigits(largest).exponent
        // What rounding takes away is small against the ramp; whole numbers keep their digits anyway.
        let isFine = DecimalDigits(domain.upperBound / 2 - domain.lowerBound / 2).exponent >= -places
        return (isFine || values.allSatisfy { $0 == $0.rounded() }) && Double(widest) * 6.2 + 4 <= side
    }

    /// The drawing, with a title and a description for those who cannot see it.
    func drawing(title: String, description: String) -> HTMLNode {
        let (titleID, descriptionID) = ("\(name)-title", "\(name)-text")
        let width = left + Double(columns) * side + 34 + max(44, AxisLabels.width(of: ticks.map(\.label)))
        let height = top + max(60, Double(rows) * side) + (map.xAxis.label.isEmpty ? 26 : 48)
        let tiles = rows * columns > Self.mostTiles ? [picture()] : (0..<rows * columns).map(tile)
        return .tag(
            "svg", .class("heat-map"),
            .attribute("viewBox", "0 0 \(DecimalText.coordinate(width)) \(DecimalText.coordinate(height))"),
            .attribute("style", "max-width:\(DecimalText.coordinate(width * 1.15))px"), .attribute("role", "img"),
            .attribute("aria-labelledby", "\(titleID) \(descriptionID)"),
            content: .tag("title", .id(titleID), text: title), .tag("desc", .id(descriptionID), text: description),
            .tag("g", content: tiles), .tag("g", .class("frame"), content: names()), scale())
    }

    private func tile(_ index: Int) -> HTMLNode {
        let value = map.values[index]
        let (row, column) = (index / columns, index % columns)
        let (x, y) = (left + Double(column) * side, top + Double(row) * side)
        let share = ramp.share(of: value)
        var shapes: [HTMLNode] = [
            .tag("title", text: "\(rowNames[row]), \(columnNames[column])\n\(format.text(value))"),
            .tag(
                "rect", .class(value.isFinite ? "tile" : "tile gap"), .number("x", x), .number("y", y),
                .number("width", side + 0.3), .number("height", side + 0.3),
                .attribute("fill", value.isFinite ? ramp.css(at: share) : "none")),
        ]
        if let digits {
            let style = !value.isFinite ? "axis-name" : ramp.wantsWhiteText(at: share) ? "on-dark" : "on-light"
            shapes.append(
                word(
                    DecimalText.significant(value, digits: digits), x: x + side / 2, y: y + side / 2 + 4,
                    anchor: "middle", style))
        }
        return .tag("g", .class("point"), content: shapes)
    }

    /// All values as one small picture that the browser enlarges; the page's script shows the values under the pointer.
    private func picture() -> HTMLNode {
        let values = map.values.prefix(rows * columns)
        let pixels = values.flatMap { value -> [UInt8] in
            // Grey is no colour of a ramp: a missing value is not a zero.
            let color = value.isFinite ? ramp.color(at: ramp.share(of: value)) : (red: 140, green: 140, blue: 140)
            return [color.red, color.green, color.blue].map { UInt8($0.rounded()) }
        }
        let png = PNGImage(width: columns, height: rows, isColored: true, pixels: pixels)
        var attributes: [HTMLAttribute] = [
            .class("pixels"), .number("x", left), .number("y", top), .number("width", Double(columns) * side),
            .number("height", Double(rows) * side), .attribute("preserveAspectRatio", "none"),
            .attribute("href", "data:image/png;base64,\(Data(png.bytes).base64EncodedString())"),
        ]
        if values.count <= Self.mostValues {
            let format = NumberFormat(for: Array(values), digits: 3)
            let words = values.map(format.text).joined(separator: " ")
            attributes += [.attribute("data-columns", "\(columns)"), .attribute("data-values", words)]
            for (side, axis) in [("row", map.yAxis), ("column", map.xAxis)] where !axis.categories.isEmpty {
                attributes.append(.attribute("data-\(side)-names", axis.categories.joined(separator: "\n")))
            }
        }
        return .element("image", attributes, [])
    }

    private func names() -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        let rowStep = max(1, Int((16 / side).rounded(.up)))
        for row in stride(from: 0, to: rows, by: rowStep) {
            nodes.append(
                word(
                    AxisLabels.shortened(rowNames[row]), x: left - 6, y: top + (Double(row) + 0.5) * side + 4,
                    anchor: "end"))
        }
        let names = columnNames.map(AxisLabels.shortened)
        let columnStep = max(1, Int(((AxisLabels.width(of: names) + 6) / side).rounded(.up)))
        for column in stride(from: 0, to: columns, by: columnStep) {
            nodes.append(
                word(
                    names[column], x: left + (Double(column) + 0.5) * side, y: top + Double(rows) * side + 18,
                    anchor: "middle"))
        }
        if !map.yAxis.label.isEmpty { nodes.append(word(map.yAxis.label, x: 4, y: 16, anchor: "start", "axis-name")) }
        if !map.xAxis.label.isEmpty {
            nodes.append(
                word(
                    map.xAxis.label, x: left + Double(columns) * side / 2, y: top + Double(rows) * side + 40,
                    anchor: "middle", "axis-name"))
        }
        return nodes
    }

    /// What the shades mean.
    private func scale() -> HTMLNode {
        let x = left + Double(columns) * side + 16
        let height = max(60, Double(rows) * side)
        let steps = 24
        let bands = (0..<steps).map { step in
            HTMLNode.tag(
                "rect", .number("x", x), .number("y", top + height * Double(step) / Double(steps)),
                .number("width", 12), .number("height", height / Double(steps) + 0.5),
                .attribute("fill", ramp.css(at: 1 - (Double(step) + 0.5) / Double(steps))))
        }
        let words = ticks.map { tick in
            word(tick.label, x: x + 18, y: top + height * (1 - ramp.share(of: tick.value)) + 4, anchor: "start")
        }
        return .tag("g", .class("frame"), content: bands + words)
    }

    private func word(_ words: String, x: Double, y: Double, anchor: String, _ name: String? = nil) -> HTMLNode {
        .element(
            "text",
            (name.map { [.class($0)] } ?? []) + [.number("x", x), .number("y", y), .attribute("text-anchor", anchor)],
            [.text(words)])
    }
}
