import OutputVerification

/// Shows where a cell's output differs from what is documented.
struct DiffRenderer {
    let context: PageContext

    /// Documented lines marked with a minus, printed ones with a plus, and by how much their numbers differ.
    func node(_ diff: OutputDiff) -> HTMLNode {
        let words = context.phrases.verification.difference.replacing("%", with: "\(diff.firstLine)")
        var lines: [HTMLNode] = []
        for (index, hunk) in diff.hunks.enumerated() {
            if index > 0 { lines.append(.tag("span", .class("gap"), text: "⋮\n")) }
            lines += hunk.lines.map(line)
        }
        return .tag(
            "div", .class("notice failure"),
            content: .tag("p", .class("notice-title"), text: words),
            .tag("pre", .class("diff"), .attribute("tabindex", "0"), content: lines))
    }

    private func line(_ line: OutputDiff.Line) -> HTMLNode {
        let remarks = line.numbers.map { "   ← \($0.sentence)" }.joined()
        let remark: HTMLNode = remarks.isEmpty ? .nothing : .tag("span", .class("remark"), text: remarks)
        return switch line.kind {
        case .same: .text("  \(line.text)\n")
        case .documented: .group([.tag("del", text: "− \(line.text)"), .text("\n")])
        case .printed: .group([.tag("ins", text: "+ \(line.text)"), remark, .text("\n")])
        }
    }
}
