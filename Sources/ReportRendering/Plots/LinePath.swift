/// A line through points of a drawing, as the data of an SVG path.
struct LinePath {
    let points: [(Double, Double)]

    /// The path. Where several points share a tenth of a unit across, only the first, lowest, highest and last stay,
    /// which look the same.
    var data: String {
        let kept = points.count > 400 ? thinned : points
        return kept.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(DecimalText.coordinate(point.0)) \(DecimalText.coordinate(point.1))"
        }.joined()
    }

    private var thinned: [(Double, Double)] {
        var kept: [(Double, Double)] = []
        var start = 0
        while start < points.count {
            let column = points[start].0.rounded(.down)
            let end = points[start...].firstIndex { $0.0.rounded(.down) != column } ?? points.count
            let lowest = (start..<end).min { points[$0].1 < points[$1].1 } ?? start
            let highest = (start..<end).max { points[$0].1 < points[$1].1 } ?? start
            for index in Set([start, lowest, highest, end - 1]).sorted() { kept.append(points[index]) }
            start = end
        }
        return kept
    }
}
