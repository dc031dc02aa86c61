extension HTMLNode {
    /// The node as HTML.
    var html: String {
        var output = ""
        write(to: &output)
        return output
    }

    /// Appends the node to `output`; a line ends after each block, so that two versions of a page compare line by line.
    func write(to output: inout String) {
        switch self {
        case .text(let text):
            Self.escape(text, into: &output)
        case .markup(let markup):
            output += markup
        case .group(let nodes):
            for node in nodes { node.write(to: &output) }
        case .element(let name, let attributes, let content):
            output += "<"
            output += name
            for attribute in attributes {
                output += " "
                output += attribute.name
                guard let value = attribute.value else { continue }
                output += "=\""
                Self.escape(value, into: &output)
                output += "\""
            }
            output += ">"
            if !Self.voidElements.contains(name) {
                for node in content { node.write(to: &output) }
                output += "</"
                output += name
                output += ">"
            }
            if Self.blocks.contains(name) { output += "\n" }
        }
    }

    /// Escapes what HTML would read as markup and leaves out the control characters that it forbids.
    private static func escape(_ text: String, into output: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": break
            default:
                // The last two code points of each plane are not characters.
                if scalar.value & 0xFFFE != 0xFFFE, !(0xFDD0...0xFDEF).contains(scalar.value) {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static let voidElements: Set<String> = ["br", "hr", "img", "input", "link", "meta", "col"]

    /// Elements after which white space is not seen.
    private static let blocks: Set<String> = [
        "html", "head", "body", "meta", "title", "style", "script", "header", "main", "footer", "nav", "section", "div",
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "figure", "figcaption", "details", "summary", "blockquote",
        "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "hr", "svg", "g", "dl", "fieldset", "aside",
    ]
}
