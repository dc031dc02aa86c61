import CellMessages

/// Draws a matrix by shade, first row on top.
///
/// - Parameters:
///   - matrix: The values, of shape `[rows, columns]`.
///   - xLabel: What the columns stand for.
///   - yLabel: What the rows stand for.
///   - title: What the map shows.
///   - columnNames: The columns' names; by default their numbers.
///   - rowNames: The rows' names; by default their numbers.
///   - range: The values that the shades stand for, so that maps can be compared; by default those of the matrix.
public func heatMap(
    _ matrix: Tensor, xLabel: String = "", yLabel: String = "", title: String = "", columnNames: [String] = [],
    rowNames: [String] = [], range: ClosedRange<Double>? = nil
) {
    guard matrix.ndim == 2 else { stop("heatMap", "shape \(matrix.shape) is not that of a matrix") }
    heatMap(
        title: title, xAxis: Axis(label: xLabel, categories: columnNames),
        yAxis: Axis(label: yLabel, categories: rowNames), columns: matrix.size(1), values: matrix.scalars,
        range: range)
}

/// Draws a matrix of rows by shade, first row on top.
public func heatMap<Number: PlottableNumber>(
    _ rows: [[Number]], xLabel: String = "", yLabel: String = "", title: String = "", columnNames: [String] = [],
    rowNames: [String] = [], range: ClosedRange<Double>? = nil
) {
    let columns = rows.first?.count ?? 0
    guard rows.allSatisfy({ $0.count == columns }) else { stop("heatMap", "the rows differ in length") }
    heatMap(
        title: title, xAxis: Axis(label: xLabel, categories: columnNames),
        yAxis: Axis(label: yLabel, categories: rowNames), columns: columns,
        values: rows.flatMap { $0.map(\.plottedValue) }, range: range)
}

private func heatMap(
    title: String, xAxis: Axis, yAxis: Axis, columns: Int, values: [Double], range: ClosedRange<Double>?
) {
    if let range, !(range.lowerBound < range.upperBound && range.upperBound - range.lowerBound < .infinity) {
        stop("heatMap", "the range \(range.lowerBound)...\(range.upperBound) holds no shades: it needs two numbers")
    }
    for (axis, size) in [(xAxis, columns), (yAxis, columns == 0 ? 0 : values.count / columns)]
    where !axis.categories.isEmpty && axis.categories.count != size {
        stop("heatMap", "\(axis.categories.count) names for \(size) rows or columns")
    }
    PanelCollector.show(
        .heatMap(
            HeatMap(
                title: title, xAxis: xAxis, yAxis: yAxis, columns: values.isEmpty ? 0 : columns, values: values,
                bounds: range.map { [$0.lowerBound, $0.upperBound] })))
}
