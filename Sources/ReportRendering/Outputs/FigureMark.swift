/// What makes a figure one that references lead to: the words before its caption, and its identifier.
struct FigureMark: Hashable {
    /// Such as `Fig. 4.6.1`.
    var name: String
    var identifier: String

    /// The words as they stand before the caption.
    var node: HTMLNode { .tag("span", .class("number"), text: "\(name) ") }
    /// Where references lead to.
    var anchor: HTMLAttribute { .id(identifier) }

    /// A drawing with its caption, and with a mark where it has one.
    static func figure(
        _ styleClass: String, _ title: String, _ mark: FigureMark?, content: [HTMLNode]
    ) -> HTMLNode {
        var caption = mark.map { [$0.node] } ?? []
        if !title.isEmpty { caption.append(.text(title)) }
        return .element(
            "figure", [.class(styleClass)] + (mark.map { [$0.anchor] } ?? []),
            (caption.isEmpty ? [] : [.tag("figcaption", content: caption)]) + content)
    }
}
