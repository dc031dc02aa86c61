import CellMessages

/// Curves that grow in the report while training runs.
///
///     let curves = LearningCurves(["train loss", "test accuracy"], xLabel: "epoch")
///     curves.add(x: epoch, loss, accuracy)
///
/// Every ``add(x:_:)`` shows the figure anew in its place; once an epoch, or once in a few steps, is a good rate.
public final class LearningCurves {
    private let id = CellChannel.newDisplayID()
    private let title: String
    private let xAxis: Axis
    private let yAxis: Axis
    private var series: [Series]

    /// Empty curves with the given names.
    ///
    /// - Parameters:
    ///   - names: What each curve shows, in the order in which ``add(x:_:)`` is given the values.
    ///   - xLabel: What the horizontal axis counts.
    ///   - yLabel: What the vertical axis measures.
    ///   - title: What the figure shows.
    ///   - xLimits: What the horizontal axis spans, such as `1...10`; by default what has been added so far.
    ///   - yLimits: What the vertical axis spans; by default the data.
    ///   - yScale: `.linear`, or `.logarithmic` for positive values.
    public init(
        _ names: [String], xLabel: String = "epoch", yLabel: String = "", title: String = "",
        xLimits: ClosedRange<Double>? = nil, yLimits: ClosedRange<Double>? = nil, yScale: AxisScale = .linear
    ) {
        self.title = title
        xAxis = axis(xLabel, .linear, xLimits)
        yAxis = axis(yLabel, yScale, yLimits)
        series = names.map { Series(name: $0, x: [], y: []) }
    }

    /// Adds one point to every curve.
    ///
    /// - Parameters:
    ///   - x: Where the points lie, such as the epoch.
    ///   - values: One value a curve; `nil` leaves that curve as it is.
    public func add(x: any PlottableNumber, _ values: Double?...) {
        guard values.count == series.count else {
            stop("LearningCurves.add", "\(values.count) values for \(series.count) curves")
        }
        for (index, value) in values.enumerated() {
            guard let value else { continue }
            series[index].x.append(x.plottedValue)
            series[index].y.append(value)
        }
        let plot = Plot(title: title, xAxis: xAxis, yAxis: yAxis, series: series)
        CellChannel.send(.display(id: id, .figure(Figure(panels: [.plot(plot)]))))
    }
}
