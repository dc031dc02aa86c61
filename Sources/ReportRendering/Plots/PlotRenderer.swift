import CellMessages

/// Draws one plot as SVG.
struct PlotRenderer {
    /// What the identifiers of the drawing's parts begin with.
    let name: String
    let plot: Plot
    let frame: PlotFrame
    private let clip: String
    private let styles: [SeriesStyle]
    /// The words for the values of each series.
    private let texts: [(x: AxisValueText, y: AxisValueText)]

    init(name: String, plot: Plot, layout: PlotLayout) {
        self.name = name
        self.plot = plot
        frame = PlotFrame(plot, layout: layout)
        clip = "\(name)-clip"
        styles = plot.series.indices.map(SeriesStyle.init)
        texts = plot.series.map { series in
            (
                AxisValueText(plot.xAxis, NumberFormat(for: series.x)),
                AxisValueText(plot.yAxis, NumberFormat(for: series.y))
            )
        }
    }

    /// The drawing, with a title and a description for those who cannot see it.
    func drawing(title: String, description: String) -> HTMLNode {
        let (titleID, descriptionID) = ("\(name)-title", "\(name)-text")
        let area = HTMLNode.tag(
            "clipPath", .id(clip),
            content: .tag(
                // Markers on the border stay whole.
                "rect", .number("x", frame.left - 7), .number("y", frame.top - 7),
                .number("width", frame.width - frame.left - frame.right + 14),
                .number("height", frame.height - frame.top - frame.bottom + 14)))
        let drawn = zip(plot.series, styles).map { series, style in
            HTMLNode.tag("g", .class("series \(style.colorClass)"), content: marks(series, style))
        }
        return .tag(
            "svg", .attribute("viewBox", "0 0 \(Int(frame.width)) \(Int(frame.height))"), .attribute("role", "img"),
            .attribute("aria-labelledby", "\(titleID) \(descriptionID)"),
            content: .tag("title", .id(titleID), text: title), .tag("desc", .id(descriptionID), text: description),
            .tag("defs", content: [area] + zip(plot.series, styles).compactMap(hatching)),
            .tag("g", .class("frame"), content: frame.nodes(xAxis: plot.xAxis, yAxis: plot.yAxis)),
            .tag("g", .attribute("clip-path", "url(#\(clip))"), content: drawn))
    }

    private func marks(_ series: Series, _ style: SeriesStyle) -> [HTMLNode] {
        switch series.mark {
        case .line: line(series, style)
        case .points: points(series, style, indices: Array(series.x.indices), size: series.x.count > 150 ? 2.5 : 4)
        case .bars: bars(series, style)
        case .histogram: histogram(series, style)
        }
    }

    private func line(_ series: Series, _ style: SeriesStyle) -> [HTMLNode] {
        let count = min(series.x.count, series.y.count)
        var pieces: [[(Double, Double)]] = [[]]
        for index in 0..<count {
            if let x = frame.x.position(of: series.x[index]), let y = frame.y.position(of: series.y[index]) {
                pieces[pieces.count - 1].append((x, y))
            } else if !pieces[pieces.count - 1].isEmpty {
                pieces.append([])
            }
        }
        let path = pieces.filter { !$0.isEmpty }.map { LinePath(points: $0).data }.joined()
        let dashes = style.dashes.map { [HTMLAttribute.attribute("stroke-dasharray", $0)] } ?? []
        // Long curves carry markers at a few places only, shifted so that those of two series do not meet.
        let step = max(1, count * max(4, plot.series.count) / 240)
        let indices = count <= 40 ? Array(0..<count) : Array(stride(from: 0, to: count, by: step))
        let shown = max(1, indices.count / 10)
        let markers = points(series, style, indices: indices, size: 4) { place in
            count <= 40 || place % shown == style.index % shown
        }
        return [.element("path", [.class("line"), .attribute("d", path)] + dashes, [])] + markers
    }

    private func points(
        _ series: Series, _ style: SeriesStyle, indices: [Int], size: Double, isShown: (Int) -> Bool = { _ in true }
    ) -> [HTMLNode] {
        indices.enumerated().compactMap { place, index in
            guard index < series.y.count, let x = frame.x.position(of: series.x[index]),
                let y = frame.y.position(of: series.y[index])
            else { return nil }
            return .tag(
                "g", .class(isShown(place) ? "point" : "point faint"),
                content: hint(series, index, style), style.marker(x: x, y: y, size: size))
        }
    }

    private func bars(_ series: Series, _ style: SeriesStyle) -> [HTMLNode] {
        let groups = plot.series.filter { $0.mark == .bars }.count
        let place = plot.series.prefix(style.index).filter { $0.mark == .bars }.count
        let step = PlotFrame.smallestStep(plot.series.filter { $0.mark == .bars }.flatMap(\.x))
        let width = step * 0.8 / Double(max(1, groups))
        return zip(series.x, series.y).enumerated().compactMap { index, pair in
            let left = pair.0 - step * 0.4 + Double(place) * width
            return bar(from: left, to: left + width, height: pair.1, gap: 0.5, hint(series, index, style), style)
        }.flatMap { $0 }
    }

    private func histogram(_ series: Series, _ style: SeriesStyle) -> [HTMLNode] {
        zip(zip(series.x, series.x.dropFirst()), series.y).enumerated().compactMap { index, bin in
            bar(from: bin.0.0, to: bin.0.1, height: bin.1, gap: 0.5, hint(series, index, style), style)
        }.flatMap { $0 }
    }

    private func bar(
        from low: Double, to high: Double, height: Double, gap: Double, _ hint: HTMLNode, _ style: SeriesStyle
    ) -> [HTMLNode]? {
        let base = frame.y.position(of: 0) ?? frame.y.start
        guard let left = frame.x.position(of: low), let right = frame.x.position(of: high),
            let top = frame.y.position(of: height)
        else { return nil }
        let box: [HTMLAttribute] = [
            .number("x", left + gap), .number("y", min(top, base)), .number("width", max(0.5, right - left - 2 * gap)),
            .number("height", abs(top - base)),
        ]
        var shapes: [HTMLNode] = [hint, .element("rect", [.class("bar")] + box, [])]
        if isHatched(style) {
            shapes.append(.element("rect", [.attribute("fill", "url(#\(hatchID(style)))")] + box, []))
        }
        return [.tag("g", .class("point"), content: shapes)]
    }

    /// What the pointer shows over a value: where it is on one line, the value on the next.
    private func hint(_ series: Series, _ index: Int, _ style: SeriesStyle) -> HTMLNode {
        let text = texts[style.index]
        let x = series.mark == .histogram ? text.x.interval(series.x, index) : text.x.text(series.x[index])
        let place = plot.xAxis.label.isEmpty || !plot.xAxis.categories.isEmpty ? x : "\(plot.xAxis.label) \(x)"
        let name = series.name.isEmpty ? "" : "\(series.name) "
        return .tag("title", text: "\(place)\n\(name)\(text.y.text(series.y[index]))")
    }

    private func isHatched(_ style: SeriesStyle) -> Bool { style.hatching(id: "") != nil }
    private func hatchID(_ style: SeriesStyle) -> String { "\(name)-hatch-\(style.index + 1)" }

    private func hatching(_ series: Series, _ style: SeriesStyle) -> HTMLNode? {
        series.mark == .bars || series.mark == .histogram ? style.hatching(id: hatchID(style)) : nil
    }
}
