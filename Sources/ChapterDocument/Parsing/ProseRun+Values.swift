extension Chapter {
    /// Gives each value the prose around it.
    mutating func findTextAroundValues() {
        guard !values.isEmpty else { return }
        for run in proseRuns {
            var reader = RunReader()
            reader.read(run.content)
            for (index, words) in reader.values where values.indices.contains(index) {
                values[index].textBefore = String(reader.text[..<words.lowerBound].suffix(RunReader.reach))
                values[index].textAfter = String(reader.text[words.upperBound...].prefix(RunReader.reach))
            }
        }
    }

    /// Errors at what looks like a value and is none to CommonMark, so that nothing would check it.
    /// - Parameter lines: The lines of the text.
    /// - Returns: The errors, in the order of reading.
    func unreadValues(in lines: [Substring]) -> [Diagnostic] {
        let ends = Set(values.compactMap(\.words?.upperBound))
        return proseRuns.flatMap { run -> [Diagnostic] in
            var reader = RunReader()
            reader.read(run.content)
            var place = SourcePosition(line: run.line, column: 1)
            var read = reader.text.startIndex
            return reader.text.matches(of: RunReader.lookalike).compactMap { match in
                let breaks = reader.text.utf8[read..<match.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
                if breaks > 0 { place = SourcePosition(line: place.line + breaks, column: 1) }
                read = match.range.upperBound
                guard lines.indices.contains(place.line - 1) else { return nil }
                let line = BracketLine(lines[place.line - 1])
                while let found = line.column(of: match.0, from: place.column) {
                    place.column = found + 1
                    let start = SourcePosition(line: place.line, column: found)
                    guard !ends.contains(start), !line.isEscaped(atColumn: found) else { continue }
                    return Diagnostic(
                        path: path, position: start, message: "this is no link, so the value is not checked",
                        advice: "an address with spaces stands between `<` and `>`: `[3](<swift:a + b>)`")
                }
                return nil
            }
        }
    }
}

/// A line of the text, in which brackets are looked for.
private struct BracketLine {
    private let bytes: [UInt8]

    init(_ line: Substring) { bytes = Array(line.utf8) }

    /// The column at which `text` next stands.
    func column(of text: Substring, from column: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard column <= bytes.count else { return nil }
        return bytes[(column - 1)...].indices.first { bytes[$0...].starts(with: wanted) }.map { $0 + 1 }
    }

    /// Whether the closing bracket at a column, or the one that opens before it, is meant as a character.
    func isEscaped(atColumn column: Int) -> Bool {
        func hasBackslash(_ index: Int) -> Bool { index > 0 && bytes[index - 1] == UInt8(ascii: "\\") }
        if hasBackslash(column - 1) { return true }
        var depth = 0
        // No words of a value are longer.
        for index in bytes[max(0, column - 1000)..<(column - 1)].indices.reversed() {
            switch bytes[index] {
            case UInt8(ascii: "]"): depth += 1
            case UInt8(ascii: "[") where depth == 0: return hasBackslash(index)
            case UInt8(ascii: "["): depth -= 1
            default: break
            }
        }
        return false
    }
}

/// Reads a stretch of prose as one text, in which the places of values are known.
private struct RunReader {
    /// How many characters beside a value may belong to its number.
    static let reach = 24
    /// What looks like the end of a value's words and the start of its address.
    static var lookalike: Regex<Substring> { /\](?:\(|:[ \t]*)<?[ \t]*swift:/.ignoresCase() }

    private(set) var text = ""
    private(set) var values: [(index: Int, words: Range<String.Index>)] = []

    mutating func read(_ content: [Inline]) {
        for inline in content {
            switch inline {
            case .text(let words): text += words
            case .math(let words): text += words
            case .softBreak, .lineBreak: text += "\n"
            // What is no part of a number, nor of a value.
            case .code, .image, .reference, .footnote: text += "\u{FFFC}"
            case .html: break
            case .value(let index, let content):
                let start = text.endIndex
                read(content)
                values.append((index, start..<text.endIndex))
            case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content, _):
                read(content)
            }
        }
    }
}
