import CellMessages

/// The numbers behind a panel, as a table for readers who want them exactly or cannot see the drawing.
struct FigureNumbers {
    let phrases: Phrases

    /// At most about this many numbers are shown, in evenly picked rows.
    private static let mostNumbers = 600
    private static let mostRows = 60

    /// A table behind a click.
    func node(_ panel: Panel) -> HTMLNode {
        let (table, every) =
            switch panel {
            case .plot(let plot): numbers(of: plot)
            case .heatMap(let map): numbers(of: map)
            }
        return node(table, remark: every > 1 ? phrases.someRows.replacing("%", with: "\(every)") : nil)
    }

    /// A table that is there already, behind a click.
    func node(_ table: Table, remark: String? = nil) -> HTMLNode {
        .tag(
            "details", .class("numbers"),
            content: [.tag("summary", text: phrases.numbers)] + (remark.map { [.tag("p", text: $0)] } ?? [])
                + [TableRenderer().node(table)])
    }

    private func numbers(of plot: Plot) -> (Table, every: Int) {
        let heading = plot.xAxis.label.isEmpty ? "x" : plot.xAxis.label
        let name = plot.yAxis.label.isEmpty ? "y" : plot.yAxis.label
        if let first = plot.series.first, first.mark != .histogram,
            plot.series.allSatisfy({ $0.x == first.x && $0.mark != .histogram })
        {
            let rows = Rows(count: first.x.count, columns: plot.series.count + 1)
            let columns = [rows.texts(first.x, plot.xAxis)] + plot.series.map { rows.texts($0.y, plot.yAxis) }
            return (
                Table(
                    columns: [heading] + plot.series.map { $0.name.isEmpty ? name : $0.name },
                    rows: rows.indices.indices.map { row in columns.map { $0[row] } }), rows.every
            )
        }
        let counts = plot.series.map { min($0.x.count, $0.y.count) }
        let rows = Rows(count: counts.reduce(0, +), columns: 3)
        var table = Table(columns: [phrases.series, heading, name], rows: [])
        var start = 0
        for (series, count) in zip(plot.series, counts) {
            let own = rows.part(start..<start + count)
            let places = series.mark == .histogram ? own.edges(series.x, plot.xAxis) : own.texts(series.x, plot.xAxis)
            table.rows += zip(places, own.texts(series.y, plot.yAxis)).map { [series.name, $0, $1] }
            start += count
        }
        return (table, rows.every)
    }

    private func numbers(of map: HeatMap) -> (Table, every: Int) {
        let columns = max(1, map.columns)
        let rows = Rows(count: map.values.count / columns, columns: columns)
        let names = AxisValueText(map.yAxis, NumberFormat(for: []))
        let heads = AxisValueText(map.xAxis, NumberFormat(for: []))
        let format = NumberFormat(for: rows.indices.flatMap { map.values[$0 * columns..<($0 + 1) * columns] })
        return (
            Table(
                columns: [map.yAxis.label] + (0..<columns).map { heads.text(Double($0)) },
                rows: rows.indices.map { row in
                    [names.text(Double(row))]
                        + map.values[row * columns..<(row + 1) * columns].map(format.text)
                }), rows.every
        )
    }

    /// Which rows of a long table are shown.
    private struct Rows {
        /// One row in how many.
        let every: Int
        let indices: [Int]

        init(count: Int, columns: Int) {
            let limit = min(FigureNumbers.mostRows, max(1, FigureNumbers.mostNumbers / max(1, columns)))
            every = max(1, (count + limit - 1) / limit)
            // The last row says how a curve ends.
            indices = Array(stride(from: 0, to: count - 1, by: every)) + (count > 0 ? [count - 1] : [])
        }

        private init(every: Int, indices: [Int]) {
            (self.every, self.indices) = (every, indices)
        }

        /// The shown rows in a part of the table, counted from its start.
        func part(_ range: Range<Int>) -> Rows {
            Rows(every: every, indices: indices.filter(range.contains).map { $0 - range.lowerBound })
        }

        /// The shown values of a column; empty where the column is shorter.
        func texts(_ values: [Double], _ axis: Axis) -> [String] {
            let text = AxisValueText(
                axis, NumberFormat(for: indices.filter(values.indices.contains).map { values[$0] }))
            return indices.map { $0 < values.count ? text.text(values[$0]) : "" }
        }

        /// The shown intervals of a histogram.
        func edges(_ edges: [Double], _ axis: Axis) -> [String] {
            let text = AxisValueText(axis, NumberFormat(for: edges))
            return indices.map { text.interval(edges, $0) }
        }
    }
}

/// How the values of an axis read in words.
struct AxisValueText {
    private let categories: [String]
    private let format: NumberFormat

    init(_ axis: Axis, _ format: NumberFormat) {
        categories = axis.categories
        self.format = format
    }

    /// A value's category, else the number.
    func text(_ value: Double) -> String {
        if value >= 0, value < Double(categories.count), value == value.rounded() { return categories[Int(value)] }
        return format.text(value)
    }

    /// The interval between one edge and the next.
    func interval(_ edges: [Double], _ index: Int) -> String {
        guard index + 1 < edges.count else { return edges.indices.contains(index) ? text(edges[index]) : "" }
        return "\(text(edges[index])) – \(text(edges[index + 1]))"
    }
}
