/// The words below a horizontal axis: level or turned, and as many as there is room for.
struct AxisLabels {
    /// About how large the words are, in units of the drawing.
    struct Font {
        /// Whether narrow windows show the words larger than wide ones, as the page's styles do for single plots.
        let isEnlarged: Bool

        /// How far lines of words stand apart.
        static let height = (usual: 14.0, onPhones: 20.0)

        /// The width of the widest of some words at their largest.
        func width(of words: [String]) -> Double {
            AxisLabels.width(of: words) * (isEnlarged ? 1.5 : 1)
        }
    }

    /// The width of the widest of some words; Chinese characters are twice as wide as others.
    static func width(of words: [String]) -> Double {
        words.map { $0.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 14 : 7) } }.max() ?? 0
    }

    /// A label that is shown.
    struct Label {
        var words: String
        var place: Double
        /// Whether there is no room for it where the words are enlarged.
        var isDense: Bool
    }

    /// What is free beside the data.
    let left: Double
    let right: Double
    /// What turned labels need below the axis, more than level ones.
    let depth: Double
    private let labels: [Label]
    private let isTurned: Bool

    /// By how much labels are turned, and the sine and cosine of it.
    private static let turn = (degrees: -40, sine: 0.643, cosine: 0.766)
    /// Longer names are shortened.
    private static let longest = 40

    /// Labels for the marks of `scale` in a drawing of `width`, of which at least `left` and `right` stay free.
    init(_ scale: PlotScale, left: Double, right: Double, width: Double, font: Font) {
        let ticks = scale.ticks.ticks.map { tick in
            var tick = tick
            tick.label = Self.shortened(tick.label)
            return tick
        }
        let widest = font.width(of: ticks.map(\.label))
        let isNamed = ticks.count > 1 && ticks.contains { Double($0.label.replacing("−", with: "-")) == nil }
        let spacing = (width - left - right) / Double(max(1, ticks.count))
        isTurned = isNamed && !scale.isLogarithmic && widest + 8 > spacing
        depth = isTurned ? widest * Self.turn.sine : 0
        func places(_ left: Double, _ right: Double) -> [(AxisTicks.Tick, Double)] {
            let placed = scale.placed(from: left, to: width - right)
            return ticks.compactMap { tick in placed.position(of: tick.value).map { (tick, $0) } }
        }
        // Turned labels reach to the left, level ones to both sides.
        let (before, after) = isTurned ? (widest * Self.turn.cosine, 0) : (widest / 2, widest / 2)
        let first = places(left, right).first?.1 ?? left
        let last = places(left, right).last?.1 ?? width - right
        self.left = min(width / 2, max(left, left + before - first + 4))
        self.right = max(right, after - (width - last) + right + 4)
        let isTurned = isTurned
        labels = Self.shown(
            places(self.left, self.right), room: { isTurned ? 16 : Self.width(of: [$0]) + 8 },
            roomOnPhones: { isTurned ? 24 : font.width(of: [$0]) + 8 })
    }

    /// The labels for which there is room: all of them, or each second, third, …; where the marks are not evenly spaced,
    /// those of major marks before the others.
    ///
    /// - Parameters:
    ///   - ticks: The marks and their places.
    ///   - room: How much of the axis some words take.
    ///   - roomOnPhones: The same where the words are enlarged.
    /// - Returns: The labels in the order of their values.
    static func shown(
        _ ticks: [(AxisTicks.Tick, Double)], room: (String) -> Double, roomOnPhones: (String) -> Double
    ) -> [Label] {
        let labelled = ticks.filter { !$0.0.label.isEmpty }
        let usual = thinned(labelled, room)
        let places = Set(thinned(usual, roomOnPhones).map(\.1))
        return usual.map { Label(words: $0.0.label, place: $0.1, isDense: !places.contains($0.1)) }
    }

    private static func thinned(
        _ ticks: [(AxisTicks.Tick, Double)], _ room: (String) -> Double
    ) -> [(AxisTicks.Tick, Double)] {
        let widest = ticks.map { room($0.0.label) }.max() ?? 0
        let gaps = zip(ticks, ticks.dropFirst()).map { abs($1.1 - $0.1) }
        guard let narrowest = gaps.min(), let broadest = gaps.max(), narrowest < widest else { return ticks }
        if broadest < narrowest * 1.01 + 0.1 {
            let every = Int(min((widest / max(narrowest, 0.001)).rounded(.up), Double(ticks.count)))
            let kept = ticks.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
            if kept.count > 1 { return kept }
        }
        var kept: [(AxisTicks.Tick, Double)] = []
        for tick in ticks.filter(\.0.isMajor) + ticks.filter({ !$0.0.isMajor }) {
            let isFree = kept.allSatisfy {
                abs($0.1 - tick.1) >= (room($0.0.label) + room(tick.0.label)) / 2
            }
            if isFree { kept.append(tick) }
        }
        // Two labels say more than one, even where they stand close.
        if kept.count < 2, let first = ticks.first, let last = ticks.last { kept = [first, last] }
        return kept.sorted { $0.0.value < $1.0.value }
    }

    /// The labels as nodes, below the axis at `floor`.
    func nodes(below floor: Double) -> [HTMLNode] {
        labels.map { label in
            let dense: [HTMLAttribute] = label.isDense ? [.class("dense")] : []
            if isTurned {
                let place = "\(DecimalText.coordinate(label.place + 4)) \(DecimalText.coordinate(floor + 16))"
                return .element(
                    "text",
                    dense + [
                        .attribute("transform", "translate(\(place)) rotate(\(Self.turn.degrees))"),
                        .attribute("text-anchor", "end"),
                    ], [.text(label.words)])
            }
            return .element(
                "text",
                dense + [
                    .number("x", label.place), .number("y", floor + 20), .attribute("text-anchor", "middle"),
                ], [.text(label.words)])
        }
    }

    /// A long name without its middle, which tells names apart that begin or end alike.
    static func shortened(_ name: String) -> String {
        name.count > longest ? "\(name.prefix(longest / 2))…\(name.suffix(longest / 2 - 1))" : name
    }
}
