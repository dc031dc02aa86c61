import CellMessages
import ChapterDocument

/// What became of the figures and tables that a cell is documented to show.
public enum FigureVerdict: Equatable, Sendable {
    /// The cell shows what is documented.
    case matched(Int)
    /// It shows something else; a sentence on each difference, without its full stop.
    case differ([String])
    /// It shows so many, and nothing is documented.
    case undocumented(Int)
    /// It shows so many, and the lesson says that they differ from run to run.
    case uncompared(Int)

    /// The verdict on what a cell showed; nil where there is nothing to say, or the cell did not do what it was meant to.
    public init?(verifying cell: Cell, _ result: CellResult) {
        switch result.outcome {
        case .succeeded, .failedAsExpected: break
        case .failed, .skipped, .notReached, .waiting, .running: return nil
        }
        let shown = result.displays
        switch cell.documentedOutput?.figures {
        case nil:
            guard !shown.isEmpty else { return nil }
            self =
                cell.documentedOutput?.comparison == .illustrative
                ? .uncompared(shown.count) : .undocumented(shown.count)
        case .any: self = .uncompared(shown.count)
        case .digests(let documented):
            let found = result.figureDigests
            if documented == found {
                self = .matched(found.count)
            } else if documented.count != found.count {
                self = .differ([
                    "it shows \(count(shown.count)), and the lesson documents \(count(documented.count))"
                ])
            } else {
                self = .differ(
                    zip(documented, found).enumerated().compactMap { index, digests in
                        digests.0 == digests.1 ? nil : "\(shown[index].naming(index)) is not the one documented"
                    })
            }
        }
    }
}

extension FigureVerdict {
    /// Whether there is nothing left to accept.
    package var isAccepted: Bool {
        switch self {
        case .matched, .uncompared: true
        case .differ, .undocumented: false
        }
    }
}

/// How many figures, in words.
func count(_ figures: Int) -> String { figures == 1 ? "1 figure" : "\(figures) figures" }

extension Display {
    /// What sentences call the thing that a cell shows, at `index` among those of its cell.
    fileprivate func naming(_ index: Int) -> String {
        let (kind, title) =
            switch self {
            case .figure(let figure): ("figure", figure.title)
            case .images(let grid): ("figure", grid.title)
            case .table(let table): ("table", table.title)
            case .graph(let graph): ("graph", graph.title)
            }
        return "\(kind) \(index + 1)" + (title.isEmpty ? "" : ", “\(title)”,")
    }
}
