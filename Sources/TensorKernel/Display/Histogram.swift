import CellMessages

/// Draws how many of `values` fall into each of `bins` intervals of equal width.
///
/// The intervals span the finite values, unless `range` says otherwise; each holds its lower edge, the last one its
/// upper edge as well. Values outside are not counted.
public func histogram(
    _ values: any Plottable, bins: Int = 30, range: ClosedRange<Double>? = nil, label: String = "",
    xLabel: String = "", yLabel: String = "", title: String = ""
) {
    let (edges, counts) = binCounts(values.plottedValues, bins: bins, range: range)
    let series = Series(name: label, mark: .histogram, x: edges, y: counts)
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
        // All values are the same: one unit around them, so that the bins have a width.
        (lower, upper) = (lower - 0.5, upper + 0.5)
    }
    let width = (upper - lower) / Double(bins)
    var counts = [Double](repeating: 0, count: bins)
    for value in finite where value >= lower && value <= upper {
        counts[min(bins - 1, Int((value - lower) / width))] += 1
    }
    let edges = (0...bins).map { $0 == bins ? upper : lower + Double($0) * width }
    return (edges, counts)
}
