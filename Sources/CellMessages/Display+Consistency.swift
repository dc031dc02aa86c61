extension Display {
    /// What about the parts of the display does not go together; nil where all is well.
    ///
    /// The report counts on what its documentation says of counts and sizes. What comes from a cell is checked once, when
    /// it is read.
    var inconsistency: String? {
        switch self {
        case .figure(let figure): figure.panels.lazy.compactMap(\.inconsistency).first
        case .images(let grid): grid.inconsistency
        case .table(let table):
            table.rows.allSatisfy { $0.count == table.columns.count } ? nil : "a row of a table without a cell a column"
        }
    }
}

extension Panel {
    fileprivate var inconsistency: String? {
        switch self {
        case .plot(let plot): plot.series.allSatisfy(\.isConsistent) ? nil : "a series with other counts of x and y"
        case .heatMap(let map):
            map.isConsistent ? nil : "a heat map with a part of a row"
        }
    }
}

extension HeatMap {
    fileprivate var isConsistent: Bool {
        if columns == 0 { return values.isEmpty }
        return (1...max(1, values.count)).contains(columns) && values.count.isMultiple(of: columns)
    }
}

extension Series {
    fileprivate var isConsistent: Bool {
        // A histogram has an edge more than it has bins, unless it is empty.
        omitted >= 0 && (x.count == y.count || mark == .histogram && x.count == y.count + 1)
    }
}

extension ImageGrid {
    /// Pixels that a picture may have in a direction.
    private static let sides = 0...16_384

    fileprivate var inconsistency: String? {
        guard Self.sides.contains(width), Self.sides.contains(height) else {
            return "pictures of \(width) × \(height) pixels"
        }
        let count = width * height * (isColored ? 3 : 1)
        return images.allSatisfy { $0.pixels.count == count } ? nil : "a picture without \(count) values"
    }
}
