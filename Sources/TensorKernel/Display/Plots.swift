import CellMessages

/// Draws a line through the points `(x[i], y[i])` for each row of numbers in `ys`.
///
/// - Parameters:
///   - x: The horizontal values, as many as each row of `ys` has.
///   - ys: The vertical values, a line each; one that is not finite leaves a gap.
///   - labels: The lines' names in the legend.
///   - xLabel: What the horizontal axis measures.
///   - yLabel: What the vertical axis measures.
///   - title: What the plot shows.
///   - xScale: `.linear`, or `.logarithmic` for positive values.
///   - yScale: The same for the vertical axis.
///   - xLimits: What the horizontal axis spans; by default the data.
///   - yLimits: What the vertical axis spans; by default the data.
public func plot(
    _ x: any Plottable, _ ys: [any Plottable], labels: [String] = [], xLabel: String = "", yLabel: String = "",
    title: String = "", xScale: AxisScale = .linear, yScale: AxisScale = .linear,
    xLimits: ClosedRange<Double>? = nil, yLimits: ClosedRange<Double>? = nil
) {
    show(
        series("plot", x, ys, labels: labels, mark: .line), title: title,
        xAxis: axis(xLabel, xScale, xLimits), yAxis: axis(yLabel, yScale, yLimits))
}

/// Draws a line through the points `(x[i], y[i])`, as ``plot(_:_:labels:xLabel:yLabel:title:xScale:yScale:xLimits:yLimits:)``.
public func plot(
    _ x: any Plottable, _ y: any Plottable, label: String = "", xLabel: String = "", yLabel: String = "",
    title: String = "", xScale: AxisScale = .linear, yScale: AxisScale = .linear,
    xLimits: ClosedRange<Double>? = nil, yLimits: ClosedRange<Double>? = nil
) {
    plot(
        x, [y], labels: [label], xLabel: xLabel, yLabel: yLabel, title: title, xScale: xScale, yScale: yScale,
        xLimits: xLimits, yLimits: yLimits)
}

/// Draws a line through `values`, one step apart from 0 on.
///
///     plot(losses, xLabel: "step")
///
/// The parameters are those of ``plot(_:_:labels:xLabel:yLabel:title:xScale:yScale:xLimits:yLimits:)``.
public func plot(
    _ values: any Plottable, label: String = "", xLabel: String = "", yLabel: String = "", title: String = "",
    yScale: AxisScale = .linear
) {
    plot(
        0..<values.plottedValues.count, values, label: label, xLabel: xLabel, yLabel: yLabel, title: title,
        yScale: yScale)
}

/// Draws a point at each `(x[i], y[i])`, for each row of numbers in `ys`.
///
/// The parameters are those of ``plot(_:_:labels:xLabel:yLabel:title:xScale:yScale:xLimits:yLimits:)``.
public func scatter(
    _ x: any Plottable, _ ys: [any Plottable], labels: [String] = [], xLabel: String = "", yLabel: String = "",
    title: String = "", xScale: AxisScale = .linear, yScale: AxisScale = .linear
) {
    show(
        series("scatter", x, ys, labels: labels, mark: .points), title: title,
        xAxis: axis(xLabel, xScale, nil), yAxis: axis(yLabel, yScale, nil))
}

/// Draws a point at each `(x[i], y[i])`.
public func scatter(
    _ x: any Plottable, _ y: any Plottable, label: String = "", xLabel: String = "", yLabel: String = "",
    title: String = "", xScale: AxisScale = .linear, yScale: AxisScale = .linear
) {
    scatter(
        x, [y], labels: [label], xLabel: xLabel, yLabel: yLabel, title: title, xScale: xScale, yScale: yScale)
}

/// Draws points and, through the same axes, a line: measurements and the curve that was fitted to them.
///
/// - Parameters:
///   - points: Where the points are.
///   - line: Where the line runs.
///   - labels: The names of the points and of the line.
///   - xLabel: What the horizontal axis measures.
///   - yLabel: What the vertical axis measures.
///   - title: What the plot shows.
public func scatter(
    points: (x: any Plottable, y: any Plottable), line: (x: any Plottable, y: any Plottable),
    labels: [String] = [], xLabel: String = "", yLabel: String = "", title: String = ""
) {
    let names = labels + [String](repeating: "", count: max(0, 2 - labels.count))
    show(
        series("scatter", points.x, [points.y], labels: [names[0]], mark: .points)
            + series("scatter", line.x, [line.y], labels: [names[1]], mark: .line),
        title: title, xAxis: axis(xLabel, .linear, nil), yAxis: axis(yLabel, .linear, nil))
}

/// Draws one bar from zero to each value, with its name below.
public func bars(
    _ names: [String], _ values: any Plottable, xLabel: String = "", yLabel: String = "", title: String = ""
) {
    bars(names, [values], labels: [yLabel], xLabel: xLabel, yLabel: yLabel, title: title)
}

/// Draws bars side by side above each name, one for each row of numbers in `rows`.
///
/// - Parameters:
///   - names: What stands below the bars, as many as each row has numbers.
///   - rows: The heights.
///   - labels: The rows' names in the legend.
///   - xLabel: What the names are.
///   - yLabel: What the heights measure.
///   - title: What the bars show.
public func bars(
    _ names: [String], _ rows: [any Plottable], labels: [String] = [], xLabel: String = "", yLabel: String = "",
    title: String = ""
) {
    for row in rows where row.plottedValues.count != names.count {
        stop("bars", "\(names.count) names for \(row.plottedValues.count) values")
    }
    show(
        series("bars", names.indices, rows, labels: labels, mark: .bars), title: title,
        xAxis: Axis(label: xLabel, categories: names), yAxis: Axis(label: yLabel))
}

func axis(_ label: String, _ scale: AxisScale, _ limits: ClosedRange<Double>?) -> Axis {
    Axis(label: label, scale: scale, lowerBound: limits?.lowerBound, upperBound: limits?.upperBound)
}

private func series(
    _ function: String, _ x: any Plottable, _ ys: [any Plottable], labels: [String], mark: Series.Mark
) -> [Series] {
    guard labels.isEmpty || labels.count == ys.count else {
        stop(function, "\(labels.count) labels for \(ys.count) rows of numbers")
    }
    let xValues = x.plottedValues
    return ys.enumerated().map { index, y in
        let yValues = y.plottedValues
        guard xValues.count == yValues.count else {
            stop(function, "\(xValues.count) x values for \(yValues.count) y values")
        }
        return Series(name: labels.isEmpty ? "" : labels[index], mark: mark, x: xValues, y: yValues)
    }
}

private func show(_ series: [Series], title: String, xAxis: Axis, yAxis: Axis) {
    PanelCollector.show(.plot(Plot(title: title, xAxis: xAxis, yAxis: yAxis, series: series)))
}
