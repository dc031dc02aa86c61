import CellMessages

/// What the plots of one figure have in common, so that their axes lie side by side at one height.
struct PlotLayout {
    /// Whether there are several.
    var isNarrow: Bool
    /// Whether any horizontal axis has a name.
    var namesX: Bool
    /// Whether any vertical axis has a name.
    var namesY: Bool
}

/// The axes of a plot: where the data lies on the drawing, and the lines and words around it.
struct PlotFrame {
    /// The drawing's size in its own units.
    let width: Double
    let height: Double
    let x: PlotScale
    let y: PlotScale
    /// What is free above and below the data.
    let top: Double
    let bottom: Double
    /// Whether the horizontal axis's labels are turned, because they would not fit side by side.
    private let isTurned: Bool

    static let left = 52.0
    static let right = 18.0

    /// The frame of a plot in a figure of this layout.
    init(_ plot: Plot, layout: PlotLayout) {
        width = layout.isNarrow ? 340 : 640
        let isBars = plot.series.contains { $0.mark == .bars || $0.mark == .histogram }
        let xs = plot.series.flatMap(\.x)
        let hasBars = plot.series.contains { $0.mark == .bars }
        // Half the distance between neighbouring bars stays free at both ends.
        let step = hasBars ? Self.smallestStep(xs) / 2 : 0
        x = PlotScale(
            plot.xAxis, values: hasBars ? xs.flatMap { [$0 - step, $0 + step] } : xs,
            span: (Self.left, width - Self.right), tickCount: layout.isNarrow ? 4 : 8,
            padding: isBars && !hasBars ? 0 : 0.02, includesZero: false,
            isWhole: xs.allSatisfy { $0 == $0.rounded() })
        let names = plot.xAxis.categories
        let widest = Self.width(of: names)
        let spacing = names.count > 1 ? (width - Self.left - Self.right) / Double(names.count) : .infinity
        isTurned = widest + 8 > spacing
        top = layout.namesY ? 34 : 16
        bottom = 30 + (layout.namesX ? 24 : 0) + (isTurned ? min(90, widest * Self.turn.sine) : 0)
        height = (layout.isNarrow ? 168 : 260) + top + bottom
        y = PlotScale(
            plot.yAxis, values: plot.series.flatMap(\.y), span: (height - bottom, top),
            tickCount: 5, padding: 0.06, includesZero: isBars)
    }

    /// By how much labels are turned, and the sine of it.
    private static let turn = (degrees: -40, sine: 0.643)

    /// The smallest distance between two different values.
    static func smallestStep(_ values: [Double]) -> Double {
        let sorted = values.filter(\.isFinite).sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 1
    }

    /// The grid, the axes, their numbers and names.
    func nodes(xAxis: Axis, yAxis: Axis) -> [HTMLNode] {
        let floor = height - bottom
        var nodes: [HTMLNode] = []
        for tick in y.ticks.ticks {
            guard let place = y.position(of: tick.value) else { continue }
            nodes.append(line("grid", Self.left, place, width - Self.right, place))
            nodes.append(label("end", Self.left - 8, place + 4, tick.label))
        }
        let placed = x.ticks.ticks.compactMap { tick in x.position(of: tick.value).map { (tick.label, $0) } }
        for (words, place) in thinned(placed) {
            nodes.append(line("tick", place, floor, place, floor + 5))
            nodes.append(
                isTurned ? turnedLabel(place + 4, floor + 16, words) : label("middle", place, floor + 20, words))
        }
        nodes.append(line("axis", Self.left, floor, width - Self.right, floor))
        if !xAxis.label.isEmpty {
            nodes.append(label("middle", (Self.left + width - Self.right) / 2, height - 6, xAxis.label, "axis-name"))
        }
        // Above the axis and level, which reads better than a turned word.
        if !yAxis.label.isEmpty { nodes.append(label("start", 4, 16, yAxis.label, "axis-name")) }
        return nodes
    }

    /// Leaves out labels that would run into each other.
    private func thinned(_ labels: [(String, Double)]) -> [(String, Double)] {
        let spacing = labels.count > 1 ? abs(labels[1].1 - labels[0].1) : .infinity
        guard spacing > 0, x.isLogarithmic == false else { return labels }
        let needed = isTurned ? 16 : Self.width(of: labels.map(\.0)) + 8
        let every = max(1, Int(min((needed / spacing).rounded(.up), Double(labels.count))))
        return labels.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
    }

    /// About how wide the widest label is; Chinese characters are twice as wide as others.
    static func width(of labels: [String]) -> Double {
        labels.map { label in label.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 14 : 7) } }.max() ?? 0
    }

    private func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTMLNode {
        .tag("line", .class(name), .number("x1", x1), .number("y1", y1), .number("x2", x2), .number("y2", y2))
    }

    private func label(_ anchor: String, _ x: Double, _ y: Double, _ words: String, _ name: String? = nil) -> HTMLNode {
        .element(
            "text",
            (name.map { [.class($0)] } ?? []) + [.number("x", x), .number("y", y), .attribute("text-anchor", anchor)],
            [.text(words)])
    }

    private func turnedLabel(_ x: Double, _ y: Double, _ words: String) -> HTMLNode {
        let place = "\(DecimalText.coordinate(x)) \(DecimalText.coordinate(y))"
        return .tag(
            "text", .attribute("transform", "translate(\(place)) rotate(\(Self.turn.degrees))"),
            .attribute("text-anchor", "end"), text: words)
    }
}
