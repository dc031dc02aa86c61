/// Text in Markdown.
struct MarkupContent: Codable, Hashable, Sendable {
    var kind = "markdown"
    var value: String
}

/// What is shown of the word at a place.
struct Hover: Codable, Sendable {
    var contents: MarkupContent
    var range: TextRange?
}

/// What `textDocument/completion` carries.
struct CompletionParameters: Codable, Sendable {
    struct Context: Codable, Sendable {
        var triggerKind: Int?
        var triggerCharacter: String?
    }
    var textDocument: DocumentIdentifier
    var position: Position
    var context: Context?
}

/// One thing that a word could be completed to.
struct CompletionItem: Codable, Sendable {
    enum Kind: Int, Codable, Sendable {
        case text = 1
        case method, function, constructor, field, variable, `class`, interface, module, property, unit, value
        case enumeration, keyword, snippet, color, file, reference, folder, enumMember, constant, `struct`, event
        case `operator`, typeParameter
    }

    var label: String
    var kind: Kind?
    var detail: String?
    var documentation: MarkupContent?
    var deprecated: Bool?
    var sortText: String?
    var filterText: String?
    var insertText: String?
    /// 1 for plain text, 2 for a snippet.
    var insertTextFormat: Int?
    var textEdit: TextEdit?
}

/// What a word could be completed to.
struct CompletionList: Codable, Sendable {
    /// Whether the list is another once more is typed.
    var isIncomplete = false
    var items: [CompletionItem]
}

/// The functions that the call around a place may mean.
struct SignatureHelp: Codable, Sendable {
    struct Signature: Codable, Sendable {
        var label: String
        var documentation: MarkupContent?
        var parameters: [Parameter]?
        var activeParameter: Int?
    }
    /// A parameter, by the UTF-16 offsets of its part of the signature's label.
    struct Parameter: Codable, Sendable {
        var label: [Int]
        var documentation: MarkupContent?
    }
    var signatures: [Signature]
    var activeSignature: Int?
    var activeParameter: Int?
}
