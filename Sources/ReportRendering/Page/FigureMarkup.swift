/// What figures are made of: lines of a page that show something and can do nothing.
enum FigureMarkup {
    /// What the element starts with that holds what a cell shows for other values of its parameters.
    static let choicesOpening = "<div class=\"choices\""

    private static let elements: Set<Substring> = [
        "figure", "figcaption", "svg", "g", "path", "line", "rect", "circle", "polyline", "polygon", "text", "tspan",
        "title",
        "desc", "defs", "clipPath", "marker", "pattern", "image", "img", "ul", "li", "div", "span", "details",
        "summary", "table", "caption",
        "thead", "tbody", "tr", "th", "td", "sub", "sup", "em", "strong",
    ]

    /// Whether a line has only elements and attributes of figures.
    /// - Parameters:
    ///   - line: The line.
    ///   - places: The lines that stand in its place when the page is made again.
    /// - Returns: Whether it does.
    static func isMade(of line: String, asIn places: some Sequence<String>) -> Bool {
        if line.hasPrefix(choicesOpening) {
            let (shape, result) = (parts(ofChoices: line), places.compactMap(parts(ofChoices:)))
            return shape.map(result.contains) ?? false
        }
        var rest = line[...]
        while let start = rest.firstIndex(of: "<") {
            guard
                let tag = rest[start...].prefixMatch(
                    of: /<\/?([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][-A-Za-z0-9]*(?:="[^"<>]*")?)*)>/),
                elements.contains(tag.1), isHarmless(tag.2)
            else { return false }
            rest = rest[tag.range.upperBound...]
        }
        return true
    }

    private static func isHarmless(_ attributes: Substring) -> Bool {
        attributes.matches(of: /([A-Za-z][-A-Za-z0-9]*)(?:="([^"]*)")?/).allSatisfy { attribute in
            let (name, value) = (attribute.1.lowercased(), attribute.2 ?? "")
            return switch name {
            case "src", "href": value.hasPrefix("data:image/png;base64,")
            case "style":
                value.wholeMatch(of: /grid-template-columns:repeat\([0-9]+,minmax\(0,1fr\)\)|max-width:[0-9.]+px/)
                    != nil
            case "srcset": false
            default: !name.hasPrefix("on")
            }
        }
    }

    /// The element without what it holds; nil where it is another one.
    private static func parts(ofChoices line: String) -> Substring? {
        line.wholeMatch(
            of: /(<div class="choices" data-choices="[^"<>]*") data-outputs="[A-Za-z0-9+\/=]*" hidden><\/div>/)?.1
    }
}
