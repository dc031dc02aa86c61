/// D2L's notation for labels and references: a word between colons directly before code, such as ``:numref:`name` ``.
enum Role: String, CaseIterable {
    case label, eqlabel, numref, eqref

    /// The role whose word `text` ends with, and the text before it; the word itself where no role has that name.
    static func split(_ text: String) -> (text: Substring, word: Substring)? {
        guard text.last == ":" else { return nil }
        let rest = text.dropLast()
        guard let colon = rest.lastIndex(of: ":") else { return nil }
        let word = rest[rest.index(after: colon)...]
        guard !word.isEmpty, word.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else {
            return nil
        }
        return (rest[..<colon], word)
    }
}
