/// A place in a document. Both numbers count from 0; characters are UTF-16 code units.
struct Position: Codable, Hashable, Comparable, Sendable {
    var line: Int
    var character: Int

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
