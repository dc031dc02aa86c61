import CellMessages

/// Draws how many of `values` fall into each of `bins` intervals of equal width.
///
/// The intervals span the finite values, unless `range` says otherwise; each holds its lower edge, the last one its
/// upper edge as well. Values outside are not counted; the report says how many these are.
public func histogram(
    _ values: any Plottable, bins: Int = 30, range: ClosedRange<Double>? = nil, label: String = "",
    xLabel: String = "", yLabel: String = "", title: String = ""
) {
    let plotted = values.plottedValues
    let (edges, counts) = binCounts(plotted, bins: bins, range: range)
    let omitted = plotted.count - Int(counts.reduce(0, +))
    let series = Series(name: label, mark: .histogram, x: edges, y: counts, omitted: omitted)
    PanelCollector.show(
        .plot(Plot(title: title, xAxis: Axis(label: xLabel), yAxis: Axis(label: yLabel), series: [series])))
}

func binCounts(
    _ values: [Double], bins: Int, range: ClosedRange<Double>?
) -> (edges: [Double], counts: [Double]) {
    guard bins > 0 else { stop("histogram", "\(bins) is not a number of bins") }
    let finite = values.filter(\.isFinite)
    var lower = range?.lowerBound ?? finite.min() ?? 0
    var upper = range?.upperBound ?? finite.max() ?? 1
    if lower == upper {
        // All values are the same: one unit around them, or what large numbers need, so that the bins have a width.
        let room = max(0.5, 64 * lower.ulp)
        (lower, upper) = (lower - room, upper + room)
    }
    // The difference of two large numbers can be too large for a number; that of their quarters is not.
    let scale = upper - lower < .infinity ? 1 : 0.25
    let width = (upper * scale - lower * scale) / Double(bins)
    var counts = [Double](repeating: 0, count: bins)
    for value in finite where value >= lower && value <= upper {
        // Where all values lie closer together than numbers can be divided, the first bin holds them.
        let place = (value * scale - lower * scale) / width
        counts[place.isFinite ? min(bins - 1, Int(place)) : 0] += 1
    }
    let edges = (0...bins).map { $0 == bins ? upper : lower + Double($0) * width / scale }
    return (edges, counts)
}
