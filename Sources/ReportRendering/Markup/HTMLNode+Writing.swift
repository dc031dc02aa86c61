extension HTMLNode {
    /// The node as HTML.
    var html: String {
        var writer = HTMLWriter()
        writer.write(self)
        return writer.text
    }

    /// The text without the characters that HTML forbids.
    static func withoutForbiddenCharacters(_ text: String) -> String {
        var writer = HTMLWriter()
        writer.write(text, escapesMarkup: false)
        return writer.text
    }
}

/// Collects HTML. It ends the line after each block, so that two versions of a page compare line by line.
private struct HTMLWriter {
    private var bytes: [UInt8] = []

    /// What has been written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ node: HTMLNode) {
        switch node {
        case .text(let text): write(text)
        case .markup(let markup): append(markup)
        case .group(let nodes):
            for node in nodes { write(node) }
        case .element(let name, let attributes, let content):
            append("<")
            append(name)
            for attribute in attributes { write(attribute) }
            append(">")
            if !Self.voidElements.contains(name) {
                for node in content { write(node) }
                append("</")
                append(name)
                append(">")
            }
            if Self.blocks.contains(name) { append("\n") }
        }
    }

    private mutating func write(_ attribute: HTMLAttribute) {
        append(" ")
        append(attribute.name)
        guard let value = attribute.value else { return }
        append("=\"")
        write(value)
        append("\"")
    }

    private mutating func append(_ markup: String) {
        bytes.append(contentsOf: markup.utf8)
    }

    /// Writes text: escapes what HTML would read as markup and leaves out the characters that it forbids.
    mutating func write(_ text: String, escapesMarkup: Bool = true) {
        var text = text
        text.withUTF8 { text in
            var start = 0
            var index = 0
            while index < text.count {
                let length: Int
                let replacement: StaticString
                switch text[index] {
                case UInt8(ascii: "&") where escapesMarkup: (length, replacement) = (1, "&amp;")
                case UInt8(ascii: "<") where escapesMarkup: (length, replacement) = (1, "&lt;")
                case UInt8(ascii: ">") where escapesMarkup: (length, replacement) = (1, "&gt;")
                case UInt8(ascii: "\"") where escapesMarkup: (length, replacement) = (1, "&quot;")
                case UInt8(ascii: "\t"), UInt8(ascii: "\n"): (length, replacement) = (0, "")
                case 0..<0x20, 0x7F: (length, replacement) = (1, "")
                case 0x80...: (length, replacement) = (Self.forbiddenLength(at: index, in: text), "")
                default: (length, replacement) = (0, "")
                }
                guard length > 0 else {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: text[start..<index])
                replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
                index += length
                start = index
            }
            bytes.append(contentsOf: text[start...])
        }
    }

    /// How many bytes a character takes that HTML forbids, beyond ASCII: the control characters up to U+009F, and code
    /// points that are not characters (the last two of each plane and U+FDD0 to U+FDEF). 0 for any other.
    private static func forbiddenLength(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        func byte(_ offset: Int) -> UInt8 { index + offset < text.count ? text[index + offset] : 0 }
        switch text[index] {
        case 0xC2 where byte(1) < 0xA0: return 2
        case 0xEF where byte(1) == 0xB7 && (0x90...0xAF).contains(byte(2)): return 3
        case 0xEF where byte(1) == 0xBF && byte(2) >= 0xBE: return 3
        case 0xF0...0xF4 where byte(1) & 0x0F == 0x0F && byte(2) == 0xBF && byte(3) >= 0xBE: return 4
        default: return 0
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
