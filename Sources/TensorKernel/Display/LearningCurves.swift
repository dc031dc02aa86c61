import CellMessages

/// Curves that grow in the report while training runs.
///
///     let curves = LearningCurves(["train loss", "test accuracy"], xLabel: "epoch")
///     curves.add(x: epoch, loss, accuracy)
///
/// The figure grows as points come, some twenty times a second; after a cell it has them all.
public final class LearningCurves {
    private let id = CellChannel.newDisplayID()
    private let title: String
    private let xAxis: Axis
    private let yAxis: Axis
    private var series: [Series]
    /// The cell that shows the figure.
    private var cellNumber: Int?
    /// How many points of each series have been sent.
    private var sentCounts: [Int] = []
    private var lastSending: ContinuousClock.Instant?
    /// Whether the rest is sent before the cell ends in any case.
    private var isWaiting = false

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
        show()
    }

    /// Sends what is new, unless that was done a moment ago.
    private func show() {
        let now = ContinuousClock.now
        if cellNumber != CellChannel.cellNumber {
            cellNumber = CellChannel.cellNumber
            sentCounts = series.map(\.x.count)
            lastSending = now
            let plot = Plot(title: title, xAxis: xAxis, yAxis: yAxis, series: series)
            CellChannel.send(.display(id: id, .figure(Figure(panels: [.plot(plot)]))))
        } else if let lastSending, now - lastSending < .milliseconds(50) {
            guard !isWaiting else { return }
            isWaiting = true
            // The cell's code has ended by then, and with it all adding.
            nonisolated(unsafe) let curves = self
            CellChannel.beforeEnd(of: id) { curves.sendNewPoints() }
        } else {
            lastSending = now
            sendNewPoints()
        }
    }

    private func sendNewPoints() {
        isWaiting = false
        guard sentCounts != series.map(\.x.count) else { return }
        let points = zip(series, sentCounts).map { series, sent in
            Points(x: Array(series.x[sent...]), y: Array(series.y[sent...]))
        }
        sentCounts = series.map(\.x.count)
        CellChannel.send(.points(id: id, points))
    }
}
