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
    /// What is free around the data.
    let top: Double
    let bottom: Double
    let left: Double
    let right: Double
    /// The horizontal axis's labels.
    private let labels: AxisLabels

    /// The frame of a plot in a figure of this layout.
    init(_ plot: Plot, layout: PlotLayout) {
        width = layout.isNarrow ? 340 : 640
        let isBars = plot.series.contains { $0.mark == .bars || $0.mark == .histogram }
        let xs = plot.series.flatMap(\.x)
        let hasBars = plot.series.contains { $0.mark == .bars }
        // Half the distance between neighbouring bars stays free at both ends.
        let step = hasBars ? Self.smallestStep(xs) / 2 : 0
        let x = PlotScale(
            plot.xAxis, values: hasBars ? xs.flatMap { [$0 - step, $0 + step] } : xs,
            tickCount: layout.isNarrow ? 4 : 8, padding: isBars && !hasBars ? 0 : 0.02, includesZero: false,
            isWhole: xs.allSatisfy { $0 == $0.rounded() })
        let y = PlotScale(
            plot.yAxis, values: plot.series.flatMap(\.y), tickCount: 5, padding: 0.06, includesZero: isBars)
        let font = AxisLabels.Font(isEnlarged: !layout.isNarrow)
        let widest = min(font.width(of: y.ticks.ticks.map(\.label)), width / 2)
        let labels = AxisLabels(x, left: max(52, widest + 14), right: 18, width: width, font: font)
        self.labels = labels
        (left, right) = (labels.left, labels.right)
        top = layout.namesY ? 34 : 16
        bottom = 30 + (layout.namesX ? 24 : 0) + labels.depth
        height = (layout.isNarrow ? 168 : 260) + top + bottom
        self.x = x.placed(from: labels.left, to: width - labels.right)
        self.y = y.placed(from: height - bottom, to: top)
    }

    /// How far lines of the grid stand apart at least, unless they have labels.
    private static let smallestGridStep = 6.0

    /// The smallest distance between two different values.
    static func smallestStep(_ values: [Double]) -> Double {
        let sorted = values.filter(\.isFinite).sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 1
    }

    /// The grid, the axes, their numbers and names.
    func nodes(xAxis: Axis, yAxis: Axis) -> [HTMLNode] {
        let floor = height - bottom
        var nodes: [HTMLNode] = []
        let yTicks = y.ticks.ticks.compactMap { tick in y.position(of: tick.value).map { (tick, $0) } }
        // Lines of numbers are as high as a letter is wide, twice over.
        let room = AxisLabels.Font.height
        let yLabels = AxisLabels.shown(yTicks, room: { _ in room.usual }, roomOnPhones: { _ in room.onPhones })
        // Over many decades, lines at all of them would be a surface.
        let isDense = zip(yTicks, yTicks.dropFirst()).contains { abs($1.1 - $0.1) < Self.smallestGridStep }
        let lines = isDense ? yLabels.map(\.place) : yTicks.map(\.1)
        nodes += lines.map { line("grid", left, $0, width - right, $0) }
        for label in yLabels {
            nodes.append(text("end", left - 8, label.place + 4, label.words, label.isDense ? "dense" : nil))
        }
        for tick in x.ticks.ticks {
            guard let place = x.position(of: tick.value) else { continue }
            nodes.append(line("tick", place, floor, place, floor + 5))
        }
        nodes += labels.nodes(below: floor)
        nodes.append(line("axis", left, floor, width - right, floor))
        if !xAxis.label.isEmpty {
            nodes.append(text("middle", (left + width - right) / 2, height - 6, xAxis.label, "axis-name"))
        }
        // Above the axis and level, which reads better than a turned word.
        if !yAxis.label.isEmpty { nodes.append(text("start", 4, 16, yAxis.label, "axis-name")) }
        return nodes
    }

    private func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTMLNode {
        .tag("line", .class(name), .number("x1", x1), .number("y1", y1), .number("x2", x2), .number("y2", y2))
    }

    private func text(_ anchor: String, _ x: Double, _ y: Double, _ words: String, _ name: String? = nil) -> HTMLNode {
        .element(
            "text",
            (name.map { [.class($0)] } ?? []) + [.number("x", x), .number("y", y), .attribute("text-anchor", anchor)],
            [.text(words)])
    }
}
