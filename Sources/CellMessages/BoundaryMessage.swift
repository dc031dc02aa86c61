/// A value that goes from one process to another.
///
/// A cell can write anything into its connection, so that what a process receives is a stranger's: whoever reads a value takes it
/// only where nothing is wrong with it, and counts on that from there on.
package protocol BoundaryMessage: Codable, Sendable {
    /// What about the parts of the value cannot be, or is too much; nil where all is well.
    var inconsistency: String? { get }
}

/// How much a single value may say.
private enum Bound {
    /// Bytes of a name or a sentence.
    static let words = 1 << 20
    /// Calls that led to a place.
    static let places = 256
    /// Pixels of a picture in a direction.
    static let sides = 0...16_384
}

private func excess(of texts: String...) -> String? {
    texts.allSatisfy { $0.utf8.count <= Bound.words } ? nil : "a text of more than \(Bound.words) bytes"
}

extension HostRequest: BoundaryMessage {
    package var inconsistency: String? { nil }
}

extension GuardianRequest: BoundaryMessage {
    package var inconsistency: String? { nil }
}

extension GuardianEvent: BoundaryMessage {
    package var inconsistency: String? {
        switch self {
        case .begun: nil
        case .exceeded(.memory(let amount)), .exceeded(.processes(let amount)), .exceeded(.disk(let amount)),
            .settled(let amount):
            amount >= 0 ? nil : "a negative amount"
        }
    }
}

extension HostEvent: BoundaryMessage {
    package var inconsistency: String? {
        switch self {
        case .ready, .childEnded: nil
        case .loadingFailed(let reason): excess(of: reason)
        case .message(let message): message.inconsistency
        case .threw(let error, let places):
            excess(of: error)
                ?? (places.count <= Bound.places ? places.lazy.compactMap(\.inconsistency).first : "too many calls")
        case .finished(let seconds, _): (0...1e9).contains(seconds) ? nil : "\(seconds) seconds"
        }
    }
}

extension CodeAddress {
    fileprivate var inconsistency: String? { offset >= 0 ? excess(of: library) : "a negative place" }
}

extension CellMessage: BoundaryMessage {
    package var inconsistency: String? {
        switch self {
        case .text: nil
        case .display(_, let display): display.inconsistency
        case .points(_, let points): points.allSatisfy { $0.x.count == $0.y.count } ? nil : "a point without x or y"
        case .progress(let progress):
            progress.total <= Progress.mostUnits && (0...max(0, progress.total)).contains(progress.completed)
                ? excess(of: progress.label) : "\(progress.completed) of \(progress.total) done"
        case .check(let check): excess(of: check.name, check.detail)
        case .choice(let choice): choice.inconsistency
        case .value(let value): excess(of: value.text)
        case .remark(let words): excess(of: words)
        case .stop(let stop): excess(of: stop.operation, stop.explanation)
        }
    }
}

extension Choice {
    fileprivate var inconsistency: String? {
        if labels.count < 2 { return "`\(name)` has nothing to choose from" }
        if labels.count > Choice.limit { return "`\(name)` has \(labels.count) values; the limit is \(Choice.limit)" }
        if !labels.indices.contains(start) { return "`\(name)` starts from none of its values" }
        if Set(labels).count < labels.count { return "two values of `\(name)` look the same" }
        return excess(of: name) ?? labels.lazy.compactMap { excess(of: $0) }.first
    }
}

extension Display {
    fileprivate var inconsistency: String? {
        switch self {
        case .figure(let figure):
            figure.columns.map { (1...12).contains($0) } == false
                ? "a figure of no columns, or of very many" : figure.panels.lazy.compactMap(\.inconsistency).first
        case .images(let grid): grid.inconsistency
        case .table(let table):
            table.rows.allSatisfy { $0.count == table.columns.count } ? nil : "a row of a table without a cell a column"
        case .graph(let graph): graph.inconsistency
        }
    }
}

extension ComputationGraph {
    fileprivate var inconsistency: String? {
        guard (1...ComputationGraph.mostNodes).contains(nodes.count) else { return "a graph of \(nodes.count) nodes" }
        for (index, node) in nodes.enumerated() {
            guard node.inputs.count <= nodes.count, Set(node.inputs).count == node.inputs.count,
                node.inputs.allSatisfy({ nodes.indices.contains($0) && $0 != index })
            else { return "a node of a graph with an input that is none" }
            guard node.shape.count <= 64, node.operations.count <= 16 else {
                return "a node of a graph with too much in it"
            }
            let texts = [node.name, node.values, node.gradient] + node.operations
            if let excess = texts.lazy.compactMap({ excess(of: $0) }).first { return excess }
        }
        return nil
    }
}

extension Panel {
    fileprivate var inconsistency: String? {
        switch self {
        case .plot(let plot):
            plot.series.allSatisfy(\.isConsistent) ? nil : "a series with other counts of x and y"
        case .heatMap(let map): map.isConsistent ? nil : "a heat map with a part of a row, or without a range"
        }
    }
}

extension HeatMap {
    fileprivate var isConsistent: Bool {
        if let bounds {
            guard bounds.count == 2, bounds[0] < bounds[1], bounds[0].isFinite, bounds[1].isFinite else { return false }
        }
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
    fileprivate var inconsistency: String? {
        guard Bound.sides.contains(width), Bound.sides.contains(height) else {
            return "pictures of \(width) × \(height) pixels"
        }
        let count = width * height * (isColored ? 3 : 1)
        return images.allSatisfy { $0.pixels.count == count } ? nil : "a picture without \(count) values"
    }
}
