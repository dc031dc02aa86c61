import CellMessages

/// Shows a figure: its title, its panels side by side as width allows, their legends, and the numbers.
struct FigureRenderer {
    let phrases: Phrases
    /// What the identifiers of the figure's parts begin with.
    let name: String
    let mark: FigureMark?

    /// The figure as a node.
    func node(_ figure: Figure) -> HTMLNode {
        let layout = layout(of: figure)
        let panels = figure.panels.enumerated().map { index, panel in
            self.panel(panel, of: figure, named: "\(name)-\(index + 1)", layout: layout)
        }
        return FigureMark.figure(
            "plot", figure.isTitledByPanel ? figure.panels[0].title : figure.title, mark,
            content: [.element("div", attributes(of: figure, isNarrow: layout.isNarrow), panels)])
    }

    private func attributes(of figure: Figure, isNarrow: Bool) -> [HTMLAttribute] {
        guard isNarrow else { return [.class("panels single")] }
        guard let columns = figure.columns, (1...12).contains(columns) else { return [.class("panels")] }
        return [
            .class("panels counted"), .attribute("style", "grid-template-columns:repeat(\(columns),minmax(0,1fr))"),
        ]
    }

    private func layout(of figure: Figure) -> PlotLayout {
        let plots = figure.panels.compactMap { if case .plot(let plot) = $0 { plot } else { nil } }
        return PlotLayout(
            isNarrow: figure.panels.count > 1, namesX: plots.contains { !$0.xAxis.label.isEmpty },
            namesY: plots.contains { !$0.yAxis.label.isEmpty })
    }

    private func panel(
        _ panel: Panel, of figure: Figure, named name: String, layout: PlotLayout
    ) -> HTMLNode {
        let described = FigureDescription(phrases: phrases).text(panel)
        let description = figure.summary.isEmpty || layout.isNarrow ? described : figure.summary
        let title = panel.title.isEmpty ? figure.title : panel.title
        let heading: [HTMLNode] =
            panel.title.isEmpty || figure.isTitledByPanel ? [] : [.tag("p", .class("panel-title"), text: panel.title)]
        let spokenTitle = title.isEmpty ? phrases.figure : title
        var content = heading
        switch panel {
        case .plot(let plot):
            content += legend(plot, named: name)
            content.append(
                PlotRenderer(name: name, plot: plot, layout: layout)
                    .drawing(title: spokenTitle, description: description))
        case .heatMap(let map):
            content.append(
                HeatMapRenderer(name: name, map: map, isNarrow: layout.isNarrow)
                    .drawing(title: spokenTitle, description: description))
        }
        let omissions = FigureOmissions(phrases: phrases).text(panel)
        if let omissions { content.append(.tag("p", .class("omissions"), text: omissions)) }
        return .tag("div", .class("plot-panel"), content: content + [FigureNumbers(phrases: phrases).node(panel)])
    }

    private func legend(_ plot: Plot, named name: String) -> [HTMLNode] {
        // One series that is called what the axis is called needs no more words.
        let isOneNamedByAxis = plot.series.count == 1 && plot.series[0].name == plot.yAxis.label
        guard plot.series.contains(where: { !$0.name.isEmpty }), !isOneNamedByAxis else { return [] }
        let items = plot.series.enumerated().map { index, series in
            HTMLNode.tag(
                "li", content: swatch(series, SeriesStyle(index: index), id: "\(name)-swatch-\(index + 1)"),
                .text(series.name(at: index, phrases)))
        }
        return [.tag("ul", .class("legend"), content: items)]
    }

    private func swatch(_ series: Series, _ style: SeriesStyle, id: String) -> HTMLNode {
        var shapes: [HTMLNode]
        switch series.mark {
        case .line:
            let dashes = style.dashes.map { [HTMLAttribute.attribute("stroke-dasharray", $0)] } ?? []
            shapes = [
                .element("path", [.class("line"), .attribute("d", "M1 7H33")] + dashes, []), style.marker(x: 17, y: 7),
            ]
        case .points:
            shapes = [style.marker(x: 17, y: 7)]
        case .bars, .histogram:
            let box: [HTMLAttribute] = [
                .number("x", 8), .number("y", 0), .number("width", 18), .number("height", 14),
            ]
            shapes = [.element("rect", [.class("bar")] + box, [])]
            if let hatching = style.hatching(id: id) {
                shapes += [hatching, .element("rect", [.attribute("fill", "url(#\(id))")] + box, [])]
            }
        }
        return .tag(
            "svg", .class("swatch series \(style.colorClass)"), .attribute("viewBox", "0 0 34 14"),
            .attribute("width", "34"), .attribute("height", "14"), .attribute("aria-hidden", "true"), content: shapes)
    }
}

extension Figure {
    /// Whether the title of the only panel is the title of the whole.
    fileprivate var isTitledByPanel: Bool { title.isEmpty && panels.count == 1 }
}

extension Panel {
    /// The panel's own title; empty for none.
    var title: String {
        switch self {
        case .plot(let plot): plot.title
        case .heatMap(let map): map.title
        }
    }
}
