import CellMessages
import ChapterDocument

/// Says how a cell ended, where that is more than success, or how far it has come.
struct OutcomeRenderer {
    let context: PageContext

    private var phrases: Phrases { context.phrases }

    /// What stands below the cell's outputs.
    func nodes(_ cell: Cell, _ outcome: CellResult.Outcome) -> [HTMLNode] {
        switch outcome {
        case .succeeded, .waiting, .running(nil): []
        case .failed(let failure): [notice("failure", phrases.failed, failure)]
        case .failedAsExpected(let failure): [notice("expected", phrases.failedAsExpected, failure)]
        case .skipped: notRun(cell, phrases.skipped)
        case .notReached: notRun(cell, phrases.notReached)
        case .running(let progress?): [self.progress(progress)]
        }
    }

    private func notRun(_ cell: Cell, _ words: String) -> [HTMLNode] {
        var nodes: [HTMLNode] = [.tag("p", .class("notice idle"), text: words)]
        if let documented = cell.documentedOutput, !cell.options.isQuiet {
            nodes.append(.tag("p", .class("stream documented"), text: phrases.documentedOutput))
            nodes.append(.tag("pre", .class("text"), .attribute("tabindex", "0"), text: documented.text))
        }
        return nodes
    }

    private func progress(_ progress: Progress) -> HTMLNode {
        let name = progress.label.isEmpty ? phrases.running : progress.label
        return .tag(
            "p", .class("progress"),
            content: .text("\(name) "),
            .tag(
                "progress", .attribute("value", "\(progress.completed)"),
                .attribute("max", "\(max(1, progress.total))"), .label(name)),
            .text(" \(progress.completed)/\(progress.total)"))
    }

    private func notice(_ kind: String, _ words: String, _ failure: CellFailure) -> HTMLNode {
        let title = "\(words)\(phrases.colon)\(phrases.failureKinds.words(for: failure.kind))"
        return .tag(
            "div", .class("notice \(kind)"),
            content: [.tag("p", .class("notice-title"), text: title)] + failure.notes.map(note))
    }

    private func note(_ note: CellFailure.Note) -> HTMLNode {
        let place = note.position.map { position in
            HTMLNode.tag("span", .class("place"), content: context.link(to: position), .text(": "))
        }
        return .tag("pre", .attribute("tabindex", "0"), content: place ?? .nothing, .text(note.text))
    }
}
