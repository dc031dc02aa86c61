/// Something to tell about a stretch of a document.
struct LSPDiagnostic: Codable, Hashable, Sendable {
    enum Severity: Int, Codable, Sendable {
        case error = 1
        case warning, information, hint
    }

    var range: TextRange
    var severity: Severity
    var source: String
    var message: String
}

/// What `textDocument/publishDiagnostics` carries.
struct DiagnosticsParameters: Codable, Sendable {
    var uri: String
    var version: Int?
    var diagnostics: [LSPDiagnostic]
}
