/// What makes a drawing one that references lead to: the words before its caption, and the label.
struct FigureMark: Hashable {
    /// Such as `Fig. 4.6.1`.
    var name: String
    var label: String

    /// A drawing with its caption, and with a mark where it has one.
    static func figure(
        _ styleClass: String, _ title: String, _ mark: FigureMark?, content: [HTMLNode]
    ) -> HTMLNode {
        var caption: [HTMLNode] = []
        if let mark { caption.append(.tag("span", .class("number"), text: "\(mark.name) ")) }
        if !title.isEmpty { caption.append(.text(title)) }
        let anchor: [HTMLAttribute] = mark.map { [.id(Numbering.anchor(for: $0.label))] } ?? []
        return .element(
            "figure", [.class(styleClass)] + anchor,
            (caption.isEmpty ? [] : [.tag("figcaption", content: caption)]) + content)
    }
}
