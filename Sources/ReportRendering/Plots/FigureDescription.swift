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
            return "\(phrases.heatMap)\(phrases.comma)\(rows) × \(map.columns)\(phrases.comma)"
                + span(finite.min(), finite.max()) + phrases.stop
        }
    }

    private func text(_ series: Series) -> String {
        let finite = series.y.filter(\.isFinite)
        let name = series.name.isEmpty ? "" : "\(series.name) "
        return switch series.mark {
        case .line: "\(name)\(span(finite.first, finite.last))"
        case .points, .bars, .histogram: "\(name)\(span(finite.min(), finite.max()))"
        }
    }

    private func span(_ first: Double?, _ last: Double?) -> String {
        guard let first, let last else { return "" }
        return
            "\(phrases.from) \(DecimalText.significant(first)) \(phrases.to) \(DecimalText.significant(last))"
    }

    private func name(_ axis: Axis, _ fallback: String) -> String {
        axis.label.isEmpty ? fallback : axis.label
    }
}
