/// A part of a document, for its outline.
struct DocumentSymbol: Codable, Sendable {
    enum Kind: Int, Codable, Sendable {
        case file = 1
        case module, namespace, package, `class`, method, property, field, constructor, enumeration, interface, function
        case variable, constant, string, number, boolean, array, object, key
    }

    var name: String
    var detail: String?
    var kind: Kind
    var range: TextRange
    var selectionRange: TextRange
    var children: [DocumentSymbol] = []
}

/// A part of a document, for clients that know no outlines.
struct SymbolInformation: Codable, Sendable {
    var name: String
    var kind: DocumentSymbol.Kind
    var location: Location
    var containerName: String?
}

/// Lines that can be hidden but for the first.
struct FoldingRange: Codable, Hashable, Sendable {
    var startLine: Int
    var endLine: Int
    var kind: String?
}

/// A place where the name at another place stands too.
struct DocumentHighlight: Codable, Sendable {
    var range: TextRange
    var kind: Int?
}

/// What `textDocument/references` carries.
struct ReferenceParameters: Codable, Sendable {
    struct Context: Codable, Sendable { var includeDeclaration: Bool }
    var textDocument: DocumentIdentifier
    var position: Position
    var context: Context
}

/// What formatting carries; without a range, the whole document is meant.
struct FormattingParameters: Codable, Sendable {
    struct Options: Codable, Sendable {
        var tabSize: Int
        var insertSpaces: Bool
    }
    var textDocument: DocumentIdentifier
    var range: TextRange?
    var options: Options
}
