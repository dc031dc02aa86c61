/// The tags in HTML that an author wrote.
struct AuthorHTML {
    /// One attribute of an opening tag.
    struct Attribute {
        /// The element's name, in lower case.
        var element: String
        /// The attribute's name, in lower case.
        var name: String
        /// The value, entities as they are.
        var value: String
        /// Where the value stands in the HTML, its quotation marks included.
        var range: Range<Int>
        /// Where the name starts.
        var start: Int
    }

    /// The attributes with a value, in order.
    private(set) var attributes: [Attribute] = []
    private let bytes: [UInt8]

    init(_ html: String) {
        bytes = Array(html.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            if bytes[index...].starts(with: "<!--".utf8) {
                index = end(of: "-->", from: index + 4)
            } else {
                index = readTag(at: index + 1)
            }
        }
    }

    /// What identifies elements: `id`, and `name` of an `a`.
    var identifiers: [Attribute] {
        attributes.filter { $0.name == "id" || $0.name == "name" && $0.element == "a" }
    }

    /// The HTML with other values for attributes; nil leaves one as it is.
    func replacing(_ replacement: (Attribute) -> String?) -> String {
        var result: [UInt8] = []
        var start = 0
        for attribute in attributes {
            guard let value = replacement(attribute) else { continue }
            result += bytes[start..<attribute.range.lowerBound]
            result += Array("\"\(value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;"))\"".utf8)
            start = attribute.range.upperBound
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    private func end(of text: String, from start: Int) -> Int {
        let wanted = Array(text.utf8)
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return index + wanted.count }
            index += 1
        }
        return bytes.count
    }

    private func word(at start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count, bytes[end] > 0x20, !"=>/\"'<".utf8.contains(bytes[end]) { end += 1 }
        return start..<end
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Reads the tag whose name starts at `start`, and says where it ends.
    private mutating func readTag(at start: Int) -> Int {
        let name = word(at: start)
        guard !name.isEmpty else { return start }
        let element = string(name).lowercased()
        var index = name.upperBound
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
            let key = word(at: index)
            guard !key.isEmpty else {
                index += 1
                continue
            }
            index = key.upperBound
            var value = skipBlanks(from: index)
            guard value < bytes.count, bytes[value] == UInt8(ascii: "=") else { continue }
            value = skipBlanks(from: value + 1)
            guard value < bytes.count else { break }
            let quote = bytes[value]
            var inner = value..<value
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                let close = bytes[(value + 1)...].firstIndex(of: quote) ?? bytes.count
                inner = (value + 1)..<close
                index = min(close + 1, bytes.count)
            } else {
                while index < bytes.count, index <= value || bytes[index] > 0x20 && bytes[index] != UInt8(ascii: ">") {
                    index += 1
                }
                inner = value..<index
            }
            attributes.append(
                Attribute(
                    element: element, name: string(key).lowercased(),
                    value: string(inner).replacing("&amp;", with: "&"), range: value..<index, start: key.lowerBound))
        }
        // What a script or a style sheet holds is no HTML.
        if element == "script" || element == "style" { return end(of: "</\(element)", from: index) }
        return index
    }

    private func skipBlanks(from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        return index
    }
}
