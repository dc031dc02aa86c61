import CellMessages

/// The numbers behind a panel, as a table for readers who want them exactly or cannot see the drawing.
struct FigureNumbers {
    let phrases: Phrases

    /// At most about this many numbers are shown, in evenly picked rows.
    private static let limit = 600

    /// A table behind a click.
    func node(_ panel: Panel) -> HTMLNode {
        let table =
            switch panel {
            case .plot(let plot): rows(of: plot)
            case .heatMap(let map): rows(of: map)
            }
        let rowLimit = min(60, max(1, Self.limit / max(1, table.columns.count)))
        let every = (table.rows.count + rowLimit - 1) / rowLimit
        var shown = table
        if every > 1 { shown.rows = table.rows.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element) }
        let remark: [HTMLNode] =
            every > 1 ? [.tag("p", text: phrases.everyNth.replacing("%", with: "\(every)"))] : []
        return .tag(
            "details", .class("numbers"),
            content: [.tag("summary", text: phrases.numbers)] + remark
                + [TableRenderer().node(shown)])
    }

    /// A value of an axis in words: its category's name, else the number.
    static func text(_ value: Double, on axis: Axis) -> String {
        if value >= 0, value < Double(axis.categories.count), value == value.rounded() {
            return axis.categories[Int(value)]
        }
        return DecimalText.significant(value)
    }

    /// Where a value of a series lies along the horizontal axis, in words; for a histogram the edges of its bin.
    static func place(of series: Series, _ index: Int, on axis: Axis) -> String {
        let start = text(series.x[index], on: axis)
        guard series.mark == .histogram, index + 1 < series.x.count else { return start }
        return "\(start) – \(text(series.x[index + 1], on: axis))"
    }

    private func rows(of plot: Plot) -> Table {
        let heading = plot.xAxis.label.isEmpty ? "x" : plot.xAxis.label
        let name = plot.yAxis.label.isEmpty ? "y" : plot.yAxis.label
        func y(_ series: Series, _ index: Int) -> String {
            index < series.y.count ? Self.text(series.y[index], on: plot.yAxis) : ""
        }
        if let first = plot.series.first, first.mark != .histogram,
            plot.series.allSatisfy({ $0.x == first.x && $0.mark != .histogram })
        {
            return Table(
                columns: [heading] + plot.series.map { $0.name.isEmpty ? name : $0.name },
                rows: first.x.indices.map { index in
                    [Self.text(first.x[index], on: plot.xAxis)] + plot.series.map { y($0, index) }
                })
        }
        return Table(
            columns: [phrases.series, heading, name],
            rows: plot.series.flatMap { series in
                series.y.indices.filter { $0 < series.x.count }.map { index in
                    [series.name, Self.place(of: series, index, on: plot.xAxis), y(series, index)]
                }
            })
    }

    private func rows(of map: HeatMap) -> Table {
        let columns = max(1, map.columns)
        let heads = (0..<columns).map { Self.text(Double($0), on: map.xAxis) }
        return Table(
            columns: [map.yAxis.label] + heads,
            rows: stride(from: 0, to: map.values.count, by: columns).map { start in
                [Self.text(Double(start / columns), on: map.yAxis)]
                    + map.values[start..<min(start + columns, map.values.count)].map { DecimalText.significant($0) }
            })
    }
}
