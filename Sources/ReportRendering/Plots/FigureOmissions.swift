import CellMessages

/// What of a panel's values its drawing does not show, and why: a reader could take a gap for an absence of data.
struct FigureOmissions {
    let phrases: Phrases

    /// Words below the drawing; nil where all is drawn.
    func text(_ panel: Panel) -> String? {
        if panel.hasNoValues { return phrases.omissions.nothing }
        let parts: [String] =
            switch panel {
            case .plot(let plot):
                plot.series.enumerated().compactMap { index, series in
                    let reasons = words(Counts(series, x: plot.xAxis, y: plot.yAxis))
                    guard let reasons else { return nil }
                    return plot.series.count > 1 ? series.name(at: index, phrases) + phrases.colon + reasons : reasons
                }
            case .heatMap(let map):
                [words(Counts(map))].compactMap { $0 }
            }
        guard !parts.isEmpty else { return nil }
        return phrases.omissions.notDrawn + phrases.colon + parts.joined(separator: phrases.semicolon) + phrases.stop
    }

    private func words(_ counts: Counts) -> String? {
        let words = phrases.omissions
        let reasons = [
            (counts.notNumbers, words.notNumbers), (counts.infinite, words.infinite),
            (counts.notPositive, words.notPositive), (counts.outside, words.outside),
            (counts.outOfBins, words.outOfBins),
        ]
        let said = reasons.filter { $0.0 > 0 }.map { $1.replacing("%", with: "\($0)") }
        return said.isEmpty ? nil : said.joined(separator: phrases.comma)
    }

    /// How many values are left out for each reason.
    private struct Counts {
        var notNumbers = 0
        var infinite = 0
        var notPositive = 0
        var outside = 0
        var outOfBins = 0

        init(_ map: HeatMap) {
            for value in map.values where !value.isFinite { add([value]) }
        }

        init(_ series: Series, x: Axis, y: Axis) {
            outOfBins = max(0, series.omitted)
            for (first, second) in zip(series.x, series.y) {
                let isShown = PlotScale.canShow(first, on: x.scale) && PlotScale.canShow(second, on: y.scale)
                if !isShown {
                    add([first, second])
                } else if !x.includes(first) || !y.includes(second) {
                    outside += 1
                }
            }
        }

        private mutating func add(_ values: [Double]) {
            if values.contains(where: \.isNaN) {
                notNumbers += 1
            } else if values.contains(where: \.isInfinite) {
                infinite += 1
            } else {
                notPositive += 1
            }
        }
    }
}

extension Axis {
    /// Whether a value lies within the limits that the lesson gives the axis.
    fileprivate func includes(_ value: Double) -> Bool {
        value >= lowerBound ?? value && value <= upperBound ?? value
    }
}

extension Panel {
    /// Whether there is nothing to draw, rather than nothing that can be drawn.
    fileprivate var hasNoValues: Bool {
        switch self {
        case .plot(let plot): plot.series.allSatisfy { $0.x.isEmpty && $0.omitted <= 0 }
        case .heatMap(let map): map.values.isEmpty
        }
    }
}

extension Series {
    /// What the legend calls the series: its name, else its place.
    func name(at index: Int, _ phrases: Phrases) -> String {
        name.isEmpty ? "\(phrases.series) \(index + 1)" : name
    }
}
