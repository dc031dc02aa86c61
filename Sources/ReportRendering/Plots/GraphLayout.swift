#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the boxes and arrows of a graph go, by dagre, which is loaded when the first graph comes.
final class GraphLayout {
    /// Boxes to be placed, and which of them lead to which.
    struct Request: Encodable {
        struct Box: Encodable {
            var width: Double
            var height: Double
        }

        var boxes: [Box]
        /// Pairs of indices: from, to.
        var arrows: [[Int]]
    }

    /// Where everything is, in the units of the boxes.
    struct Placement: Decodable {
        struct Point: Decodable {
            var x: Double
            var y: Double
        }

        var width: Double
        var height: Double
        /// The middles of the boxes.
        var boxes: [Point]
        /// The points that each arrow runs through; the last is at the edge of the box that it leads to.
        var arrows: [[Point]]
    }

    private let engine: ScriptEngine
    private let assets: ReportAssets
    private var isLoaded = false

    init(engine: ScriptEngine, assets: ReportAssets) {
        self.engine = engine
        self.assets = assets
    }

    /// Places the boxes in layers, so that arrows lead downwards and cross little.
    func placement(of request: Request) throws(ReportError) -> Placement {
        do {
            if !isLoaded {
                try engine.evaluate(try assets.text(.dagre, "dagre.min.js"), name: "dagre.js")
                try engine.evaluate(Self.script, name: "layout.js")
                isLoaded = true
            }
            let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
            return try JSONDecoder().decode(
                Placement.self, from: Data(try engine.call("lecternPlace", [.text(text)]).utf8))
        } catch {
            throw ReportError(.dagre, stoppedBy: error)
        }
    }

    private static let script = """
        function lecternPlace(text) {
            const request = JSON.parse(text);
            const graph = new dagre.graphlib.Graph();
            graph.setGraph({ rankdir: "TB", nodesep: 18, ranksep: 26, marginx: 2, marginy: 2 });
            request.boxes.forEach((box, index) => graph.setNode(index, box));
            for (const [from, to] of request.arrows) graph.setEdge(from, to, {});
            dagre.layout(graph);
            const point = ({ x, y }) => ({ x, y });
            return JSON.stringify({
                width: graph.graph().width, height: graph.graph().height,
                boxes: request.boxes.map((_, index) => point(graph.node(index))),
                arrows: request.arrows.map(([from, to]) => graph.edge(from, to).points.map(point)) });
        }
        """
}
