/// A place in a document. Both numbers count from 0; characters are UTF-16 code units.
struct Position: Codable, Hashable, Comparable, Sendable {
    var line: Int
    var character: Int

    init(line: Int, character: Int) {
        self.line = line
        self.character = character
    }

    /// What an editor says: no number that could not be a place's, so that it can be reckoned with.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Int {
            min(max(0, try container.decode(Int.self, forKey: key)), Self.limit)
        }
        self.init(line: try number(.line), character: try number(.character))
    }

    private static let limit = Int(Int32.max)

    static func < (a: Position, b: Position) -> Bool { (a.line, a.character) < (b.line, b.character) }
}

/// A stretch of a document; its end is not part of it.
struct TextRange: Codable, Hashable, Sendable {
    var start: Position
    var end: Position

    /// Whether a place is in the stretch or at one of its ends.
    func touches(_ position: Position) -> Bool { start <= position && position <= end }
}

/// A stretch of some document.
struct Location: Codable, Hashable, Sendable {
    var uri: String
    var range: TextRange
}

/// New text for a stretch of a document.
struct TextEdit: Codable, Hashable, Sendable {
    var range: TextRange
    var newText: String
}

/// A document by its address.
struct DocumentIdentifier: Codable, Sendable {
    var uri: String
    var version: Int?
}

/// Parameters that name a document.
struct DocumentParameters: Codable, Sendable {
    var textDocument: DocumentIdentifier
}

/// Parameters that name a place in a document.
struct PositionParameters: Codable, Sendable {
    var textDocument: DocumentIdentifier
    var position: Position
}
