import ChapterDocument

/// Shows a callout: its kind in words, and what it says.
struct CalloutRenderer {
    let context: PageContext
    let blocks: BlockRenderer

    /// The callout as a note beside the text.
    func node(_ callout: Callout) throws(ReportError) -> HTMLNode {
        let title = context.phrases.callouts.words(for: callout.kind)
        return .tag(
            "aside", .class("callout \(callout.kind.rawValue)"), .attribute("role", "note"), .label(title),
            content: [.tag("p", .class("callout-title"), text: title)] + (try blocks.nodes(callout.blocks)))
    }
}

/// What callouts are called.
struct CalloutPhrases {
    var note = "Note"
    var tip = "Tip"
    var important = "Important"
    var warning = "Warning"
    var caution = "Caution"

    static let chinese = CalloutPhrases(note: "注意", tip: "提示", important: "重要", warning: "警告", caution: "当心")

    func words(for kind: Callout.Kind) -> String {
        switch kind {
        case .note: note
        case .tip: tip
        case .important: important
        case .warning: warning
        case .caution: caution
        }
    }
}
