/// The words after a code fence, such as `swift cell id=net tab="From scratch"`.
struct InfoString {
    /// One word of an info string: `name` or `name=value`.
    struct Option: Equatable {
        var name: String
        /// The value without its quotation marks; nil for a word alone.
        var value: String?
        /// Bytes from the start of the info string.
        var offset: Int
    }

    /// The first word; empty where there is none.
    var language: String
    /// The words after the first.
    var options: [Option]

    init(_ text: String) {
        var words: [Option] = []
        var rest = Substring(text)
        func takeValue() -> String {
            guard let quote = rest.first, quote == "\"" || quote == "'",
                let end = rest.dropFirst().firstIndex(of: quote)
            else {
                let value = rest.prefix { !$0.isWhitespace }
                rest = rest[value.endIndex...]
                return String(value)
            }
            let value = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            return String(value)
        }
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { break }
            let offset = text.utf8.distance(from: text.startIndex, to: rest.startIndex)
            let name = rest.prefix { !$0.isWhitespace && $0 != "=" }
            rest = rest[name.endIndex...]
            if rest.first == "=" {
                rest = rest.dropFirst()
                words.append(Option(name: String(name), value: takeValue(), offset: offset))
            } else {
                words.append(Option(name: String(name), value: nil, offset: offset))
            }
        }
        if let first = words.first, first.value == nil {
            language = first.name
            options = Array(words.dropFirst())
        } else {
            language = ""
            options = words
        }
    }
}
