extension FrontMatter {
    /// The entries of a front matter in TOML, whose first line is the file's second. A table is one entry.
    static func entries(toml: String) throws(FrontMatterFault) -> [FrontMatterEntry] {
        var reader = TOMLReader(toml)
        return try reader.document()
    }
}

/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) as far as a front matter needs it: values are texts, lists and tables.
private struct TOMLReader {
    private let characters: [Character]
    private var index = 0
    private var line = 2
    private var lineStart = 0

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func document() throws(FrontMatterFault) -> [FrontMatterEntry] {
        var entries: [FrontMatterEntry] = []
        // The table that a line such as `[params]` has opened.
        var open: Int?
        while true {
            skipBlanksAndComments(acrossLines: true)
            guard let next = peek else { return entries }
            if next == "[" {
                let place = position
                let isArray = peek(1) == "["
                index += isArray ? 2 : 1
                let name = try key()
                guard take("]"), !isArray || take("]") else { throw fault("`]` is missing after the table's name") }
                try endLine()
                open = entries.firstIndex { $0.key == name }
                if open == nil {
                    open = entries.count
                    let value = FrontMatterValue(content: .table([]), position: place)
                    entries.append(FrontMatterEntry(key: name, position: place, value: value))
                }
                continue
            }
            let entry = try keyAndValue()
            try endLine()
            if let open, case .table(let inner) = entries[open].value.content {
                entries[open].value.content = .table(inner + [entry])
            } else if entries.contains(where: { $0.key == entry.key }) {
                throw FrontMatterFault(
                    position: entry.position, message: "broken TOML: `\(entry.key)` is given twice")
            } else {
                entries.append(entry)
            }
        }
    }

    // MARK: Keys and values

    private mutating func keyAndValue() throws(FrontMatterFault) -> FrontMatterEntry {
        let place = position
        let name = try key()
        guard take("=") else { throw fault("`=` is missing after `\(name)`") }
        skipBlanks()
        return FrontMatterEntry(key: name, position: place, value: try value())
    }

    /// A key's first part; the parts after dots name what is inside a table.
    private mutating func key() throws(FrontMatterFault) -> String {
        var parts: [String] = []
        repeat {
            skipBlanks()
            if peek == "\"" || peek == "'" {
                parts.append(try string())
            } else {
                let start = index
                while let next = peek, next.isASCII, next.isLetter || next.isNumber || "-_".contains(next) {
                    index += 1
                }
                guard index > start else { throw fault("a key is missing") }
                parts.append(String(characters[start..<index]))
            }
            skipBlanks()
        } while take(".")
        return parts[0]
    }

    private mutating func value() throws(FrontMatterFault) -> FrontMatterValue {
        let place = position
        switch peek {
        case "\"", "'": return FrontMatterValue(content: .scalar(try string()), position: place)
        case "[":
            index += 1
            var values: [FrontMatterValue] = []
            while true {
                skipBlanksAndComments(acrossLines: true)
                if take("]") { return FrontMatterValue(content: .list(values), position: place) }
                values.append(try value())
                skipBlanksAndComments(acrossLines: true)
                guard take(",") || peek == "]" else { throw fault("`]` is missing after the list") }
            }
        case "{":
            index += 1
            var entries: [FrontMatterEntry] = []
            skipBlanks()
            while !take("}") {
                entries.append(try keyAndValue())
                skipBlanks()
                guard take(",") || peek == "}" else { throw fault("`}` is missing after the table") }
                skipBlanks()
            }
            return FrontMatterValue(content: .table(entries), position: place)
        default: return FrontMatterValue(content: .scalar(try bareValue()), position: place)
        }
    }

    /// A number, a truth value or a date.
    private mutating func bareValue() throws(FrontMatterFault) -> String {
        let start = index
        while let next = peek, next.isASCII, next.isLetter || next.isNumber || "+-_.:".contains(next) { index += 1 }
        // A time may stand after its date and a space.
        if peek == " ", peek(1)?.isNumber == true, peek(2)?.isNumber == true, peek(3) == ":" {
            index += 1
            while let next = peek, next.isNumber || "+-:.Z".contains(next) { index += 1 }
        }
        let text = String(characters[start..<index])
        guard
            text == "true" || text == "false" || text.first?.isNumber == true || "+-".contains(text.first ?? " ")
                || text == "inf" || text == "nan"
        else {
            index = start
            throw fault(text.isEmpty ? "a value is missing" : "the text `\(text)` needs quotation marks")
        }
        return text.contains(":") || text.contains("T") ? text : text.replacing("_", with: "")
    }

    // MARK: Strings

    private mutating func string() throws(FrontMatterFault) -> String {
        let quote = characters[index]
        let isLong = peek(1) == quote && peek(2) == quote
        index += isLong ? 3 : 1
        if isLong, peek == "\n" { advance() }
        var text = ""
        while let next = peek {
            if next == quote, !isLong || (peek(1) == quote && peek(2) == quote && peek(3) != quote) {
                index += isLong ? 3 : 1
                return text
            }
            if next == "\n", !isLong { break }
            if next == "\\", quote == "\"" {
                text += try escape()
            } else {
                text.append(next)
                advance()
            }
        }
        throw fault("the text is not closed by \(String(repeating: quote, count: isLong ? 3 : 1))")
    }

    private mutating func escape() throws(FrontMatterFault) -> String {
        index += 1
        let letter = peek
        advance()
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "\"", "\\": return String(letter ?? " ")
        case "u", "U":
            let digits = String(characters[index..<min(characters.count, index + (letter == "u" ? 4 : 8))])
            guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
                throw fault("`\\\(letter ?? "u")\(digits)` is no character")
            }
            index += digits.count
            return String(Character(scalar))
        case let blank? where blank.isWhitespace:
            // A backslash at the end of a line joins it to the next one.
            while let next = peek, next.isWhitespace { advance() }
            return ""
        default: throw fault("`\\\(letter.map(String.init) ?? "")` means nothing in a text")
        }
    }

    // MARK: Characters

    private var peek: Character? { index < characters.count ? characters[index] : nil }

    private func peek(_ distance: Int) -> Character? {
        index + distance < characters.count ? characters[index + distance] : nil
    }

    private mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        index += 1
        return true
    }

    private mutating func advance() {
        if peek == "\n" {
            line += 1
            lineStart = index + 1
        }
        index += 1
    }

    private mutating func skipBlanks() {
        while peek == " " || peek == "\t" { index += 1 }
    }

    private mutating func skipBlanksAndComments(acrossLines: Bool) {
        while let next = peek {
            if next == "#" {
                while let next = peek, next != "\n" { index += 1 }
            } else if next == " " || next == "\t" || (acrossLines && next == "\n") {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func endLine() throws(FrontMatterFault) {
        skipBlanksAndComments(acrossLines: false)
        guard peek == nil || peek == "\n" else { throw fault("nothing can follow here on the line") }
    }

    private var position: SourcePosition {
        let before = characters[lineStart..<min(index, characters.count)]
        return SourcePosition(line: line, column: before.reduce(1) { $0 + $1.utf8.count })
    }

    private func fault(_ message: String) -> FrontMatterFault {
        FrontMatterFault(position: position, message: "broken TOML: \(message)")
    }
}
