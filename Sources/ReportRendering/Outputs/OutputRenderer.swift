import CellMessages
import ChapterDocument

/// Shows one thing that a cell printed or displayed.
struct OutputRenderer {
    let context: PageContext

    /// The output as a node. `name` is what the identifiers of its parts begin with.
    func node(_ output: CellOutput, named name: String) -> HTMLNode {
        switch output {
        case .text(.standardOutput, let text):
            return .tag("pre", .class("text"), .attribute("tabindex", "0"), text: Self.visible(text))
        case .text(.standardError, let text):
            return .tag(
                "div", .class("error-stream"),
                content: .tag("p", .class("stream"), text: context.phrases.standardError),
                .tag("pre", .class("text"), .attribute("tabindex", "0"), text: Self.visible(text)))
        case .display(_, let display):
            return context.display(display, named: name)
        }
    }

    /// Text as a terminal would leave it: a line that is written over shows its last version, colour codes are gone.
    static func visible(_ text: String) -> String {
        let plain = withoutEscapes(text)
        guard plain.unicodeScalars.contains("\r") else { return plain }
        let lines = plain.split(separator: /\r?\n/, omittingEmptySubsequences: false)
        return lines.map { line in
            line.split(separator: "\r", omittingEmptySubsequences: true).last.map(String.init) ?? ""
        }.joined(separator: "\n")
    }

    private static func withoutEscapes(_ text: String) -> String {
        guard text.unicodeScalars.contains("\u{1B}") else { return text }
        return text.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
    }
}
