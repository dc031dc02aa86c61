import CellMessages

/// How values lie along an axis: `.linear` or `.logarithmic`.
public typealias AxisScale = Axis.Scale

/// Shows the plots and heat maps that `body` makes side by side, under one title.
///
/// - Parameters:
///   - title: What the figure shows; empty for none.
///   - columns: Panels a row where the page is wide enough; by default as many as fit.
///   - summary: A sentence for readers who cannot see it; empty lets the report write one from the numbers.
///   - body: Calls ``plot(_:_:labels:xLabel:yLabel:title:xScale:yScale:xLimits:yLimits:)`` and its like, each of
///     which becomes one panel.
public func figure(
    _ title: String = "", columns: Int? = nil, summary: String = "", _ body: () throws -> Void
) rethrows {
    if let columns, !(1...12).contains(columns) { stop("figure", "\(columns) panels a row: 1 to 12 can be") }
    let collector = PanelCollector()
    try PanelCollector.$current.withValue(collector) { try body() }
    guard !collector.panels.isEmpty else { return }
    let figure = Figure(title: title, summary: summary, panels: collector.panels, columns: columns)
    CellChannel.send(.display(id: CellChannel.newDisplayID(), .figure(figure)))
}

/// Gathers the panels that are made inside one ``figure(_:summary:_:)``.
///
/// It is handed down by a task-local value, so it is only ever used by the one thread that runs the body.
final class PanelCollector: @unchecked Sendable {
    @TaskLocal static var current: PanelCollector?

    var panels: [Panel] = []

    /// Shows `panel` as a figure of its own, or adds it to the figure that is being made.
    static func show(_ panel: Panel) {
        if let current {
            current.panels.append(panel)
        } else {
            CellChannel.send(.display(id: CellChannel.newDisplayID(), .figure(Figure(panels: [panel]))))
        }
    }
}
