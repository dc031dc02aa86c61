/// Colours that show values by their lightness: the larger, the darker, on light and on dark pages alike.
struct ColorRamp {
    /// Whether zero is in the middle, with one hue below and one above.
    let isDiverging: Bool
    /// The values at the two ends.
    let domain: ClosedRange<Double>

    /// A ramp for `values`, from one bound to the other where these are given; around zero where there are values on both
    /// sides of it.
    init(for values: [Double], bounds: [Double]? = nil) {
        if let bounds, bounds.count == 2, bounds[0] < bounds[1], bounds[0].isFinite, bounds[1].isFinite {
            isDiverging = bounds[0] < 0 && bounds[1] > 0
            let size = max(-bounds[0], bounds[1])
            domain = isDiverging ? -size...size : bounds[0]...bounds[1]
            return
        }
        let finite = values.filter(\.isFinite)
        let low = finite.min() ?? 0
        let high = finite.max() ?? 1
        isDiverging = low < 0 && high > 0
        if isDiverging {
            let size = max(-low, high)
            domain = -size...size
        } else {
            // One value alone gets the middle of a ramp around it.
            let room = low == 0 ? 1 : max(abs(low) / 2, 8 * low.ulp)
            domain =
                low < high
                ? low...high : max(low - room, -.greatestFiniteMagnitude)...min(low + room, .greatestFiniteMagnitude)
        }
    }

    /// A value's place between the ends, 0 to 1.
    func share(of value: Double) -> Double {
        // Of quarters, since the difference of two large numbers can be too large for a number.
        let (low, high) = (domain.lowerBound, domain.upperBound)
        let scale = high - low < .infinity ? 1.0 : 0.25
        return min(1, max(0, (value * scale - low * scale) / (high * scale - low * scale)))
    }

    /// The colour at a place between the ends.
    func color(at share: Double) -> (red: Double, green: Double, blue: Double) {
        let stops = isDiverging ? Self.diverging : Self.sequential
        let place = share * Double(stops.count - 1)
        let index = min(stops.count - 2, Int(place))
        let (a, b) = (stops[index], stops[index + 1])
        let rest = place - Double(index)
        return (a.0 + (b.0 - a.0) * rest, a.1 + (b.1 - a.1) * rest, a.2 + (b.2 - a.2) * rest)
    }

    /// The colour at a place, as CSS writes it.
    func css(at share: Double) -> String {
        let color = color(at: share)
        return "#"
            + [color.red, color.green, color.blue].map { part in
                let digits = String(Int(part.rounded()), radix: 16)
                return digits.count == 1 ? "0\(digits)" : digits
            }.joined()
    }

    /// Whether words on the colour are better white than black: by the contrast that WCAG defines.
    func wantsWhiteText(at share: Double) -> Bool {
        func linear(_ part: Double) -> Double {
            // The square is close enough to sRGB's curve to choose between black and white.
            (part / 255) * (part / 255)
        }
        let color = color(at: share)
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue) < 0.18
    }

    private static let sequential: [(Double, Double, Double)] = [
        (247, 249, 222), (190, 226, 190), (110, 191, 190), (52, 140, 178), (40, 85, 150), (32, 36, 98),
    ]
    private static let diverging: [(Double, Double, Double)] = [
        (26, 66, 128), (74, 135, 192), (168, 205, 229), (247, 246, 243), (247, 196, 160), (217, 112, 71), (140, 40, 28),
    ]
}
