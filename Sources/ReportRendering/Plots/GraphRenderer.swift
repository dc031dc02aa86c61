import CellMessages
import ChapterDocument

/// Draws a graph of ops as SVG: a box an op, a leaf or a module, from the leaves down to the result.
struct GraphRenderer {
    let phrases: Phrases
    /// What the identifiers of the drawing's parts begin with.
    let name: String
    let mark: FigureMark?
    let layout: GraphLayout

    private static let lineHeight = 16.0
    /// Longer words are cut.
    private static let mostCharacters = 40

    /// The graph in a box that scrolls where it is too wide, and what it says as a table.
    func node(_ graph: ComputationGraph) throws(ReportError) -> HTMLNode {
        let texts = graph.nodes.map(lines)
        let arrows = graph.nodes.enumerated().flatMap { index, node in node.inputs.map { [$0, index] } }
        let boxes = texts.map { lines in
            GraphLayout.Request.Box(
                width: AxisLabels.width(of: lines) + 20, height: Double(lines.count) * Self.lineHeight + 10)
        }
        let placement = try layout.placement(of: .init(boxes: boxes, arrows: arrows))
        var shapes = placement.arrows.map(arrow)
        for (index, node) in graph.nodes.enumerated() {
            let style = index == graph.nodes.count - 1 ? "result" : node.kind.style
            shapes.append(box(boxes[index], at: placement.boxes[index], lines: texts[index], style: style))
        }
        let (width, height) = (DecimalText.coordinate(placement.width), DecimalText.coordinate(placement.height))
        let drawing = HTMLNode.tag(
            "svg", .class("graph"), .attribute("viewBox", "0 0 \(width) \(height)"), .attribute("width", width),
            .attribute("height", height), .attribute("role", "img"),
            .attribute("aria-labelledby", "\(name)-title \(name)-text"),
            content: [
                .tag("title", .id("\(name)-title"), text: graph.title.isEmpty ? phrases.graphs.graph : graph.title),
                .tag("desc", .id("\(name)-text"), text: description(of: graph)), arrowhead,
            ] + shapes)
        var content: [HTMLNode] = [.tag("div", .class("graph-box"), .attribute("tabindex", "0"), content: drawing)]
        if graph.nodes.contains(where: { !$0.gradient.isEmpty }) {
            content.append(.tag("p", .class("graph-key"), text: phrases.graphs.gradientSign))
        }
        return FigureMark.figure("plot", graph.title, mark, content: content + [numbers(of: graph)])
    }

    private func lines(_ node: ComputationGraph.Node) -> [String] {
        var lines = node.name.isEmpty ? [] : [node.name]
        if !node.operations.isEmpty { lines.append(node.operations.joined(separator: ", ")) }
        // The values of a number or a row tell their shape.
        if node.values.isEmpty || node.shape.count > 1 { lines.append(Self.text(of: node.shape)) }
        if !node.values.isEmpty { lines.append("= \(node.values)") }
        if !node.gradient.isEmpty { lines.append("∇ \(node.gradient)") }
        return lines.map { line in
            let line = TerminalText.plain(line).split(whereSeparator: \.isNewline).joined(separator: " ")
            return line.count > Self.mostCharacters ? line.prefix(Self.mostCharacters - 1) + "…" : line
        }
    }

    private static func text(of shape: [Int]) -> String {
        "[\(shape.map(String.init).joined(separator: ", "))]"
    }

    private func box(
        _ box: GraphLayout.Request.Box, at middle: GraphLayout.Placement.Point, lines: [String], style: String
    ) -> HTMLNode {
        let (left, top) = (middle.x - box.width / 2, middle.y - box.height / 2)
        let words = lines.enumerated().map { index, line in
            HTMLNode.element(
                "text",
                (index == 0 ? [.class("axis-name")] : [])
                    + [
                        .number("x", middle.x), .number("y", top + 17 + Double(index) * Self.lineHeight),
                        .attribute("text-anchor", "middle"),
                    ], [.text(line)])
        }
        let shape = HTMLNode.tag(
            "rect", .number("x", left), .number("y", top), .number("width", box.width), .number("height", box.height),
            .number("rx", style == ComputationGraph.Node.Kind.leaf.style ? 2 : 9), content: [])
        return .tag("g", .class("box \(style)"), content: [shape] + words)
    }

    /// A line through the points of an arrow, with its corners rounded.
    private func arrow(_ points: [GraphLayout.Placement.Point]) -> HTMLNode {
        func text(_ x: Double, _ y: Double) -> String { "\(DecimalText.coordinate(x)) \(DecimalText.coordinate(y))" }
        var path = points.first.map { "M" + text($0.x, $0.y) } ?? ""
        for index in points.indices.dropFirst().dropLast() {
            let (corner, next) = (points[index], points[index + 1])
            let isLast = index + 2 == points.count
            let end = isLast ? (next.x, next.y) : ((corner.x + next.x) / 2, (corner.y + next.y) / 2)
            path += "Q\(text(corner.x, corner.y)) \(text(end.0, end.1))"
        }
        if points.count == 2 { path += "L" + text(points[1].x, points[1].y) }
        return .tag(
            "path", .class("arrow"), .attribute("d", path), .attribute("marker-end", "url(#\(name)-head)"), content: [])
    }

    private var arrowhead: HTMLNode {
        .tag(
            "marker", .id("\(name)-head"), .attribute("viewBox", "0 0 8 8"), .attribute("refX", "7"),
            .attribute("refY", "4"), .attribute("markerWidth", "7"), .attribute("markerHeight", "7"),
            .attribute("orient", "auto"),
            content: .tag("path", .class("arrowhead"), .attribute("d", "M0 0L8 4L0 8z"), content: []))
    }

    private func description(of graph: ComputationGraph) -> String {
        let leaves = graph.nodes.count { $0.kind == .leaf }
        return phrases.graphs.description.replacing("%1", with: "\(graph.nodes.count - leaves)")
            .replacing("%2", with: "\(leaves)")
    }

    /// What the drawing says, node by node.
    private func numbers(of graph: ComputationGraph) -> HTMLNode {
        let rows = graph.nodes.enumerated().map { index, node in
            let inputs = node.inputs.map { "\($0 + 1)" }.joined(separator: ", ")
            let name = ([node.name] + node.operations).filter { !$0.isEmpty }.joined(separator: ", ")
            return ["\(index + 1)", name, inputs, Self.text(of: node.shape), node.values, node.gradient]
        }
        let columns = [
            "", phrases.graphs.operation, phrases.graphs.inputs, phrases.graphs.shape, phrases.graphs.values,
            phrases.graphs.gradient,
        ]
        // A column that says nothing is left out.
        let used = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        let table = Table(columns: used.map { columns[$0] }, rows: rows.map { row in used.map { row[$0] } })
        return FigureNumbers(phrases: phrases).node(table)
    }
}

extension ComputationGraph.Node.Kind {
    /// The class of the node's box.
    fileprivate var style: String {
        switch self {
        case .leaf: "leaf"
        case .operation: "operation"
        case .module: "module"
        }
    }
}
