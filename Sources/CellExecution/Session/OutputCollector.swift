import CellMessages
import ChapterDocument

/// Puts a cell's messages together to its outputs.
struct OutputCollector {
    private enum Content {
        case text(OutputStream)
        case display(id: Int, Display)

        /// Adds points to the series of a plot, one list each.
        mutating func add(_ points: [Points]) {
            guard case .display(let id, .figure(var figure)) = self, case .plot(var plot)? = figure.panels.first,
                plot.series.count == points.count
            else { return }
            // So that the numbers have one owner, and grow in place.
            self = .text(.standardError)
            figure.panels[0] = .heatMap(HeatMap(columns: 0, values: []))
            for (index, points) in points.enumerated() {
                plot.series[index].x += points.x
                plot.series[index].y += points.y
            }
            figure.panels[0] = .plot(plot)
            self = .display(id: id, .figure(figure))
        }
    }

    private struct Piece {
        var content: Content
        /// What a text is made of; kept beside it so that it grows in place.
        var bytes: [UInt8] = []
    }

    private var pieces: [Piece] = []
    private var allowance: OutputAllowance
    /// The checks the cell made.
    private(set) var checks: [Check] = []
    /// The parameters that the reader can turn, each once.
    private(set) var choices: [Choice] = []
    /// What expressions in the lesson's prose came to.
    private(set) var values: [EvaluatedValue] = []
    /// What the cell asked for in vain, which ends it.
    private(set) var stop: Stop?
    /// How far the cell last said it has come.
    private(set) var progress: Progress?

    /// A collector of outputs.
    /// - Parameter limit: Bytes kept of the text on each stream; displays and checks may take sixteen times as many.
    init(limit: Int) {
        allowance = OutputAllowance(limit: limit)
    }

    /// Takes the next message.
    /// - Returns: What is kept of it, and what there is to say about that.
    mutating func receive(_ message: CellMessage) -> [CellMessage] {
        let kept = allowance.kept(of: message)
        kept.forEach { take($0) }
        return kept
    }

    private mutating func take(_ message: CellMessage) {
        switch message {
        case .text(let stream, let bytes):
            guard !bytes.isEmpty else { return }
            if case .text(stream)? = pieces.last?.content {
                pieces[pieces.count - 1].bytes += bytes
            } else {
                pieces.append(Piece(content: .text(stream), bytes: bytes))
            }
        case .display(let id, let display):
            let shown = pieces.firstIndex { if case .display(id, _) = $0.content { true } else { false } }
            if let shown {
                pieces[shown].content = .display(id: id, display)
            } else {
                pieces.append(Piece(content: .display(id: id, display)))
            }
        case .points(let id, let points):
            let shown = pieces.firstIndex { if case .display(id, _) = $0.content { true } else { false } }
            if let shown { pieces[shown].content.add(points) }
        case .stop(let stop): self.stop = stop
        case .check(var check):
            check.name = check.name.withVisibleControls()
            check.detail = check.detail.withVisibleControls(keepsLines: true)
            checks.append(check)
        case .choice(var choice):
            choice.name = choice.name.withVisibleControls()
            choice.labels = choice.labels.map { $0.withVisibleControls() }
            if !choices.contains(where: { $0.name == choice.name }) { choices.append(choice) }
        case .value(var value):
            value.text = value.text.withVisibleControls(keepsLines: true)
            values.append(value)
        case .progress(var progress):
            progress.label = progress.label.withVisibleControls()
            self.progress = progress
        case .remark(let words): take(.text(.standardError, Array("lectern: \(words)\n".utf8)))
        }
    }

    /// What the cell printed and displayed, in order. Bytes that are not UTF-8 become U+FFFD.
    var outputs: [CellOutput] {
        pieces.map { piece in
            switch piece.content {
            case .text(let stream): .text(stream, String(decoding: piece.bytes, as: UTF8.self))
            case .display(let id, let display): .display(id: id, display)
            }
        }
    }
}
