/// A piece of a page. All text and every attribute is escaped when the page is written, and nowhere else.
indirect enum HTMLNode {
    /// An element. Attributes keep their order.
    case element(String, [HTMLAttribute], [HTMLNode])
    /// Characters to show as they are.
    case text(String)
    /// Markup that another program vouches for: an author's own HTML, KaTeX's or Prism's.
    case markup(String)
    /// Several nodes in a row.
    case group([HTMLNode])

    /// Nothing.
    static let nothing = HTMLNode.group([])

    /// An element with attributes and content.
    static func tag(_ name: String, _ attributes: HTMLAttribute..., content: [HTMLNode]) -> HTMLNode {
        .element(name, attributes, content)
    }

    /// An element with attributes and content.
    static func tag(_ name: String, _ attributes: HTMLAttribute..., content: HTMLNode...) -> HTMLNode {
        .element(name, attributes, content)
    }

    /// An element with attributes around characters.
    static func tag(_ name: String, _ attributes: HTMLAttribute..., text: String) -> HTMLNode {
        .element(name, attributes, [.text(text)])
    }
}

/// One attribute of an element.
struct HTMLAttribute {
    var name: String
    /// nil for an attribute that is true by being there.
    var value: String?

    static func attribute(_ name: String, _ value: String) -> HTMLAttribute { .init(name: name, value: value) }
    static func flag(_ name: String) -> HTMLAttribute { .init(name: name, value: nil) }
    static func `class`(_ names: String) -> HTMLAttribute { .attribute("class", names) }
    static func id(_ id: String) -> HTMLAttribute { .attribute("id", id) }
    static func href(_ address: String) -> HTMLAttribute { .attribute("href", address) }
    static func label(_ words: String) -> HTMLAttribute { .attribute("aria-label", words) }
    /// A coordinate or a length, to a tenth.
    static func number(_ name: String, _ value: Double) -> HTMLAttribute {
        .attribute(name, DecimalText.coordinate(value))
    }
}

extension [HTMLNode] {
    static func + (nodes: [HTMLNode], node: HTMLNode) -> [HTMLNode] { nodes + [node] }
}
