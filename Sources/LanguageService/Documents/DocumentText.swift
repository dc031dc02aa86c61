import ChapterDocument

/// A text whose places are found both as editors count, in UTF-16 code units from 0, and as chapters do, in bytes from 1.
struct DocumentText: Sendable {
    /// The text.
    private(set) var text: String
    /// Its bytes.
    private(set) var bytes: [UInt8]
    /// The bytes of each line, without its break.
    private(set) var lines: [Range<Int>]

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        lines = []
        var start = 0
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\n") where index > 0 && bytes[index - 1] == UInt8(ascii: "\r"): start = index + 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                lines.append(start..<index)
                start = index + 1
            default: break
            }
        }
        lines.append(start..<bytes.count)
    }

    /// A line, from 0, without its break; empty where there is none.
    func line(_ number: Int) -> String {
        lines.indices.contains(number) ? String(decoding: bytes[lines[number]], as: UTF8.self) : ""
    }

    /// The text of a line before a place.
    func beginning(ofLineAt position: Position) -> String {
        guard lines.indices.contains(position.line) else { return "" }
        return String(decoding: bytes[lines[position.line].lowerBound..<offset(of: position)], as: UTF8.self)
    }

    /// The byte at a place; a place past a line's end is its end.
    func offset(of position: Position) -> Int {
        guard position.line >= 0 else { return 0 }
        guard position.line < lines.count else { return bytes.count }
        let line = lines[position.line]
        var index = line.lowerBound
        var units = 0
        while index < line.upperBound, units < position.character {
            units += Self.units(bytes[index])
            index += 1
            while index < line.upperBound, bytes[index] & 0xC0 == 0x80 { index += 1 }
        }
        return index
    }

    /// The place of a byte.
    func position(ofByte offset: Int) -> Position {
        var low = 0
        var high = lines.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lines[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
        }
        let line = lines[low]
        let units = bytes[line.lowerBound..<max(line.lowerBound, min(offset, line.upperBound))].reduce(0) {
            $0 + Self.units($1)
        }
        return Position(line: low, character: units)
    }

    /// The place that a chapter names by line and byte. Its columns are counted without a byte order mark.
    func position(_ place: SourcePosition) -> Position {
        guard lines.indices.contains(place.line - 1) else { return position(ofByte: place.line < 1 ? 0 : bytes.count) }
        let line = lines[place.line - 1]
        return position(
            ofByte: min(line.lowerBound + markLength(place.line) + max(0, place.column - 1), line.upperBound))
    }

    /// The chapter's name for a place.
    func place(_ position: Position) -> SourcePosition {
        let offset = offset(of: position)
        guard lines.indices.contains(position.line) else { return SourcePosition(line: lines.count) }
        return SourcePosition(
            line: position.line + 1,
            column: max(0, offset - lines[position.line].lowerBound - markLength(position.line + 1)) + 1)
    }

    /// From a place to the end of the word, the code or the formula there, or of the character; to the line's end from a fence on.
    func word(at place: SourcePosition) -> TextRange {
        let start = position(place)
        guard lines.indices.contains(start.line) else { return TextRange(start: start, end: start) }
        let end = lines[start.line].upperBound
        let first = offset(of: start)
        var index = first
        let rest = bytes[first..<end]
        if rest.starts(with: Array("```".utf8)) || rest.starts(with: Array("~~~".utf8)) {
            index = end
        } else if let mark = rest.first, Self.pairedMarks.contains(mark),
            let last = rest.dropFirst().firstIndex(of: mark)
        {
            index = last + 1
        } else {
            // A command of TeX starts with a backslash.
            if rest.first == UInt8(ascii: "\\") { index += 1 }
            while index < end, Self.isWordByte(bytes[index]) { index += 1 }
            if index == first, index < end { index += 1 }
        }
        return TextRange(start: start, end: position(ofByte: index))
    }

    /// The Swift name around a place; empty where there is none.
    func name(at position: Position) -> String {
        guard lines.indices.contains(position.line) else { return "" }
        let line = lines[position.line]
        var start = offset(of: position)
        var end = start
        while start > line.lowerBound, Self.isWordByte(bytes[start - 1]) { start -= 1 }
        while end < line.upperBound, Self.isWordByte(bytes[end]) { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Where the Swift name starts that ends at a place; the place itself where none does.
    func startOfName(before position: Position) -> Position {
        guard lines.indices.contains(position.line) else { return position }
        var start = offset(of: position)
        while start > lines[position.line].lowerBound, Self.isWordByte(bytes[start - 1]) { start -= 1 }
        return self.position(ofByte: start)
    }

    /// From the first of some lines, from 0, to the end of the last.
    func range(ofLines lines: ClosedRange<Int>) -> TextRange {
        let last = min(lines.upperBound, self.lines.count - 1)
        return TextRange(
            start: Position(line: lines.lowerBound, character: 0), end: position(ofByte: self.lines[last].upperBound))
    }

    /// What the text becomes where a stretch of it is replaced.
    func replacing(_ range: TextRange, with new: String) -> DocumentText {
        let start = offset(of: range.start)
        let end = max(start, offset(of: range.end))
        return DocumentText(String(decoding: bytes[..<start] + Array(new.utf8) + bytes[end...], as: UTF8.self))
    }

    /// The edits of whole lines that make `other` of the text: one stretch, from the first to the last line that differs.
    func edits(to other: DocumentText) -> [TextEdit] {
        guard other.bytes != bytes else { return [] }
        var first = 0
        while first < min(lines.count, other.lines.count) - 1, start(first) == other.start(first),
            bytes[start(first)..<start(first + 1)] == other.bytes[other.start(first)..<other.start(first + 1)]
        {
            first += 1
        }
        var (end, otherEnd) = (lines.count, other.lines.count)
        while end > first + 1, otherEnd > first + 1,
            bytes[start(end - 1)...] == other.bytes[other.start(otherEnd - 1)...]
        {
            end -= 1
            otherEnd -= 1
        }
        let range = TextRange(
            start: Position(line: first, character: 0),
            end: end < lines.count ? Position(line: end, character: 0) : position(ofByte: bytes.count))
        let new = other.bytes[other.start(first)..<other.start(otherEnd)]
        return [TextEdit(range: range, newText: String(decoding: new, as: UTF8.self))]
    }

    /// The first byte of a line; the text's end for the line after the last.
    private func start(_ line: Int) -> Int { line < lines.count ? lines[line].lowerBound : bytes.count }

    private func markLength(_ line: Int) -> Int { line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// How many UTF-16 code units the character has that starts with a byte; none for the bytes inside characters.
    private static func units(_ byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }

    private static let pairedMarks = Array("`$".utf8)

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}

extension DocumentText {
    /// The text with edits made, none of which overlap.
    func applying(_ edits: [TextEdit]) -> DocumentText {
        edits.sorted { $0.range.start > $1.range.start }.reduce(self) { $0.replacing($1.range, with: $1.newText) }
    }
}
