/// What a client says of itself.
struct InitializeParameters: Decodable, Sendable {
    var processId: Int?
    var capabilities: Capabilities?

    struct Capabilities: Decodable, Sendable {
        var textDocument: TextDocument?
        var workspace: Workspace?
        var window: Window?
    }
    struct TextDocument: Decodable, Sendable {
        var completion: Completion?
        var documentSymbol: DocumentSymbols?
        var codeAction: CodeActions?
    }
    struct Completion: Decodable, Sendable { var completionItem: Item? }
    struct Item: Decodable, Sendable { var snippetSupport: Bool? }
    struct DocumentSymbols: Decodable, Sendable { var hierarchicalDocumentSymbolSupport: Bool? }
    struct CodeActions: Decodable, Sendable { var codeActionLiteralSupport: NoParameters? }
    struct Workspace: Decodable, Sendable { var applyEdit: Bool? }
    struct Window: Decodable, Sendable { var workDoneProgress: Bool? }
}

/// What this server can do.
struct InitializeResult: Encodable, Sendable {
    struct Capabilities: Encodable, Sendable {
        let positionEncoding = "utf-16"
        let textDocumentSync = Synchronization()
        let completionProvider = Completion()
        let signatureHelpProvider = SignatureHelp()
        let hoverProvider = true
        let definitionProvider = true
        let referencesProvider = true
        let documentHighlightProvider = true
        let documentSymbolProvider = true
        let foldingRangeProvider = true
        let documentFormattingProvider = true
        let documentRangeFormattingProvider = true
        let codeActionProvider = true
        let executeCommandProvider = Commands()
    }
    struct Synchronization: Encodable, Sendable {
        let openClose = true
        /// Edits are sent by their ranges.
        let change = 2
        let save = true
    }
    struct Completion: Encodable, Sendable { let triggerCharacters = [".", "(", "`", ":", "=", "/", "#"] }
    struct SignatureHelp: Encodable, Sendable { let triggerCharacters = ["(", "[", ",", ":"] }
    struct Commands: Encodable, Sendable { let commands = LessonCommand.allCases.map(\.rawValue) }
    struct Server: Encodable, Sendable {
        let name = "lectern"
    }

    let capabilities = Capabilities()
    let serverInfo = Server()
}

/// What `textDocument/didOpen` carries.
struct OpenParameters: Decodable, Sendable {
    struct Document: Decodable, Sendable {
        var uri: String
        var version: Int
        var text: String
    }
    var textDocument: Document
}

/// What `textDocument/didChange` carries.
struct ChangeParameters: Decodable, Sendable {
    struct Change: Decodable, Sendable {
        /// What is replaced; nil for the whole text.
        var range: TextRange?
        var text: String
    }
    var textDocument: DocumentIdentifier
    var contentChanges: [Change]
}

/// What `$/cancelRequest` carries.
struct CancelParameters: Codable, Sendable {
    var id: RequestID
}

/// What `window/workDoneProgress/cancel` carries.
struct ProgressCancelParameters: Codable, Sendable {
    var token: RequestID
}

/// How much a message to the person matters.
enum MessageType: Int, Codable, Sendable {
    case error = 1
    case warning, info, log
}

/// What `window/showMessage` carries.
struct MessageParameters: Codable, Sendable {
    var type: MessageType
    var message: String
}
