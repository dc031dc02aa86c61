/// How one series differs from the others: by colour, and without colour by the pattern of its line and its marker.
struct SeriesStyle {
    /// The series' place in the plot, from 0.
    let index: Int

    /// How often the colours have been used up: then they meet other lines and markers.
    private var round: Int { index / 8 }

    /// The class that sets the colour; there are eight.
    var colorClass: String { "s\(index % 8 + 1)" }

    /// The dashes of the line; nil for a line without gaps.
    var dashes: String? {
        [nil, "7 4", "2 4", "9 4 2 4", "14 5", "4 2", "9 3 2 3 2 3", "1 2"][(index + round) % 8]
    }

    /// The marker around a point.
    func marker(x: Double, y: Double, size: Double = 4) -> HTMLNode {
        func polygon(_ corners: [(Double, Double)]) -> HTMLNode {
            let points = corners.map { corner in
                "\(DecimalText.coordinate(x + corner.0 * size)),\(DecimalText.coordinate(y + corner.1 * size))"
            }
            return .tag("polygon", .attribute("points", points.joined(separator: " ")))
        }
        switch (index + round) % 4 {
        case 0: return .tag("circle", .number("cx", x), .number("cy", y), .number("r", size * 0.9))
        case 1: return polygon([(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)])
        case 2: return polygon([(0, -1.15), (1.05, 0.8), (-1.05, 0.8)])
        default: return polygon([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)])
        }
    }

    /// The lines that tell bars of this series from the others'; nothing for the first, which is plain.
    func hatching(id: String) -> HTMLNode? {
        let strokes = ["", "M0 8L8 0M-2 2L2-2M6 10L10 6", "M0 4H8", "M0 0L8 8M-2 6L2 10M6-2L10 2", "M4 0V8"]
        let stroke = strokes[index % strokes.count]
        guard !stroke.isEmpty else { return nil }
        return .tag(
            "pattern", .id(id), .attribute("width", "8"), .attribute("height", "8"),
            .attribute("patternUnits", "userSpaceOnUse"),
            content: .tag("path", .class("hatch"), .attribute("d", stroke)))
    }
}
