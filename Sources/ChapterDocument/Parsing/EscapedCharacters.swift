/// Finds the characters of a text that a backslash keeps from meaning anything. CommonMark tells of them no more, but a
/// notation that it does not have must not be read into them.
enum EscapedCharacters {
    /// The notations beyond CommonMark that start with a character after which a backslash may stand.
    private static let marks = Set("~*[:".utf8)

    /// `literal`, a text on the line `source`, with a filler behind each escaped character that would mean something.
    static func marked(_ literal: String, in source: Substring) -> String {
        guard literal.utf8.contains(where: marks.contains), source.utf8.contains(UInt8(ascii: "\\")) else {
            return literal
        }
        let wanted = Array(literal.utf8)
        let source = Array(source.utf8)
        // A text stands on its line as it is, but for its escapes; a long line is not searched from each of its characters.
        for start in source.indices.prefix(2000) {
            guard let escaped = escapes(of: wanted, in: source, from: start) else { continue }
            var result: [UInt8] = []
            for (index, byte) in wanted.enumerated() {
                result.append(byte)
                if escaped.contains(index), marks.contains(byte) { result += Array("\(LiftedText.filler)".utf8) }
            }
            return String(decoding: result, as: UTF8.self)
        }
        return literal
    }

    /// Which bytes of `wanted` a backslash stands before, where `source` from `start` on reads as it; else nil.
    private static func escapes(of wanted: [UInt8], in source: [UInt8], from start: Int) -> Set<Int>? {
        var escaped: Set<Int> = []
        var place = start
        for index in wanted.indices {
            guard place < source.count else { return nil }
            if source[place] == UInt8(ascii: "\\"), place + 1 < source.count, source[place + 1] == wanted[index],
                source[place + 1].isASCIIPunctuation
            {
                escaped.insert(index)
                place += 2
            } else if source[place] == wanted[index] {
                place += 1
            } else {
                return nil
            }
        }
        return escaped
    }
}

extension UInt8 {
    /// Whether it is a character that a backslash takes the meaning from.
    var isASCIIPunctuation: Bool { (0x21...0x7E).contains(self) && !isASCIIAlphanumeric }
}
