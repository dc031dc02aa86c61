import CellMessages

/// The axes of a plot: where the data lies on the drawing, and the lines and words around it.
struct PlotFrame {
    /// The drawing's size in its own units.
    let width: Double
    let height: Double
    let x: PlotScale
    let y: PlotScale

    static let left = 52.0
    static let top = 34.0
    static let right = 18.0
    static let bottom = 54.0

    /// The frame of a plot that shares its figure with `neighbours` others.
    init(_ plot: Plot, isNarrow: Bool) {
        width = isNarrow ? 340 : 640
        height = isNarrow ? 256 : 348
        let isBars = plot.series.contains { $0.mark == .bars || $0.mark == .histogram }
        let xs = plot.series.flatMap(\.x)
        let hasBars = plot.series.contains { $0.mark == .bars }
        // Half the distance between neighbouring bars stays free at both ends.
        let step = hasBars ? Self.smallestStep(xs) / 2 : 0
        x = PlotScale(
            plot.xAxis, values: hasBars ? xs.flatMap { [$0 - step, $0 + step] } : xs,
            span: (Self.left, width - Self.right), tickCount: isNarrow ? 4 : 8,
            padding: isBars && !hasBars ? 0 : 0.02, includesZero: false,
            isWhole: xs.allSatisfy { $0 == $0.rounded() })
        y = PlotScale(
            plot.yAxis, values: plot.series.flatMap(\.y), span: (height - Self.bottom, Self.top),
            tickCount: 5, padding: 0.06, includesZero: isBars)
    }

    /// The smallest distance between two different values.
    static func smallestStep(_ values: [Double]) -> Double {
        let sorted = values.filter(\.isFinite).sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 1
    }

    /// The grid, the axes, their numbers and names.
    func nodes(xAxis: Axis, yAxis: Axis) -> [HTMLNode] {
        let floor = height - Self.bottom
        var nodes: [HTMLNode] = []
        for tick in y.ticks.ticks {
            guard let place = y.position(of: tick.value) else { continue }
            nodes.append(line("grid", Self.left, place, width - Self.right, place))
            nodes.append(label("end", Self.left - 8, place + 4, tick.label))
        }
        let placed = x.ticks.ticks.compactMap { tick in x.position(of: tick.value).map { (tick.label, $0) } }
        for (words, place) in thinned(placed) {
            nodes.append(line("tick", place, floor, place, floor + 5))
            nodes.append(label("middle", place, floor + 20, words))
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
        let widest = labels.map { Double(Self.columns(of: $0.0)) }.max() ?? 0
        let spacing = labels.count > 1 ? abs(labels[1].1 - labels[0].1) : .infinity
        guard spacing > 0, x.isLogarithmic == false else { return labels }
        let every = max(1, Int(((widest * 7 + 8) / spacing).rounded(.up)))
        return labels.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
    }

    /// How many narrow characters a label is wide; Chinese ones count twice.
    private static func columns(of label: String) -> Int {
        label.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
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
}
