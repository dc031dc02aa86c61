import CellMessages

/// What a panel shows, in a sentence made from its data.
struct FigureDescription {
    let phrases: Phrases

    /// The sentence.
    func text(_ panel: Panel) -> String {
        switch panel {
        case .plot(let plot):
            let axes = "\(name(plot.yAxis, "y")) \(phrases.versus) \(name(plot.xAxis, "x"))"
            let series = plot.series.map(text)
            return axes + (series.isEmpty ? "" : phrases.colon + series.joined(separator: phrases.semicolon))
                + phrases.stop
        case .heatMap(let map):
            let finite = map.values.filter(\.isFinite)
            let rows = map.values.count / max(1, map.columns)
            let size = "\(phrases.heatMap)\(phrases.comma)\(rows) × \(map.columns)\(phrases.comma)"
            guard let low = finite.min(), let high = finite.max() else { return size + phrases.noValues + phrases.stop }
            return size + span(low, high, NumberFormat(for: [low, high])) + phrases.stop
        }
    }

    private func text(_ series: Series) -> String {
        let finite = series.y.filter(\.isFinite)
        let name = series.name.isEmpty ? "" : "\(series.name) "
        guard let first = finite.first, let last = finite.last, let low = finite.min(), let high = finite.max() else {
            return name + phrases.noValues
        }
        let format = NumberFormat(for: [low, first, last, high])
        guard series.mark == .line else { return name + span(low, high, format) }
        // Where a curve leaves what lies between its ends, the ends do not tell its course.
        let isWithin = low == min(first, last) && high == max(first, last)
        let course = isWithin ? "" : phrases.comma + phrases.between(format.text(low), format.text(high))
        return name + span(first, last, format) + course
    }

    private func span(_ first: Double, _ last: Double, _ format: NumberFormat) -> String {
        "\(phrases.from) \(format.text(first)) \(phrases.to) \(format.text(last))"
    }

    private func name(_ axis: Axis, _ fallback: String) -> String {
        axis.label.isEmpty ? fallback : axis.label
    }
}
