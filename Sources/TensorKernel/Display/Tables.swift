import CellMessages

/// Shows `rows` as a table under the headings `columns`.
///
/// - Parameters:
///   - rows: The cells, row by row, as many in each as there are columns; numbers appear as `print` writes them.
///   - columns: The headings.
///   - title: What the table shows.
public func show(table rows: [[any CustomStringConvertible]], columns: [String], title: String = "") {
    for row in rows {
        guard row.count == columns.count else {
            stop("show(table:)", "\(row.count) cells under \(columns.count) headings")
        }
    }
    let table = Table(title: title, columns: columns, rows: rows.map { $0.map(\.description) })
    CellChannel.send(.display(id: CellChannel.newDisplayID(), .table(table)))
}
