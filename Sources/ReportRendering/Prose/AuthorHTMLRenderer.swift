import ChapterDocument

/// Shows HTML that an author wrote: pictures beside the lesson are put into the page, links lead where links in Markdown
/// lead, and what the page would have to fetch is reported.
struct AuthorHTMLRenderer {
    let context: PageContext

    /// The HTML as the page has it.
    func markup(_ html: String, at position: SourcePosition) -> String {
        let source = AuthorHTML(html)
        guard source.attributes.contains(where: { Self.addresses.contains($0.name) }) else { return html }
        return source.replacing { attribute in
            switch (attribute.element, attribute.name) {
            case ("img", "src"): picture(attribute.value, place: place(of: attribute, in: html, at: position))
            case ("a", "href"), ("area", "href"):
                PageLinks(context: context).address(
                    of: attribute.value, at: place(of: attribute, in: html, at: position))
            default: refused(attribute, place: place(of: attribute, in: html, at: position))
            }
        }
    }

    private static let addresses = ["src", "href", "srcset", "poster", "data", "xlink:href"]

    private func picture(_ source: String, place: SourcePosition) -> String? {
        switch ImageRenderer(context: context).embedded(source, at: place) {
        case .address(let address): address
        case .missing: nil
        // No address that a browser would ask for.
        case .remote: "data:,"
        }
    }

    /// Reports an attribute that would make a browser fetch something; the page's rules keep it from doing so.
    private func refused(_ attribute: AuthorHTML.Attribute, place: SourcePosition) -> String? {
        guard Self.addresses.contains(attribute.name), !attribute.value.isEmpty, !attribute.value.hasPrefix("#"),
            !attribute.value.lowercased().hasPrefix("data:"), attribute.name != "data" || attribute.element == "object"
        else { return nil }
        context.warn(
            "The page cannot show what `<\(attribute.element) \(attribute.name)>` asks for: a report fetches nothing",
            advice: "use `<img>` for a picture beside the lesson, or a link", at: place)
        return nil
    }

    private func place(of attribute: AuthorHTML.Attribute, in html: String, at start: SourcePosition) -> SourcePosition
    {
        let before = html.utf8.prefix(attribute.range.lowerBound)
        let line = start.line + before.count { $0 == UInt8(ascii: "\n") }
        return context.places.place(in: attribute.value, from: SourcePosition(line: line))
    }
}
